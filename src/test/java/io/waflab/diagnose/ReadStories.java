package io.waflab.diagnose;

import static io.waflab.diagnose.FindingsTest.is;

import io.waflab.journal.What;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Connections whose requests and answers could be read, and what has to be said of them. */
final class ReadStories {

    private ReadStories() {}

    static Stream<Arguments> readable() {
        return Stream.of(
                is(
                        "413 while the body is on its way, and the rest of it behind FIN",
                        plain("POST / HTTP/1.1 [152800 of 5000000 bytes]")
                                .server(0.2, What.RESPONSE, 413, "HTTP/1.1 413 Content Too Large [176 of 176 bytes]")
                                .server(0.2001, What.FIN, 0, "")
                                .client(0.21, What.DATA, 144_800, "")
                                .server(0.4, What.RST, 0, ""),
                        "request-refused server fin response 0.0"),
                is(
                        "a WAF's page while the body is on its way",
                        plain("POST / HTTP/1.1 [152800 of 5000000 bytes]")
                                .server(0.2, What.RESPONSE, 405, "HTTP/1.1 405 Not Allowed [176 of 176 bytes]")
                                .server(0.2001, What.FIN, 0, "")
                                .client(0.21, What.DATA, 144_800, "")
                                .server(0.4, What.RST, 0, ""),
                        "request-refused server fin response 0.0"),
                is(
                        "an early 200, and the rest of the body behind FIN",
                        plain("POST / HTTP/1.1 [152800 of 5000000 bytes]")
                                .server(0.2, What.RESPONSE, 200, "HTTP/1.1 200 OK [176 of 176 bytes]")
                                .server(0.2001, What.FIN, 0, "")
                                .client(0.21, What.DATA, 144_800, "")
                                .server(0.4, What.RST, 0, ""),
                        "normal-close server fin response 0.0"),
                is(
                        "half a body, and what the application makes of it when the server has waited long enough",
                        plain("POST / HTTP/1.1 [5 of 5000 bytes]")
                                .server(5.6, What.RESPONSE, 500, "HTTP/1.1 500 Server Error [9 of 9 bytes]")
                                .server(5.61, What.FIN, 0, ""),
                        "body-timeout server fin request 5.5"),
                is(
                        "half a body, answered late and closed later still: the first wait is the timer's",
                        plain("POST / HTTP/1.1 [5 of 5000 bytes]")
                                .server(6.1, What.RESPONSE, 500, "HTTP/1.1 500 Server Error [9 of 9 bytes]")
                                .server(12.1, What.FIN, 0, ""),
                        "body-timeout server fin request 6.0"),
                is(
                        "a whole request, and the server dies over it, on a port of any kind",
                        plain("GET / HTTP/1.1").port(9999).server(1.8, What.FIN, 0, ""),
                        "server-crashed server fin awaiting-response 1.7"),
                is(
                        "a whole request that a port of TLS turns away",
                        plain("GET / HTTP/1.1").port(9999).server(0.8, What.FIN, 0, ""),
                        "plaintext-on-tls-port server fin handshake -"),
                is(
                        "502 is no timeout",
                        plain("GET / HTTP/1.1")
                                .server(0.2, What.RESPONSE, 502, "HTTP/1.1 502 Bad Gateway [150 of 150 bytes]")
                                .client(0.21, What.FIN, 0, ""),
                        "upstream-failed-at-once client fin idle 0.0"),
                is(
                        "200 as late as a timer is no timeout",
                        plain("GET / HTTP/1.1")
                                .server(60.1, What.RESPONSE, 200, "HTTP/1.1 200 OK [5 of 5 bytes]")
                                .client(60.11, What.FIN, 0, ""),
                        "normal-close client fin idle 0.0"),
                is(
                        "less came than was promised",
                        plain("GET / HTTP/1.1")
                                .server(0.2, What.RESPONSE, 200, "HTTP/1.1 200 OK [5 of 5000 bytes]")
                                .server(7.33, What.FIN, 0, ""),
                        "response-cut server fin response 7.1"),
                is(
                        "less can have come than was promised, by what the records hold",
                        plain("GET / HTTP/1.1")
                                .server(0.2, What.RESPONSE, 200, "HTTP/1.1 200 [at most 2159 of 5000 bytes]")
                                .server(7.33, What.FIN, 0, ""),
                        "response-cut server fin response 7.1"),
                is(
                        "HTTP/2, read with keys: the server breaks the answer off, and the client leaves",
                        Told.tls13()
                                .client(0.012, What.REQUEST, 0, "GET / HTTP/2, stream 1")
                                .server(0.3, What.RESPONSE, 200, "HTTP/2 200, stream 1 [20 of 9000 bytes, unfinished]")
                                .server(60.3, What.RST_STREAM, 0, "stream 1: INTERNAL_ERROR")
                                .client(60.302, What.FIN, 0, ""),
                        "response-cut client fin response 60.0"),
                is(
                        "HTTP/2, by the size of what the server says behind the silence",
                        answeredAndThenWindowOrReset(60.3).client(60.302, What.FIN, 0, ""),
                        "response-cut client fin response 60.0"),
                is(
                        "HTTP/2: the pool closes long after the server's window update",
                        answeredAndThenWindowOrReset(1.5).client(60.3, What.FIN, 0, ""),
                        "client-idle-timeout client fin idle 60.0"),
                is(
                        "414, and closed",
                        plain("GET / HTTP/1.1")
                                .server(
                                        0.2,
                                        What.RESPONSE,
                                        414,
                                        "HTTP/1.1 414 Request-URI Too Large [170 of 170 bytes]")
                                .server(0.21, What.FIN, 0, ""),
                        "request-refused server fin response 0.0"),
                is(
                        "half a head",
                        plain("GET / HTTP/1.1 [head unfinished]").server(7.43, What.FIN, 0, ""),
                        "header-timeout server fin request 7.3"),
                is(
                        "half a body",
                        plain("POST / HTTP/1.1 [5 of 5000 bytes]").server(7.43, What.FIN, 0, ""),
                        "body-timeout server fin request 7.3"));
    }

    static Told plain(String request) {
        return Told.open().port(80).client(0.1, What.REQUEST, 0, request);
    }

    /** An answer over HTTP/2 read without keys, and then what may be RST_STREAM by its size. */
    private static Told answeredAndThenWindowOrReset(double at) {
        return Told.tls13()
                .client(0.011, What.HANDSHAKE, 90, "encrypted, by its size: HTTP/2 preface and settings")
                .ask(0.012, 90)
                .server(0.02, What.HANDSHAKE, 64, "encrypted, by its size: HTTP/2 settings")
                .answer(0.3, 28_000)
                .server(at, What.DATA, 30, "encrypted, by its size: HTTP/2 window update or RST_STREAM");
    }
}
