package io.waflab.diagnose;

import static io.waflab.diagnose.FindingsTest.RETRIED;
import static io.waflab.diagnose.FindingsTest.is;
import static io.waflab.diagnose.HandshakeStories.hello;

import io.waflab.journal.What;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Connections that something on the way ended, and what has to be said of them. */
final class PathStories {

    private PathStories() {}

    static Stream<Arguments> onThePath() {
        return Stream.of(
                is(
                        "a request into the void",
                        repeated(Told.tls12().ask(0.1, 90).answer(0.2, 500).ask(30, 90), 90),
                        "path-silent neither silence idle -"),
                is(
                        "a request into the void, and the client gives up",
                        repeated(Told.tls12().ask(0.1, 90).answer(0.2, 500).ask(30, 90), 90)
                                .client(60, What.FIN, 0, ""),
                        "path-silent neither silence idle -"),
                is(
                        "probes into the void",
                        Told.tls12()
                                .ask(0.1, 90)
                                .answer(0.2, 500)
                                .client(75, What.ACK, 0, "TCP keep-alive probe")
                                .client(150, What.ACK, 0, "TCP keep-alive probe")
                                .client(225, What.ACK, 0, "TCP keep-alive probe"),
                        "path-silent neither silence idle -"),
                is(
                        "probes that were answered, each, until the server's timer ran out",
                        probed(8, 75, 8, 75.1).serverCloses(82),
                        "server-idle-timeout server close_notify+fin idle 81.8"),
                is(
                        "probes that were answered, and then no more",
                        probed(12, 120, 3, 30.1).client(130, What.RST, 0, "RST,ACK"),
                        "path-silent neither silence idle -"),
                is(
                        "probes of which two were lost on the way",
                        probed(12, 120, 10, 120.1).serverCloses(125),
                        "server-idle-timeout server close_notify+fin idle 124.8"),
                is(
                        "probes of which only the last was heard",
                        probed(6, 60, 1, 60.1).serverCloses(65),
                        "path-silent neither silence idle -"),
                is(
                        "one loss is none",
                        Told.tls12()
                                .ask(0.1, 90)
                                .client(0.4, What.RETRANSMISSION, 90, RETRIED)
                                .answer(0.5, 500)
                                .client(0.51, What.FIN, 0, ""),
                        "normal-close client fin idle 0.0"),
                is(
                        "a loss that healed: both ends went on",
                        repeated(Told.tls12().ask(0.1, 90).answer(0.2, 500).ask(30, 90), 90)
                                .answer(33.1, 500)
                                .ask(40, 90)
                                .answer(40.1, 500)
                                .serverCloses(115.1),
                        "server-idle-timeout server close_notify+fin idle 75.0"),
                is(
                        "a loss, an answer, and then nothing but the client's goodbye: nothing healed",
                        repeated(Told.tls12().ask(0.1, 90).answer(0.2, 500).ask(30, 90), 90)
                                .answer(60, 500)
                                .client(60.1, What.ALERT, 26, "encrypted, by its place: close_notify")
                                .client(60.1, What.FIN, 0, ""),
                        "path-silent neither silence idle -"),
                is(
                        "RST to the first packet after 350 s",
                        Told.tls12()
                                .ask(0.1, 90)
                                .answer(0.2, 500)
                                .ask(400.2, 90)
                                .server(400.21, What.RST, 0, ""),
                        "path-reset server rst idle 400.0"),
                is(
                        "RST with a TTL of its own, right behind the ClientHello",
                        hello().server(0.02, What.RST, 0, "ttl 61 (others 52)"),
                        "path-reset server rst handshake -"),
                is(
                        "RST with a TTL of its own, behind a pause",
                        Told.tls12()
                                .ask(0.1, 90)
                                .answer(0.2, 500)
                                .ask(77, 90)
                                .server(77.01, What.RST, 0, "ttl 61 (others 52)"),
                        "path-reset server rst idle 76.8"),
                is(
                        "RST to both ends at 900 s",
                        Told.tls12().ask(0.1, 90).answer(0.2, 500).server(900.2, What.RST, 0, ""),
                        "path-reset server rst idle 900.0"));
    }

    /** An idle client's probes, the first 10 s behind the answer, and the server's answers, as a capture tells them. */
    private static Told probed(int probes, double last, int answers, double lastAnswer) {
        return Told.tls12()
                .ask(0.1, 90)
                .answer(0.2, 500)
                .client(10, What.ACK, 0, "TCP keep-alive probe")
                .run(probes, last)
                .server(answers == 1 ? lastAnswer : 10.1, What.ACK, 0, "TCP keep-alive answered")
                .run(answers, lastAnswer);
    }

    static Told repeated(Told told, int size) {
        for (var after : new double[] {30.2, 30.6, 31.4, 33}) {
            told.client(after, What.RETRANSMISSION, size, RETRIED);
        }
        return told;
    }
}
