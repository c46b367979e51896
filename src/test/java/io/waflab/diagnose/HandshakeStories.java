package io.waflab.diagnose;

import static io.waflab.diagnose.FindingsTest.MISSED;
import static io.waflab.diagnose.FindingsTest.is;

import io.waflab.journal.Sight;
import io.waflab.journal.What;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Connections that ended before their first request, and what has to be said of them. */
final class HandshakeStories {

    private HandshakeStories() {}

    static Stream<Arguments> connecting() {
        return Stream.of(
                is("SYN into the void", syns(), "connect-timeout neither silence connect -"),
                is(
                        "SYN answered by RST",
                        new Told().client(0, What.OPEN, 0, "SYN").server(0.001, What.RST, 0, "RST,ACK"),
                        "connect-refused server rst connect -"));
    }

    private static Told syns() {
        return new Told()
                .client(0, What.OPEN, 0, "SYN")
                .client(1, What.RETRANSMISSION, 0, "SYN")
                .client(3, What.RETRANSMISSION, 0, "SYN");
    }

    static Stream<Arguments> shakingHands() {
        return Stream.of(
                is(
                        "nothing said",
                        Told.open().server(10, What.FIN, 0, "").client(10.01, What.FIN, 0, ""),
                        "handshake-timeout server fin handshake 10.0"),
                is(
                        "a server that waits for data repeats its SYN,ACK, and counts from there",
                        Told.open()
                                .server(30, What.RETRANSMISSION, 0, "SYN,ACK")
                                .server(35, What.FIN, 0, ""),
                        "handshake-timeout server fin handshake 5.0"),
                is(
                        "the server's alert",
                        hello().server(0.02, What.ALERT, 2, "fatal: unrecognized_name")
                                .server(0.03, What.FIN, 0, ""),
                        "handshake-refused:unrecognized_name server alert handshake -"),
                is(
                        "a warning is no end",
                        hello().server(0.02, What.ALERT, 2, "unrecognized_name")
                                .server(0.03, What.HANDSHAKE, 3000, "ServerHello TLSv1.2")
                                .client(0.04, What.ALERT, 2, "fatal: unknown_ca")
                                .client(0.05, What.RST, 0, ""),
                        "certificate-rejected:unknown_ca client alert handshake -"),
                is(
                        "the client's alert about a certificate that the capture lacks",
                        missedFlight()
                                .client(0.03, What.ALERT, 2, "fatal: unknown_ca")
                                .client(0.03, What.RST, 0, "RST,ACK"),
                        "certificate-rejected:unknown_ca client alert handshake -"),
                is(
                        "the server's alert about a certificate that the capture lacks",
                        missedFlight()
                                .client(0.03, What.DATA, 1400, MISSED)
                                .server(0.04, What.ALERT, 2, "fatal: unknown_ca")
                                .server(0.04, What.FIN, 0, ""),
                        "handshake-refused:unknown_ca server alert handshake -"),
                is(
                        "the capture lacks the server's flight, and the client does not answer it",
                        missedFlight().server(10.02, What.FIN, 0, ""),
                        "handshake-timeout server fin handshake 10.0"),
                is(
                        "the server is gone without a word",
                        hello().server(0.02, What.FIN, 0, ""),
                        "handshake-refused server fin handshake -"),
                is("the server resets", hello().server(0.02, What.RST, 0, ""), "server-reset server rst handshake -"),
                is(
                        "the client's alert is hidden",
                        hello().version("TLSv1.3")
                                .server(0.02, What.HANDSHAKE, 122, "ServerHello TLSv1.3")
                                .client(0.03, What.ALERT, 19, "encrypted, by its size: an alert in the handshake")
                                .client(0.03, What.FIN, 0, ""),
                        "handshake-aborted-by-client client alert handshake -"),
                is(
                        "the client leaves",
                        hello().server(0.02, What.HANDSHAKE, 3000, "ServerHello TLSv1.2")
                                .client(2, What.FIN, 0, ""),
                        "handshake-aborted-by-client client fin handshake -"),
                is(
                        "the server says nothing, and the client leaves",
                        hello().client(3.01, What.FIN, 0, ""),
                        "handshake-aborted-by-client client fin handshake 3.0"),
                is(
                        "no certificate where one is wanted, TLS 1.3",
                        Told.open()
                                .version("TLSv1.3")
                                .client(0.001, What.HANDSHAKE, 240, "ClientHello")
                                .server(0.002, What.HANDSHAKE, 122, "ServerHello TLSv1.3")
                                .client(0.01, What.HANDSHAKE, 25, "encrypted, by its place: the client's handshake")
                                .client(0.01, What.HANDSHAKE, 53, "encrypted, by its place: Finished")
                                .serverCloses(0.02),
                        "handshake-refused:certificate_required server close_notify+fin handshake -"),
                is(
                        "HTTP to a TLS port",
                        Told.open()
                                .client(0.01, What.DATA, 27, "not TLS: GET / HTTP/1.1")
                                .server(0.02, What.DATA, 800, "not TLS: HTTP/1.1 400 Bad Request")
                                .server(0.03, What.FIN, 0, ""),
                        "plaintext-on-tls-port server fin handshake -"));
    }

    private static Told missedFlight() {
        return Told.open()
                .sight(new Sight(true, 2_100, 2))
                .client(0.01, What.HANDSHAKE, 186, MISSED)
                .server(0.02, What.DATA, 1964, MISSED);
    }

    static Told hello() {
        return Told.open().client(0.01, What.HANDSHAKE, 200, "ClientHello");
    }
}
