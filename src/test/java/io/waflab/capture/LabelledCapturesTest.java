package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Side;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The end of each labelled capture as a story tells it; {@code truth.json} says what happened. */
class LabelledCapturesTest {

    private static final Path FOLDER = Path.of("src/test/resources/captures");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "waf-120s-idle-unread-rst     | 2 | 2 | SERVER ALERT 26 encrypted, by its place: close_notify; SERVER FIN 0; CLIENT RST 0 RST,ACK",
                "nginx-75s-default-idle       | 1 | 1 | SERVER ALERT 26 encrypted, by its place: close_notify; SERVER FIN 0; CLIENT FIN 0",
                "read-timeout-504-60s         | 1 | 1 | SERVER DATA 765; CLIENT FIN 0; SERVER FIN 0",
                "websocket-60s                | 2 | 2 | SERVER ALERT 19 encrypted, by its size: close_notify; SERVER FIN 0; CLIENT FIN 0",
                "header-timeout-10s           | 1 | 0 | SERVER FIN 0; CLIENT ALERT 26 encrypted; SERVER RST 0",
                "handshake-never-starts-10s   | 0 | 0 | SERVER OPEN 0 SYN,ACK; SERVER FIN 0; CLIENT FIN 0",
                "race-request-after-close     | 2 | 1 | SERVER FIN 0; CLIENT DATA 67; SERVER RST 0",
                "client-asked-close           | 1 | 1 | SERVER ALERT 26 encrypted, by its place: close_notify; SERVER FIN 0; CLIENT FIN 0",
                "client-pool-evicts-30s       | 1 | 1 | SERVER DATA 448; CLIENT FIN 0; SERVER FIN 0",
                "client-gives-up-10s          | 1 | 0 | CLIENT DATA 69; CLIENT FIN 0; SERVER FIN 0",
                "sni-refused                  | 0 | 0 | SERVER ALERT 2 fatal: unrecognized_name; SERVER FIN 0; CLIENT FIN 0",
                "no-common-cipher             | 0 | 0 | SERVER ALERT 2 fatal: handshake_failure; SERVER FIN 0; CLIENT FIN 0",
                "client-distrusts-self-signed | 0 | 0 | SERVER HANDSHAKE 4 ServerHelloDone; CLIENT ALERT 2 fatal: unknown_ca; CLIENT RST 0 RST,ACK",
                "missing-intermediate         | 0 | 0 | CLIENT ALERT 2 fatal: unknown_ca; SERVER FIN 0; CLIENT RST 0 RST,ACK",
                "plain-http-to-443            | 1 | 1 | SERVER DATA 647; SERVER FIN 0; CLIENT FIN 0",
                "path-goes-silent             | 2 | 2 | CLIENT RETRANSMISSION 65; SERVER DATA 248; CLIENT RST 0",
                "syn-unanswered               | 0 | 0 | CLIENT RETRANSMISSION 0 SYN; CLIENT RETRANSMISSION 0 SYN; CLIENT RETRANSMISSION 0 SYN",
            })
    void eachEndsAsItDid(String name, long asked, long answered, String ending) throws CaptureException {
        var first = Capture.read(FOLDER.resolve(name + ".pcap")).conversations().get(0);
        var story = first.story(1);
        var lines = first.story(Side.DOWNSTREAM).stream()
                .map(Scene::line)
                .map(String::strip)
                .filter(line -> !line.endsWith(" ACK 0"))
                .toList();

        assertThat(last(lines)).isEqualTo(ending);
        assertThat(story.fromClient().turns()).isEqualTo(asked);
        assertThat(story.fromServer().turns()).isEqualTo(answered);
        assertThat(story.leftOut()).isZero();
        assertThat(story.sight().absentBytes()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"missing-intermediate, 1", "client-distrusts-self-signed, 2", "waf-120s-idle-unread-rst, 2"})
    void theCertificatesAreCounted(String name, int certificates) throws CaptureException {
        var story = Capture.read(FOLDER.resolve(name + ".pcap"))
                .conversations()
                .get(0)
                .story(1);

        assertThat(story.tls().certificates()).isEqualTo(certificates);
        assertThat(story.tls().sni()).isEqualTo("lab.test");
    }

    private static String last(List<String> lines) {
        return lines.subList(lines.size() - 3, lines.size()).stream().collect(Collectors.joining("; "));
    }
}
