package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Servers are a, b, c by their order; the sequences are those of nginx 1.22 with the same servers and keys. */
class BalancingMethodsTest {

    /** As in the measurement: what consistent hashing goes by is the servers' text. */
    private static final int PORT = 18180;

    @Test
    void aKeyHasTheServerThatNginxGivesIt() {
        assertThat(ofNumbers("hash = \"$arg_a\"", "", "", "weight=2"))
                .isEqualTo("abccbacacbccaaccbcbaccbbccacacabccbacacc");
    }

    @Test
    void aKeyWhoseServerIsDownIsHashedAgain() {
        assertThat(ofNumbers("hash = \"$arg_a\"", "", "down", "weight=2"))
                .isEqualTo("aaccaacaccccaacccccaccccccacacaccccacacc");
    }

    @Test
    void aKeyHasThePointOnTheCircleThatNginxGivesIt() {
        assertThat(ofNumbers("hash = \"$arg_a consistent\"", "", "", "weight=2"))
                .isEqualTo("caacacccbbbbacaccaaccccbbacacbcacbbccccb");
    }

    @Test
    void aServerTheLessMovesOnlyItsOwnKeysOnTheCircle() {
        var all = ofNumbers("hash = \"$arg_a consistent\"", "", "", "weight=2");
        var fewer = ofNumbers("hash = \"$arg_a consistent\"", "", "down", "weight=2");
        for (int i = 0; i < all.length(); i++) {
            if (all.charAt(i) != 'b') {
                assertThat(fewer.charAt(i)).isEqualTo(all.charAt(i));
            }
        }
        assertThat(fewer).doesNotContain("b");
    }

    @Test
    void threeBytesOfAnAddressChooseTheServer() {
        var keys = IntStream.rangeClosed(1, 30)
                .mapToObj(i -> new byte[] {(byte) 192, 0, (byte) i})
                .toList();
        assertThat(deal(balancer("ip_hash = \"\"", "", "", "weight=2"), keys))
                .isEqualTo("ccabccabccabccabcabccabccabcca");
    }

    @Test
    void allBytesOfAnAddressOfVersionSixChooseTheServer() {
        var keys = IntStream.rangeClosed(1, 30)
                .mapToObj(i -> new byte[] {
                    0x20, 1, 0x0d, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) (i / 10 * 16 + i % 10)
                })
                .toList();
        assertThat(deal(balancer("ip_hash = \"\"", "", "", "weight=2"), keys))
                .isEqualTo("abccabccacabccabccacabccabccac");
    }

    @Test
    void theServerWithTheFewestRequestsForItsWeightIsNext() {
        var balancer = balancer("least_conn = \"\"", "", "weight=2");
        var busy = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            busy.append(name(balancer.next(pick(""), 0).orElseThrow()));
        }
        assertThat(busy.chars().filter(c -> c == 'b').count()).isEqualTo(4);
    }

    @Test
    void serversWithEqualLoadTakeTurnsByWeight() {
        assertThat(deal(balancer("least_conn = \"\"", "", "", "weight=2"), keys("", 12)))
                .isEqualTo("cabccabccabc");
    }

    @Test
    void aRequestGoesOnToABackupWhereTheLeastLoadedFailed() {
        var balancer = balancer("least_conn = \"\"", "", "backup");
        var request = pick("");
        assertThat(name(balancer.next(request, 0).orElseThrow())).isEqualTo('a');
        assertThat(name(balancer.next(request, 0).orElseThrow())).isEqualTo('b');
        assertThat(balancer.next(request, 0)).isEmpty();
    }

    @Test
    void aServerWithMaxConnsRequestsIsLeftOutUntilOneIsOver() {
        var balancer = balancer("", "max_conns=1", "max_conns=2");
        var first = balancer.next(pick(""), 0).orElseThrow();
        assertThat(deal(balancer, keys("", 3))).isEqualTo("bbb");
        balancer.next(pick(""), 0);
        balancer.next(pick(""), 0);
        assertThat(balancer.next(pick(""), 0)).isEmpty();
        balancer.left(first);
        assertThat(balancer.next(pick(""), 0)).contains(first);
    }

    @Test
    void aServerAloneHasMaxConnsToo() {
        var balancer = balancer("", "max_conns=1");
        var only = balancer.next(pick(""), 0).orElseThrow();
        assertThat(balancer.next(pick(""), 0)).isEmpty();
        balancer.left(only);
        assertThat(balancer.next(pick(""), 0)).contains(only);
    }

    @Test
    void randomDrawsByTheWeights() {
        var dealt = deal(balancer("random = \"\"", "", "weight=3"), keys("", 1000));
        assertThat(dealt.chars().filter(c -> c == 'b').count()).isBetween(680L, 820L);
    }

    @Test
    void ofTwoDrawnTheLessLoadedIsTaken() {
        var balancer = balancer("random = \"two least_conn\"", "", "");
        var names = new ArrayList<Character>();
        for (int i = 0; i < 10; i++) {
            names.add(name(balancer.next(pick(""), 0).orElseThrow()));
        }
        assertThat(names.stream().filter(name -> name == 'a').count()).isEqualTo(5);
    }

    @Test
    void aDrawnServerThatIsRestingIsNotUsed() {
        var balancer = balancer("random = \"\"", "", "");
        var request = pick("");
        var failed = balancer.next(request, 100).orElseThrow();
        assertThat(balancer.failed(failed, 100)).isTrue();
        assertThat(deal(balancer, keys("", 20), 101)).doesNotContain(String.valueOf(name(failed)));
    }

    @Test
    void theTurnsOfATengineBeginAnywhere() {
        var upstream = BalancerTest.upstream("", "", "", "");
        var firsts = IntStream.range(0, 50)
                .mapToObj(seed -> new Balancer(upstream, new Random(seed), true))
                .map(balancer -> deal(balancer, keys("", 3)))
                .collect(Collectors.toSet());
        assertThat(firsts).containsExactlyInAnyOrder("abc", "bca", "cab");
    }

    private static String ofNumbers(String directives, String... servers) {
        var keys = IntStream.rangeClosed(1, 40).mapToObj(Integer::toString).map(BalancingMethodsTest::bytes);
        return deal(balancer(directives, servers), keys.toList());
    }

    private static List<byte[]> keys(String key, int times) {
        var keys = new byte[times][];
        Arrays.fill(keys, bytes(key));
        return List.of(keys);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Pick pick(String key) {
        return new Pick(bytes(key));
    }

    private static String deal(Balancer balancer, List<byte[]> keys) {
        return deal(balancer, keys, 0);
    }

    private static String deal(Balancer balancer, List<byte[]> keys, long seconds) {
        var names = new StringBuilder();
        for (var key : keys) {
            var seat = balancer.next(new Pick(key), seconds).orElseThrow();
            names.append(name(seat));
            seat.left();
        }
        return names.toString();
    }

    private static Balancer balancer(String directives, String... servers) {
        return new Balancer(BalancerTest.upstream(PORT, directives, servers), new Random(1), false);
    }

    private static char name(Seat seat) {
        return (char) ('a' - 1 + ((InetSocketAddress) seat.address()).getPort() % 10);
    }
}
