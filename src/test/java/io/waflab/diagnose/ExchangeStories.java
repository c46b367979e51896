package io.waflab.diagnose;

import static io.waflab.diagnose.FindingsTest.is;

import io.waflab.journal.What;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Connections that ended over a request or its answer, and what has to be said of them. */
final class ExchangeStories {

    private ExchangeStories() {}

    static Stream<Arguments> asking() {
        return Stream.of(
                is(
                        "close_notify behind a silence that is not round: who says it has not crashed",
                        Told.tls12().ask(0.1, 90).serverCloses(6.177),
                        "header-timeout server close_notify+fin request 6.1"),
                is(
                        "two seconds and a bare FIN: no timer is as short",
                        Told.tls12().ask(0.1, 90).server(2.1, What.FIN, 0, ""),
                        "server-crashed server fin awaiting-response 2.0"),
                is(
                        "half a head",
                        Told.tls12().ask(0.1, 51).server(10.1, What.FIN, 0, ""),
                        "header-timeout server fin request 10.0"),
                is(
                        "half a head, and a capture that shows the server's FIN behind the client's answer to it",
                        Told.tls12()
                                .ask(0.1, 51)
                                .client(10.1004, What.FIN, 0, "")
                                .server(10.1, What.FIN, 0, ""),
                        "header-timeout server fin request 10.0"),
                is(
                        "half a head, reset",
                        Told.tls12().ask(0.1, 51).server(10.1, What.RST, 0, ""),
                        "header-timeout server rst request 10.0"),
                is(
                        "half a head, TLS 1.3 with its tickets",
                        Told.tls13()
                                .ask(0.011, 51)
                                .answer(0.012, 250)
                                .answer(0.013, 250)
                                .server(10.011, What.FIN, 0, ""),
                        "header-timeout server fin request 10.0"),
                is(
                        "half a head, answered with HAProxy's 408",
                        Told.tls12().ask(0.1, 51).answer(7.43, 24 + 233).serverCloses(7.4301),
                        "header-timeout server close_notify+fin request 7.3"),
                is(
                        "half a body",
                        Told.tls12().ask(0.1, 9_000).server(60.1, What.FIN, 0, ""),
                        "body-timeout server fin request 60.0"),
                is(
                        "the server is gone, at no timer's time",
                        Told.tls12().ask(0.1, 90).server(1.53, What.FIN, 0, ""),
                        "server-crashed server fin awaiting-response 1.4"),
                is(
                        "return 444",
                        Told.tls12().ask(0.1, 90).server(0.101, What.FIN, 0, ""),
                        "server-crashed server fin awaiting-response 0.0"),
                is(
                        "reset on a request",
                        Told.tls12().ask(0.1, 90).server(0.101, What.RST, 0, ""),
                        "server-reset server rst awaiting-response 0.0"),
                is(
                        "the client leaves",
                        Told.tls12().ask(0.1, 90).client(10.1, What.FIN, 0, ""),
                        "client-gave-up client fin awaiting-response 10.0"),
                is(
                        "the client resets",
                        Told.tls12().ask(0.1, 90).client(10.1, What.RST, 0, ""),
                        "client-gave-up client rst awaiting-response 10.0"),
                is(
                        "a half-close that is answered",
                        Told.tls12()
                                .ask(0.1, 90)
                                .client(0.11, What.FIN, 0, "")
                                .answer(0.3, 500)
                                .serverCloses(0.31),
                        "normal-close client fin awaiting-response 0.0"));
    }

    static Stream<Arguments> answering() {
        return Stream.of(
                is(
                        "504, and the client closes",
                        Told.tls12().ask(0.1, 90).answer(60.1, 760).client(60.11, What.FIN, 0, ""),
                        "response-timeout client fin idle 60.0"),
                is(
                        "504, and the idle timer much later",
                        Told.tls12().ask(0.1, 90).answer(60.1, 760).serverCloses(135.1),
                        "response-timeout server close_notify+fin idle 60.0"),
                is(
                        "a slow answer is no timeout",
                        Told.tls12().ask(0.1, 90).answer(3.83, 760).client(3.84, What.FIN, 0, ""),
                        "normal-close client fin idle 0.0"),
                is(
                        "a large late answer is no error page",
                        Told.tls12().ask(0.1, 90).answer(60.1, 90_000).client(60.11, What.FIN, 0, ""),
                        "normal-close client fin idle 0.0"),
                is(
                        "events, silence, close",
                        Told.tls12()
                                .ask(0.1, 90)
                                .answer(0.2, 300)
                                .answer(1.2, 60)
                                .answer(2.2, 60)
                                .serverCloses(62.2),
                        "response-cut server close_notify+fin response 60.0"),
                is(
                        "what the gateway held back comes with the close",
                        Told.tls12()
                                .ask(0.1, 90)
                                .answer(0.2, 16_408)
                                .answer(5.2, 12_395)
                                .serverCloses(5.2001),
                        "response-cut server close_notify+fin response 5.0"),
                is(
                        "WebSocket",
                        Told.tls12()
                                .ask(0.1, 200)
                                .answer(0.2, 213)
                                .ask(0.3, 35)
                                .answer(0.4, 35)
                                .serverCloses(60.4),
                        "tunnel-idle-timeout server close_notify+fin tunnel 60.0"),
                is(
                        "WebSocket: only the server's word restarts the timer",
                        Told.tls12()
                                .ask(0.1, 200)
                                .answer(0.2, 213)
                                .ask(0.3, 35)
                                .answer(0.4, 35)
                                .ask(30.9, 35)
                                .serverCloses(60.4),
                        "tunnel-idle-timeout server close_notify+fin tunnel 60.0"),
                is(
                        "Connection: close",
                        Told.tls12().ask(0.1, 90).answer(0.2, 500).serverCloses(0.2001),
                        "normal-close server close_notify+fin response 0.0"),
                is(
                        "the hundredth request",
                        Told.tls12().requests(100).ask(0.1, 90).answer(0.2, 500).serverCloses(0.2001),
                        "server-max-requests server close_notify+fin response 0.0"),
                is(
                        "an hour old",
                        Told.tls12().ask(3600, 90).answer(3600.1, 500).serverCloses(3600.1001),
                        "server-max-requests server close_notify+fin response 0.0"),
                is(
                        "three requests alike",
                        Told.tls12()
                                .ask(0.1, 90)
                                .answer(0.2, 500)
                                .ask(0.3, 90)
                                .answer(0.4, 500)
                                .ask(0.5, 90)
                                .answer(0.6, 500)
                                .serverCloses(0.6001),
                        "server-max-requests server close_notify+fin response 0.0"),
                is(
                        "the last request is longer: it says Connection: close",
                        Told.tls12()
                                .ask(0.1, 90)
                                .answer(0.2, 500)
                                .ask(0.3, 109)
                                .answer(0.4, 500)
                                .serverCloses(0.4001),
                        "normal-close server close_notify+fin response 0.0"),
                is(
                        "HAProxy's 503 is known by its length",
                        Told.tls12().ask(0.1, 90).answer(0.2, 24 + 214).client(0.21, What.FIN, 0, ""),
                        "upstream-failed-at-once client fin idle 0.0"),
                is(
                        "nghttpx's 504 is known by its length, although the request is as short as half a head",
                        Told.tls12().ask(0.1, 24 + 43).answer(4.1, 24 + 303).serverCloses(4.1001),
                        "response-timeout server close_notify+fin idle 4.0"),
                is(
                        "an answer after two seconds, and the idle timer later",
                        Told.tls12().ask(0.1, 90).answer(2.1, 693).serverCloses(8.1),
                        "server-idle-timeout server close_notify+fin idle 6.0"),
                is(
                        "the client leaves a download",
                        Told.tls12()
                                .ask(0.1, 90)
                                .answer(0.2, 90_000)
                                .client(0.3, What.FIN, 0, "")
                                .answer(0.31, 16_000)
                                .client(0.31, What.RST, 0, ""),
                        "client-gave-up client fin response 0.1"),
                is(
                        "the server resets behind its answer",
                        Told.tls12().ask(0.1, 9_000).answer(0.2, 400).server(0.2001, What.RST, 0, ""),
                        "server-reset server rst response 0.0"),
                is(
                        "the client stops reading",
                        Told.tls12()
                                .ask(0.1, 90)
                                .answer(0.2, 90_000)
                                .client(0.3, What.ACK, 0, "window 0")
                                .server(60.3, What.RST, 0, ""),
                        "send-timeout server rst response 60.0"),
                is(
                        "the client reads on at last, and what the server still held ends with FIN",
                        stalled().answer(90.2, 30_000).server(90.21, What.FIN, 0, ""),
                        "send-timeout server fin response 89.9"),
                is(
                        "a stall in a download that was then read to its end, and the idle timer",
                        stalled().answer(90.2, 30_000).server(155.2, What.FIN, 0, ""),
                        "server-idle-timeout server fin idle 65.0"),
                is(
                        "a stall that was over when the client asked again",
                        stalled()
                                .answer(90.2, 30_000)
                                .ask(92, 90)
                                .answer(92.1, 500)
                                .client(92.2, What.FIN, 0, ""),
                        "normal-close client fin idle 0.1"),
                is(
                        "a body that goes on behind the refusal is no request",
                        Told.tls12()
                                .ask(0.1, 16_500)
                                .answer(0.2, 380)
                                .serverCloses(0.2001)
                                .client(0.21, What.DATA, 160_000, "")
                                .server(0.4, What.RST, 0, ""),
                        "request-refused server close_notify+fin response 0.0"),
                is(
                        "a body that came between the refusal and its FIN too",
                        Told.tls12()
                                .ask(0.1, 16_500)
                                .answer(0.2, 380)
                                .ask(0.2001, 16_500)
                                .serverCloses(0.2002)
                                .server(0.4, What.RST, 0, ""),
                        "request-refused server close_notify+fin response 0.0"),
                is(
                        "a request behind the close of the last of many",
                        Told.tls12()
                                .requests(100)
                                .ask(0.1, 90)
                                .answer(0.2, 500)
                                .serverCloses(0.2001)
                                .client(0.21, What.DATA, 90, "")
                                .server(0.22, What.RST, 0, ""),
                        "keepalive-race server close_notify+fin idle 0.0"));
    }

    /** A download in which the client's window is zero from 0.3 s to 90.2 s. */
    private static Told stalled() {
        return Told.tls12()
                .ask(0.1, 90)
                .answer(0.2, 90_000)
                .client(0.3, What.ACK, 0, "window 0")
                .client(90.2, What.ACK, 0, "window open again");
    }
}
