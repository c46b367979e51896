package io.waflab.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Cause;
import io.waflab.journal.Sight;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cause, from the stories that show it; the fields as JSON writes them: cause closed_by how phase gap. */
class FindingsTest {

    private static final String RETRIED = "";
    private static final String MISSED = "not in the capture";

    @ParameterizedTest(name = "{0}")
    @MethodSource({"connecting", "shakingHands", "idling", "asking", "answering", "onThePath", "readable"})
    void saysWhatEndedIt(String name, Told told, String expected) {
        assertThat(said(Diagnosis.of(told.story()).finding())).isEqualTo(expected);
    }

    private static final String HIDDEN_BY_PLACE = "encrypted, by its place: session tickets or settings";

    private static String said(Finding finding) {
        return String.join(
                " ",
                finding.id(),
                finding.closedBy().map(peer -> peer.name().toLowerCase()).orElse("neither"),
                finding.how().word(),
                finding.phase().word(),
                finding.gap()
                        .map(gap -> String.format("%.1f", gap.toNanos() / 1e9))
                        .orElse("-"));
    }

    private static Arguments is(String name, Told told, String expected) {
        return Arguments.of(name, told, expected);
    }

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

    /** An answer over HTTP/2 read without keys, and then what may be RST_STREAM by its size. */
    private static Told answeredAndThenWindowOrReset(double at) {
        return Told.tls13()
                .client(0.011, What.HANDSHAKE, 90, "encrypted, by its size: HTTP/2 preface and settings")
                .ask(0.012, 90)
                .server(0.02, What.HANDSHAKE, 64, "encrypted, by its size: HTTP/2 settings")
                .answer(0.3, 28_000)
                .server(at, What.DATA, 30, "encrypted, by its size: HTTP/2 window update or RST_STREAM");
    }

    @Test
    void aServerThatSaysNothingIsNotTakenForACertificateThatNobodyLikes() {
        var finding =
                Diagnosis.of(hello().client(3.01, What.FIN, 0, "").story()).finding();

        assertThat(finding.sentence())
                .isEqualTo(Sentence.of("finding.handshake-aborted-by-client.unanswered", Duration.ofSeconds(3)));
        assertThat(finding.evidence())
                .contains(Sentence.of("evidence.hello-unanswered", 4), Sentence.of("evidence.client-left", 5));
        assertThat(finding.alternatives()).isEmpty();
        assertThat(finding.advice()).doesNotContain(Sentence.of("advice.chain"), Sentence.of("advice.client-log"));
        assertThat(finding.symptoms())
                .isNotEmpty()
                .noneMatch(said ->
                        said.text().contains("certificat") || said.text().contains("PKIX"));
    }

    @Test
    void aCaptureWithoutTheServersPacketsDoesNotSayThatItWasSilent() {
        var begunLate = hello().client(3.01, What.FIN, 0, "").sight(new Sight(false, 0, 0));
        var finding = Diagnosis.of(begunLate.story()).finding();

        assertThat(finding.sentence().key()).doesNotContain("unanswered");
    }

    @Test
    void whoIsHeardAgainTooLateIsNotSaidToBeNeverHeard() {
        var asked = Told.tls12().ask(0.1, 90).answer(0.2, 500).ask(30, 90);
        var never = Diagnosis.of(repeated(asked, 90).story()).finding();
        var late = Diagnosis.of(
                        repeated(Told.tls12().ask(0.1, 90).answer(0.2, 500).ask(30, 90), 90)
                                .answer(60, 500)
                                .client(60.1, What.FIN, 0, "")
                                .story())
                .finding();

        assertThat(never.sentence().key()).isEqualTo("finding.path-silent");
        assertThat(never.evidence()).anyMatch(said -> said.key().equals("evidence.sent-again"));
        assertThat(late.sentence()).isEqualTo(Sentence.of("finding.path-silent.late", Duration.ofSeconds(30)));
        assertThat(late.evidence())
                .anyMatch(said -> said.key().equals("evidence.sent-again-late")
                        && said.arguments().contains(Duration.ofSeconds(30)))
                .noneMatch(said -> said.key().equals("evidence.sent-again"));
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

    private static Told hello() {
        return Told.open().client(0.01, What.HANDSHAKE, 200, "ClientHello");
    }

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

    private static Told repeated(Told told, int size) {
        for (var after : new double[] {30.2, 30.6, 31.4, 33}) {
            told.client(after, What.RETRANSMISSION, size, RETRIED);
        }
        return told;
    }

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

    private static Told plain(String request) {
        return Told.open().port(80).client(0.1, What.REQUEST, 0, request);
    }

    @Test
    void everyCauseOfAConnectionIsSaidByAStoryAbove() {
        var said = Stream.of(connecting(), shakingHands(), idling(), asking(), answering(), onThePath(), readable())
                .flatMap(stream -> stream)
                .map(arguments -> ((String) arguments.get()[2]).split("[ :]")[0])
                .toList();
        assertThat(Arrays.stream(Cause.values()).map(Cause::id))
                .filteredOn(id -> !id.equals("shutdown"))
                .allSatisfy(id -> assertThat(said).contains(id));
    }

    @Test
    void explainsTheLateResetAndNamesTheTimer() {
        var finding = Diagnosis.of(Told.tls12()
                        .ask(0.1, 90)
                        .answer(0.2, 500)
                        .serverCloses(120.09)
                        .client(135.04, What.RST, 0, "")
                        .story())
                .finding();
        assertThat(finding.evidence()).extracting(Sentence::key).contains("evidence.late-reset", "evidence.misses");
        assertThat(finding.timer().orElseThrow().fits().get(0).profile().product())
                .startsWith("Alibaba Cloud WAF 3.0");
        assertThat(finding.symptoms()).isNotEmpty();
        assertThat(finding.entries()).contains("idle-close-observed-late");
    }

    /** Pages of applications take as long, and a request that broke off looks as a whole one does. */
    @Test
    void whatOnlyKeysWouldTellIsSaidWithLessConfidence() {
        var soon = finding(Told.tls12().ask(0.1, 90).answer(3.1, 500).client(3.11, What.FIN, 0, ""));
        var late = finding(Told.tls12().ask(0.1, 90).answer(60.1, 500).client(60.11, What.FIN, 0, ""));
        var unknownPage = finding(Told.tls12().ask(0.1, 70).answer(4.1, 500).serverCloses(4.1001));
        var nodes408 = finding(Told.tls12().ask(0.1, 70).answer(4.1, 24 + 51).serverCloses(4.1001));
        var idle = finding(Told.tls12().ask(0.1, 90).answer(0.2, 500).serverCloses(6.2));

        assertThat(List.of(soon.id(), late.id())).containsOnly("response-timeout");
        assertThat(soon.confidence()).isLessThan(0.7).isLessThan(late.confidence());
        assertThat(List.of(unknownPage.id(), nodes408.id())).containsOnly("header-timeout");
        assertThat(unknownPage.confidence()).isLessThan(nodes408.confidence());
        assertThat(unknownPage.alternatives())
                .contains(new Finding.Alternative("response-timeout", Sentence.of("tells.keys-status")));
        assertThat(idle.alternatives())
                .contains(new Finding.Alternative("body-timeout", Sentence.of("tells.keys-request")));
    }

    /** What keys settle: the gateway's own timer says 504; 502 is an origin that hung up. */
    @Test
    void aLate502IsTheOriginsAndALate504TheGateways() {
        var failed = finding(Told.tls12()
                .ask(0.1, 90)
                .server(6.1, What.RESPONSE, 502, "HTTP/1.1 502 Bad Gateway [150 of 150 bytes]")
                .client(6.11, What.FIN, 0, ""));
        var timedOut = finding(Told.tls12()
                .ask(0.1, 90)
                .server(6.1, What.RESPONSE, 504, "HTTP/1.1 504 Gateway Time-out [160 of 160 bytes]")
                .client(6.11, What.FIN, 0, ""));

        assertThat(failed.id()).isEqualTo("upstream-failed-at-once");
        assertThat(failed.sentence().key()).isEqualTo("finding.upstream-failed-at-once.late");
        assertThat(failed.evidence())
                .extracting(Sentence::key)
                .contains("evidence.late-answer-read", "evidence.status")
                .doesNotContain("evidence.late-answer");
        assertThat(timedOut.id()).isEqualTo("response-timeout");
    }

    @Test
    void aSilenceInWhichTheClockWasSetBackHasNoLength() {
        var inSilence = finding(Told.tls12().ask(100, 90).answer(100.1, 500).serverCloses(20.1));
        var before = finding(Told.tls12()
                .ask(100, 90)
                .answer(100.1, 500)
                .ask(20, 90)
                .answer(20.1, 500)
                .serverCloses(95.1));
        var jitter = finding(Told.tls12().ask(1, 90).answer(0.9, 500).serverCloses(75.9));

        assertThat(inSilence.gap()).isEmpty();
        assertThat(inSilence.timer()).isEmpty();
        assertThat(inSilence.confidence()).isLessThan(0.6);
        assertThat(inSilence.sentence().key()).isEqualTo("finding.clock-back");
        assertThat(inSilence.alternatives()).extracting(Finding.Alternative::id).contains("server-idle-timeout");
        assertThat(inSilence.evidence().get(0))
                .isEqualTo(Sentence.of("evidence.clock-back", Duration.ofSeconds(80), inSilence.close()));
        assertThat(said(before)).isEqualTo("server-idle-timeout server close_notify+fin idle 75.0");
        assertThat(before.confidence()).isLessThan(0.6);
        assertThat(before.evidence()).extracting(Sentence::key).contains("evidence.clock-back");
        assertThat(jitter.evidence()).extracting(Sentence::key).doesNotContain("evidence.clock-back");
    }

    /** A gateway answers an origin that it cannot reach as it does one that is silent, and its timer is another one. */
    @Test
    void aLateErrorMayBeOfAnOriginThatCouldNotBeReached() {
        var five = finding(Told.tls12().ask(0.1, 90).answer(5.1, 500).client(5.11, What.FIN, 0, ""));
        var sixty = finding(Told.tls12().ask(0.1, 90).answer(60.1, 500).client(60.11, What.FIN, 0, ""));
        var read = finding(plain("GET / HTTP/1.1")
                .server(5.1, What.RESPONSE, 504, "HTTP/1.1 504 Gateway Time-out [160 of 160 bytes]")
                .client(5.11, What.FIN, 0, ""));

        assertThat(List.of(five.id(), sixty.id(), read.id())).containsOnly("response-timeout");
        assertThat(settings(five, "evidence.fits-connect")).contains("ConnectTimeout");
        assertThat(five.evidence()).extracting(Sentence::key).doesNotContain("evidence.round");
        assertThat(settings(sixty, "evidence.fits")).contains("proxy_read_timeout");
        assertThat(settings(sixty, "evidence.fits-connect")).containsExactly("proxy_connect_timeout");
        assertThat(sixty.advice()).contains(Sentence.of("advice.connect-timeout"));
        assertThat(settings(read, "evidence.fits-connect"))
                .as("a connection that the WAF could not make is a 502")
                .containsExactly("connect");
    }

    private static List<Object> settings(Finding finding, String key) {
        return finding.evidence().stream()
                .filter(said -> said.key().equals(key))
                .map(said -> said.arguments().get(2))
                .toList();
    }

    /** A device that forgot the connection did so before the packet that it answers: its timer is the longest in that pause. */
    @Test
    void whatForgetsAConnectionAfterThatTimeIsNamed() {
        var asked = finding(
                Told.tls12().ask(0.1, 90).answer(0.2, 500).ask(350.3, 90).server(350.31, What.RST, 0, ""));
        var unasked = finding(Told.tls12().ask(0.1, 90).answer(0.2, 500).server(350.2, What.RST, 0, ""));
        var survived = finding(Told.tls12()
                .ask(0.1, 90)
                .answer(0.2, 500)
                .ask(310, 90)
                .answer(310.1, 500)
                .ask(680, 90)
                .server(680.01, What.RST, 0, ""));
        var awsNlb = Sentence.of(
                "evidence.outlasts",
                Duration.ofMillis(350_100),
                "AWS NLB",
                "TCP idle timeout",
                Duration.ofSeconds(350));

        assertThat(List.of(asked.id(), unasked.id(), survived.id())).containsOnly("path-reset");
        assertThat(asked.evidence()).contains(awsNlb);
        assertThat(asked.sentence().key()).isEqualTo("finding.path-reset");
        assertThat(unasked.timer().orElseThrow().fits())
                .extracting(fit -> fit.profile().product())
                .contains("AWS NLB");
        assertThat(unasked.sentence()).isEqualTo(Sentence.of("finding.path-reset.unasked", Duration.ofSeconds(350)));
        assertThat(List.of(asked, unasked))
                .allSatisfy(finding -> assertThat(finding.evidence())
                        .extracting(Sentence::key)
                        .doesNotContain("evidence.round", "evidence.not-round"));
        assertThat(survived.evidence())
                .filteredOn(said -> said.key().equals("evidence.outlasts"))
                .extracting(said -> said.arguments().get(1))
                .containsExactly("AWS NLB", "AWS NAT gateway");
    }

    @Test
    void adviceNamesTheSecondsThatSomebodySet() {
        var nearly = finding(Told.tls12().ask(0.1, 90).answer(0.2, 500).serverCloses(5.216));
        var between = finding(Told.tls12().ask(0.1, 90).answer(0.2, 500).serverCloses(5.7));

        assertThat(nearly.advice().get(0)).isEqualTo(Sentence.of("advice.client-below-server", Duration.ofSeconds(5)));
        assertThat(between.advice().get(0))
                .isEqualTo(Sentence.of("advice.client-below-server", Duration.ofMillis(5500)));
    }

    private static Finding finding(Told told) {
        return Diagnosis.of(told.story()).finding();
    }

    @Test
    void whoTheClientIsMayBeAGuess() {
        var late = new Sight(false, 0, 0);
        var guessed = finding(new Told()
                .version("TLSv1.2")
                .port(40_000)
                .ask(0, 90)
                .answer(0.1, 500)
                .serverCloses(75.1)
                .sight(late));
        var service = finding(new Told()
                .version("TLSv1.2")
                .ask(0, 90)
                .answer(0.1, 500)
                .serverCloses(75.1)
                .sight(late));
        var greeted = finding(Told.tls12()
                .port(40_000)
                .ask(0.1, 90)
                .answer(0.2, 500)
                .serverCloses(75.2)
                .sight(late));

        assertThat(guessed.confidence()).isLessThanOrEqualTo(0.5);
        assertThat(guessed.evidence()).extracting(Sentence::key).contains("evidence.roles-guessed");
        assertThat(List.of(service, greeted)).allSatisfy(known -> {
            assertThat(known.confidence()).isGreaterThan(0.8);
            assertThat(known.evidence()).extracting(Sentence::key).doesNotContain("evidence.roles-guessed");
        });
    }

    @Test
    void whatWasNotReadMayHaveBeenAHandshake() {
        var unread = new Sight(true, 249, 2);
        var soon = finding(Told.open()
                .client(0.01, What.DATA, 242, MISSED)
                .server(0.02, What.DATA, 7, MISSED)
                .server(0.0201, What.FIN, 0, "")
                .sight(unread));
        var idle = finding(Told.open()
                .client(0.01, What.DATA, 242, MISSED)
                .server(0.02, What.DATA, 70, MISSED)
                .server(75.02, What.FIN, 0, "")
                .sight(unread));

        assertThat(soon.confidence()).isLessThanOrEqualTo(0.5);
        assertThat(soon.alternatives()).extracting(Finding.Alternative::id).contains("handshake-refused");
        assertThat(soon.evidence()).extracting(Sentence::key).contains("evidence.nothing-read");
        assertThat(idle.id()).isEqualTo("server-idle-timeout");
        assertThat(idle.confidence()).isGreaterThan(0.7);
    }

    @Test
    void oneSynAtTheEndOfTheCaptureMayStillBeAnswered() {
        var once = finding(new Told().client(0, What.OPEN, 0, "SYN"));

        assertThat(once.id()).isEqualTo("connect-timeout");
        assertThat(once.confidence()).isLessThanOrEqualTo(0.5);
        assertThat(once.sentence().key()).isEqualTo("finding.connect-timeout.once");
        assertThat(once.alternatives()).extracting(Finding.Alternative::id).contains("still-open");
    }

    @Test
    void blindnessLowersConfidenceAndIsSaid() {
        var whole = Diagnosis.of(Told.tls12()
                        .ask(0.1, 90)
                        .answer(0.2, 500)
                        .serverCloses(75.2)
                        .story())
                .finding();
        var blind = Diagnosis.of(Told.tls12()
                        .ask(0.1, 90)
                        .answer(0.2, 500)
                        .serverCloses(75.2)
                        .sight(new Sight(true, 1448, 0))
                        .story())
                .finding();
        assertThat(blind.confidence()).isLessThan(whole.confidence());
        assertThat(blind.evidence()).extracting(Sentence::key).contains("evidence.absent");
    }

    @Test
    void anAnswerThatGoesOnBehindAGapIsNotSaidToBeWhole() {
        var gap = finding(plain("GET / HTTP/1.1")
                .server(0.2, What.RESPONSE, 200, "HTTP/1.1 200 OK [210 bytes, then a gap]")
                .server(60.2, What.FIN, 0, ""));

        assertThat(gap.id()).isEqualTo("server-idle-timeout");
        assertThat(gap.evidence()).extracting(Sentence::key).doesNotContain("evidence.response-whole");
    }

    @Test
    void whatTheReadingLetGoOfIsSaid() {
        var letGo = Diagnosis.of(Told.tls12()
                        .ask(0.1, 90)
                        .sight(new Sight(true, 0, 0, 0, 0, 1, 2, true))
                        .story())
                .finding();

        assertThat(letGo.evidence()).extracting(Sentence::key).contains("evidence.let-go");
    }

    @Test
    void aSilenceFromTheStartIsAHandshakesOnlyWhereTlsIsSpoken() {
        var unknown = Diagnosis.of(
                        Told.open().port(9999).server(6, What.FIN, 0, "").story())
                .finding();
        var known = Diagnosis.of(
                        Told.open().port(443).server(6, What.FIN, 0, "").story())
                .finding();

        assertThat(unknown.id()).isEqualTo(known.id()).isEqualTo("handshake-timeout");
        assertThat(unknown.confidence()).isLessThan(known.confidence());
        assertThat(unknown.alternatives())
                .extracting(Finding.Alternative::id)
                .containsExactly("unused-connection-timeout");
    }
}
