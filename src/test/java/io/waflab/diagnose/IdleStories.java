package io.waflab.diagnose;

import static io.waflab.diagnose.FindingsTest.HIDDEN_BY_PLACE;
import static io.waflab.diagnose.FindingsTest.is;

import io.waflab.journal.Sight;
import io.waflab.journal.What;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Connections that ended between two requests, and what has to be said of them. */
final class IdleStories {

    private IdleStories() {}

    static Stream<Arguments> idling() {
        return Stream.of(
                is(
                        "120 s, and the client's RST 15 s later",
                        Told.tls12()
                                .ask(0.1, 90)
                                .answer(0.2, 500)
                                .serverCloses(120.2)
                                .client(135.1, What.RST, 0, ""),
                        "server-idle-timeout server close_notify+fin idle 120.0"),
                is(
                        "Node's bare FIN",
                        Told.tls12().ask(0.1, 90).answer(0.2, 500).server(6.2, What.FIN, 0, ""),
                        "server-idle-timeout server fin idle 6.0"),
                is(
                        "HAProxy's RST",
                        Told.tls12().ask(0.1, 90).answer(0.2, 500).server(10.2, What.RST, 0, ""),
                        "server-idle-timeout server rst idle 10.0"),
                is(
                        "HTTP/2: GOAWAY is where the close begins",
                        Told.tls12()
                                .http2()
                                .ask(0.1, 90)
                                .answer(0.2, 500)
                                .server(60.2, What.GOAWAY, 41, "encrypted, by its size and place")
                                .serverCloses(61.2),
                        "server-idle-timeout server close_notify+fin idle 60.0"),
                is(
                        "HTTP/2, read with keys: GOAWAY, not an answer, is in the record before the close",
                        Told.tls13()
                                .client(0.012, What.REQUEST, 0, "GET / HTTP/2, stream 1")
                                .server(0.02, What.HANDSHAKE, 64, "encrypted, by its size: HTTP/2 settings")
                                .server(0.3, What.RESPONSE, 200, "HTTP/2 200, stream 1 [400 of 400 bytes]")
                                .server(5.3, What.HANDSHAKE, 34, HIDDEN_BY_PLACE)
                                .server(5.3, What.GOAWAY, 0, "NO_ERROR, last stream 1")
                                .serverCloses(5.301),
                        "server-idle-timeout server close_notify+fin idle 5.0"),
                is(
                        "tickets behind the request are no answer",
                        Told.tls13()
                                .ask(0.011, 100)
                                .answer(0.012, 250)
                                .answer(0.013, 250)
                                .answer(0.5, 900)
                                .serverCloses(75.5),
                        "server-idle-timeout server close_notify+fin idle 75.0"),
                is(
                        "never used",
                        Told.tls12().serverCloses(60.02),
                        "unused-connection-timeout server close_notify+fin idle 60.0"),
                is(
                        "never used, and told so with 408",
                        Told.tls12().answer(8.02, 257).serverCloses(8.0201),
                        "unused-connection-timeout server close_notify+fin idle 8.0"),
                is(
                        "HTTP/2's settings ask for nothing",
                        Told.tls12()
                                .http2()
                                .client(0.03, What.HANDSHAKE, 90, "encrypted, by its size: HTTP/2 preface and settings")
                                .server(0.04, What.HANDSHAKE, 66, "encrypted, by its size: HTTP/2 settings")
                                .client(0.05, What.DATA, 33, "encrypted, by its size: HTTP/2 settings acknowledged")
                                .serverCloses(60.04),
                        "unused-connection-timeout server close_notify+fin idle 60.0"),
                is(
                        "the pool's eviction",
                        Told.tls12().ask(0.1, 90).answer(0.2, 500).client(30.2, What.FIN, 0, ""),
                        "client-idle-timeout client fin idle 30.0"),
                is(
                        "the pool's eviction with close_notify, answered by RST",
                        Told.tls12()
                                .ask(0.1, 90)
                                .answer(0.2, 500)
                                .client(30.2, What.ALERT, 26, "encrypted, by its place: close_notify")
                                .client(30.2, What.FIN, 0, "")
                                .server(30.3, What.RST, 0, ""),
                        "client-idle-timeout client close_notify+fin idle 30.0"),
                is(
                        "the JDK's two padded alerts",
                        Told.tls13()
                                .server(
                                        0.02,
                                        What.HANDSHAKE,
                                        250,
                                        "encrypted, by its place: session tickets or settings")
                                .ask(0.1, 90)
                                .answer(0.2, 500)
                                .ask(30.2, 35)
                                .ask(30.2, 35)
                                .client(30.2, What.FIN, 0, ""),
                        "client-idle-timeout client close_notify+fin idle 30.0"),
                is(
                        "a request behind the FIN",
                        Told.tls12()
                                .ask(0.1, 90)
                                .answer(0.2, 500)
                                .serverCloses(5.2)
                                .ask(5.5, 90)
                                .server(5.5, What.RST, 0, ""),
                        "keepalive-race server close_notify+fin idle 5.0"),
                is(
                        "a close_notify behind the FIN is no request",
                        Told.tls13()
                                .server(
                                        0.02,
                                        What.HANDSHAKE,
                                        250,
                                        "encrypted, by its place: session tickets or settings")
                                .ask(0.1, 90)
                                .answer(0.2, 500)
                                .server(6.2, What.FIN, 0, "")
                                .ask(6.21, 19)
                                .server(6.21, What.RST, 0, ""),
                        "server-idle-timeout server fin idle 6.0"),
                is(
                        "a request that crosses the FIN",
                        Told.tls12()
                                .ask(0.1, 90)
                                .answer(0.2, 500)
                                .ask(5.2, 90)
                                .serverCloses(5.2002)
                                .server(5.201, What.RST, 0, ""),
                        "keepalive-race server close_notify+fin idle 5.0"),
                is(
                        "the capture begins after the last answer",
                        new Told()
                                .sight(new Sight(false, 0, 0))
                                .client(0, What.ACK, 0, "")
                                .serverCloses(75),
                        "server-idle-timeout server close_notify+fin idle 75.0"),
                is(
                        "HTTP/2: settings and the answer in one record",
                        Told.tls13()
                                .server(
                                        0.02,
                                        What.HANDSHAKE,
                                        250,
                                        "encrypted, by its place: session tickets or settings")
                                .client(0.03, What.HANDSHAKE, 75, "encrypted, by its size: HTTP/2 preface and settings")
                                .server(
                                        0.03,
                                        What.HANDSHAKE,
                                        266,
                                        "encrypted, by its place: session tickets or settings")
                                .server(
                                        0.04,
                                        What.HANDSHAKE,
                                        618,
                                        "encrypted, by its place: session tickets or settings")
                                .serverCloses(7.04),
                        "server-idle-timeout server close_notify+fin idle 7.0"),
                is(
                        "the capture ends first",
                        Told.tls12().ask(0.1, 90).answer(0.2, 500).client(0.3, What.ACK, 0, ""),
                        "still-open neither silence idle 0.1"));
    }
}
