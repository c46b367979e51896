package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.Upstream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Servers are a, b, c, ... by their order; sequences as nginx 1.22 deals them out. */
class BalancerTest {

    @Test
    void equalServersTakeTurnsFromTheFirst() {
        assertThat(deal(balancer("", "", ""), 7)).isEqualTo("abcabca");
    }

    @Test
    void weightsAreDealtSmoothly() {
        assertThat(deal(balancer("weight=5", "", ""), 14)).isEqualTo("aabacaaaabacaa");
        assertThat(deal(balancer("weight=3", "weight=2", "weight=1"), 12)).isEqualTo("abacbaabacba");
    }

    @Test
    void aRequestDoesNotGetAServerTwice() {
        var balancer = balancer("", "", "");
        var request = untried();
        var names = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            names.append(name(balancer.next(request, 0).orElseThrow()));
        }
        assertThat(names).hasToString("abc");
        assertThat(balancer.next(request, 0)).isEmpty();
    }

    @Test
    void aServerThatFailedMaxFailsTimesRestsForFailTimeout() {
        var balancer = balancer("max_fails=2 fail_timeout=10s", "");
        fail(balancer, "a", 100);
        assertThat(deal(balancer, 4, 101)).contains("a");
        fail(balancer, "a", 102);
        assertThat(deal(balancer, 4, 103)).isEqualTo("bbbb");
        assertThat(deal(balancer, 4, 112)).isEqualTo("bbbb");
        assertThat(deal(balancer, 4, 113)).contains("a");
    }

    @Test
    void aServerBackFromItsRestIsTriedOnceInFailTimeoutUntilItAnswers() {
        var balancer = balancer("max_fails=1 fail_timeout=10s", "");
        var a = fail(balancer, "a", 100);
        assertThat(deal(balancer, 6, 111)).containsOnlyOnce("a");
        assertThat(deal(balancer, 6, 121)).doesNotContain("a");
        assertThat(deal(balancer, 6, 122)).containsOnlyOnce("a");
        succeed(balancer, a);
        assertThat(deal(balancer, 6, 122)).isEqualTo("bababa");
    }

    @Test
    void anAnswerToAnEarlierRequestDoesNotEndARest() {
        var balancer = balancer("max_fails=1 fail_timeout=10s", "");
        var a = fail(balancer, "a", 100);
        succeed(balancer, a);
        assertThat(deal(balancer, 4, 101)).isEqualTo("bbbb");
    }

    @Test
    void anAnswerWithinFailTimeoutForgetsNoFailure() {
        var balancer = balancer("max_fails=2 fail_timeout=10s", "");
        var a = fail(balancer, "a", 100);
        assertThat(deal(balancer, 2, 110)).contains("a");
        succeed(balancer, a);
        fail(balancer, "a", 110);
        assertThat(deal(balancer, 4, 111)).isEqualTo("bbbb");
    }

    @Test
    void manyFailuresAtOnceCostNoMoreThanTheWholeWeight() {
        var balancer = balancer("weight=2 max_fails=1 fail_timeout=10s", "weight=2");
        var a = fail(balancer, "a", 100);
        a.taken();
        balancer.failed(a, 100);
        assertThat(deal(balancer, 4, 111)).isEqualTo("bbba");
    }

    @Test
    void withoutMaxFailsAServerNeverRests() {
        var balancer = balancer("max_fails=0", "max_fails=0");
        for (int i = 0; i < 20; i++) {
            fail(balancer, "a", 100);
        }
        assertThat(deal(balancer, 4, 100)).contains("a", "b");
    }

    @Test
    void aFailureCostsWeightThatComesBackOneByOne() {
        var balancer = balancer("weight=4 max_fails=2", "weight=4");
        fail(balancer, "a", 100);
        // a counts 2, 3, 4 and then 4 against the 4 of b.
        assertThat(deal(balancer, 8, 100)).isEqualTo("bbababab");
    }

    @Test
    void backupsServeOnlyWhenNoOtherServerIsLive() {
        var balancer = balancer("max_fails=1 fail_timeout=10s", "backup", "backup");
        assertThat(deal(balancer, 3, 100)).isEqualTo("aaa");
        var a = fail(balancer, "a", 100);
        assertThat(deal(balancer, 4, 100)).isEqualTo("bcbc");
        assertThat(deal(balancer, 2, 111)).isEqualTo("ab");
        succeed(balancer, a);
        assertThat(deal(balancer, 3, 111)).isEqualTo("aaa");
    }

    @Test
    void aRequestThatTriedAllServersGoesToABackup() {
        var balancer = balancer("", "backup");
        var request = untried();
        balancer.next(request, 0);
        assertThat(balancer.next(request, 0).map(BalancerTest::name)).contains("b");
    }

    @Test
    void aServerThatIsDownIsNeverUsedAndNoTry() {
        var balancer = balancer("down", "", "", "backup");
        assertThat(deal(balancer, 4)).isEqualTo("bcbc");
        assertThat(balancer.tries()).isEqualTo(3);
    }

    @Test
    void withAllServersRestingNoneIsLive() {
        var balancer = balancer("max_fails=1", "max_fails=1");
        fail(balancer, "a", 100);
        fail(balancer, "b", 100);
        assertThat(balancer.next(untried(), 100)).isEmpty();
    }

    @Test
    void aServerAloneIsTriedEachTimeWhateverItDid() {
        var balancer = balancer("max_fails=1 fail_timeout=10s");
        for (int i = 0; i < 5; i++) {
            fail(balancer, "a", 100);
        }
        assertThat(deal(balancer, 3, 100)).isEqualTo("aaa");
        assertThat(balancer.tries()).isEqualTo(1);
    }

    @Test
    void aServerAloneThatIsDownIsNotUsed() {
        assertThat(balancer("down").next(untried(), 0)).isEmpty();
        assertThat(balancer("down").tries()).isZero();
    }

    private static Pick untried() {
        return new Pick(new byte[0]);
    }

    /** An answer, to a request that was dealt the server before. */
    private static void succeed(Balancer balancer, Seat seat) {
        seat.taken();
        balancer.left(seat);
    }

    private static Seat fail(Balancer balancer, String name, long seconds) {
        var request = untried();
        for (Optional<Seat> seat = balancer.next(request, seconds); seat.isPresent(); ) {
            if (name(seat.get()).equals(name)) {
                balancer.failed(seat.get(), seconds);
                return seat.get();
            }
            seat.get().left();
            seat = balancer.next(request, seconds);
        }
        throw new AssertionError(name + " is not to be had");
    }

    private static String deal(Balancer balancer, int times) {
        return deal(balancer, times, 0);
    }

    private static String deal(Balancer balancer, int times, long seconds) {
        var names = new StringBuilder();
        for (int i = 0; i < times; i++) {
            var seat = balancer.next(untried(), seconds).orElseThrow();
            names.append(name(seat));
            seat.left();
        }
        return names.toString();
    }

    private static String name(Seat seat) {
        return String.valueOf((char) ('a' - 1 + ((InetSocketAddress) seat.address()).getPort()));
    }

    private static Balancer balancer(String... servers) {
        return new Balancer(upstream("", servers), new Random(1), false);
    }

    /** A group whose servers have the ports 1, 2, 3, ... */
    static Upstream upstream(String directives, String... servers) {
        return upstream(0, directives, servers);
    }

    /** The same with the ports base + 1, base + 2, ... */
    static Upstream upstream(int base, String directives, String... servers) {
        var lines = new StringBuilder();
        int port = base + 1;
        for (var server : servers) {
            lines.append('"')
                    .append("127.0.0.1:")
                    .append(port++)
                    .append(' ')
                    .append(server)
                    .append("\", ");
        }
        try {
            return ConfigReader.read(
                            "http { upstreams { u { servers = [" + lines + "]\n" + directives
                                    + " } }\n servers = [ { listen = [\"127.0.0.1:0\"], return = \"200\" } ] }",
                            "lab.conf",
                            List.of())
                    .upstreams()
                    .get("u");
        } catch (ConfigException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }
}
