package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.waflab.connection.Peer;
import io.waflab.http.Http2FrameReader;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** How connections of HTTP/2 and their streams end: frames and bytes of the wire, and the logs' lines. */
@Tag("wire")
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class Http2EndingsWireTest {

    private static final String LEAVES = "GOAWAY + close_notify + FIN";
    private static final String HALF_A_PREFACE =
            ByteBufUtil.hexDump(Http2FrameReader.PREFACE).substring(0, 20);
    private static final int PING = 0x6;
    /** Of a RST_STREAM (RFC 9113, section 6.4). */
    private static final int RESET_LENGTH = 9 + 4;

    private static final Duration AMPLE = Duration.ofSeconds(10);

    @TempDir
    static Path folder;

    private static LabProxy proxy(TlsCase tls, String... http) throws Exception {
        var lines = new String[http.length + 2];
        System.arraycopy(http, 0, lines, 0, http.length);
        lines[http.length] = "http2 = on";
        lines[http.length + 1] = "lingering_close = off";
        return LabProxy.Setup.in(folder, tls).http(lines).start();
    }

    @EveryTls
    void idleTooLongIsGoawayCloseNotifyAndFin(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "keepalive_timeout = 300ms");
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/ok"));
            assertThat(client.stream(1)).startsWith("HEADERS 1 :status=200").endsWith("DATA 1 END 100");
            assertThat(client.toEnd()).containsExactly("GOAWAY last 1 NO_ERROR");
            Closing.isNotifyAndFin(client.client(), tls);
            assertThat(proxy.ending(client.client()))
                    .isEqualTo("ended by keepalive_timeout 300ms (test.conf:7): " + LEAVES
                            + " after T s idle, 1 request [server-idle-timeout]");
        }
    }

    @EveryTls
    void anUnusedConnectionGetsSettingsAndThenTheSame(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "client_header_timeout = 300ms");
                var client = Http2Client.silent(proxy)) {
            assertThat(client.next()).hasToString("SETTINGS 000300000080" + "000400010000" + "000500ffffff");
            assertThat(client.next()).hasToString("WINDOW_UPDATE 0 2147418112");
            assertThat(client.toEnd()).containsExactly("GOAWAY last 0 NO_ERROR");
            Closing.isNotifyAndFin(client.client(), tls);
            assertThat(proxy.ending(client.client()))
                    .isEqualTo("ended by client_header_timeout 300ms (test.conf:7): " + LEAVES
                            + " after T s idle, 0 requests [unused-connection-timeout]");
        }
    }

    @EveryTls
    void halfAPrefaceIsTheClientsFault(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "client_header_timeout = 300ms");
                var client = proxy.still(() -> Http2Client.silent(proxy).sends(HALF_A_PREFACE))) {
            assertThat(client.toEnd()).containsExactly("GOAWAY last 0 PROTOCOL_ERROR");
            Closing.isNotifyAndFin(client.client(), tls);
            assertThat(proxy.ending(client.client())).contains("[header-timeout]");
        }
    }

    @EveryTls
    void headersWithoutTheirEndResetTheStreamAlone(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "client_header_timeout = 300ms");
                var client = proxy.still(() -> Http2Client.of(proxy).sends(Http2Client.frame(1, 1, 1, "82")))) {
            assertThat(client.stream(1)).isEqualTo("RST_STREAM 1 PROTOCOL_ERROR");
            assertThat(proxy.access("|408|")).startsWith("-|408|");
            client.sends(Http2Client.frame(9, 4, 1, "87"), Http2Client.get(3, "/ok"));
            assertThat(client.stream(3)).contains(":status=200");
        }
    }

    @EveryTls
    void halfABodyResetsTheStreamAndIs408InTheLog(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "client_body_timeout = 300ms");
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.post(1, "/half", "content-length: 100"), Http2Client.data(1, false, 40));
            assertThat(client.stream(1)).contains("RST_STREAM 1 PROTOCOL_ERROR").doesNotContain("HEADERS");
            assertThat(proxy.access("/half")).startsWith("POST /half HTTP/2.0|408|");
            assertThat(proxy.origin().accepted()).isZero();
            client.sends(Http2Client.get(3, "/ok"));
            assertThat(client.stream(3)).contains(":status=200");
        }
    }

    /** As measured of nginx 1.22: only behind the last stream does it look whether a frame waits. */
    @EveryTls
    void theResetOfAStreamThatFailsBesideAnotherWaitsForTheNextFrame(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "client_body_timeout = 300ms");
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/silent"));
            proxy.origin().awaitRequest(AMPLE);
            client.sends(Http2Client.post(3, "/half", "content-length: 100"), Http2Client.data(3, false, 40));
            assertThat(proxy.access("/half")).startsWith("POST /half HTTP/2.0|408|");
            client.sends(Http2Client.ping());
            assertThat(client.until(frame -> frame.type() == PING))
                    .extracting(Http2Client.Frame::toString)
                    .contains("RST_STREAM 3 PROTOCOL_ERROR");
            long both = lastRecord(client);
            client.sends(Http2Client.ping()).until(frame -> frame.type() == PING);
            assertThat(both - lastRecord(client)).isEqualTo(RESET_LENGTH);
        }
    }

    /** Be the kernel's word late, as io_uring's, that it has what came before. */
    @EveryTls
    void soDoesThatOfOneWhoseAnswerIsCut(TlsCase tls) throws Exception {
        try (var proxy = LabProxy.Setup.in(folder, tls)
                        .http("http2 = on", "lingering_close = off")
                        .locations(
                                "\"/\" { proxy_pass = \"ORIGIN\" }",
                                "\"/stall\" { proxy_pass = \"ORIGIN\", proxy_read_timeout = 300ms }")
                        .start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/silent"));
            proxy.origin().awaitRequest(AMPLE);
            proxy.still(() -> {
                client.sends(Http2Client.get(3, "/stall?n=200"));
                proxy.untilOrigin(Peer.SERVER, 200);
                return client;
            });
            assertThat(proxy.access("/stall")).startsWith("GET /stall?n=200 HTTP/2.0|200|");
            client.until(frame -> frame.stream() == 3 && frame.type() == 1);
            client.sends(Http2Client.ping());
            client.until(frame -> frame.type() == PING);
            long both = lastRecord(client);
            client.sends(Http2Client.ping()).until(frame -> frame.type() == PING);
            assertThat(both - lastRecord(client)).isEqualTo(RESET_LENGTH);
        }
    }

    /** The origin does not wait for the body, and nginx neither: NO_ERROR. */
    @EveryTls
    void soDoesThatBehindAnAnswerThatCameEarly(TlsCase tls) throws Exception {
        try (var origin = new ScriptedOrigin("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                var proxy = LabProxy.Setup.in(folder, tls)
                        .http("http2 = on", "lingering_close = off")
                        .locations(
                                "\"/\" { proxy_pass = \"ORIGIN\" }",
                                "\"/half\" { proxy_pass = \"" + origin.url() + "\", proxy_request_buffering = off }")
                        .start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/silent"));
            proxy.origin().awaitRequest(AMPLE);
            client.sends(Http2Client.post(3, "/half", "content-length: 100"), Http2Client.data(3, false, 40));
            assertThat(client.stream(3)).contains("HEADERS 3 :status=200").endsWith("DATA 3 END 2");
            assertThat(proxy.access("/half")).startsWith("POST /half HTTP/2.0|200|");
            client.sends(Http2Client.ping());
            assertThat(client.until(frame -> frame.type() == PING))
                    .extracting(Http2Client.Frame::toString)
                    .contains("RST_STREAM 3 NO_ERROR");
            long both = lastRecord(client);
            client.sends(Http2Client.ping()).until(frame -> frame.type() == PING);
            assertThat(both - lastRecord(client)).isEqualTo(RESET_LENGTH);
        }
    }

    /** Made while nginx reads, it goes out with all that was. */
    @EveryTls
    void behindAnAnswerOfTheProxysOwnItComesAtOnce(TlsCase tls) throws Exception {
        try (var proxy = LabProxy.Setup.in(folder, tls)
                        .http("http2 = on", "lingering_close = off")
                        .locations("\"/\" { proxy_pass = \"ORIGIN\" }", "\"/own\" { return = \"200 text\" }")
                        .start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/silent"));
            proxy.origin().awaitRequest(AMPLE);
            client.sends(Http2Client.post(3, "/own", "content-length: 100"), Http2Client.data(3, false, 40));
            assertThat(client.until(frame -> frame.type() == 3)).last().hasToString("RST_STREAM 3 NO_ERROR");
        }
    }

    private static long lastRecord(Http2Client client) {
        return client.client().story().stream()
                .filter(one -> one.by() == Peer.SERVER && one.what() == What.DATA)
                .mapToLong(Observation::size)
                .reduce(0, (before, last) -> last);
    }

    @EveryTls
    void proxyReadTimeoutIs504OnItsStreamAndTheOthersLive(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "proxy_read_timeout = 300ms");
                var client = Http2Client.of(proxy)) {
            assertThat(proxy.still(
                            () -> client.sends(Http2Client.get(1, "/silent"), Http2Client.get(3, "/ok")).stream(3)))
                    .contains(":status=200");
            assertThat(client.stream(1)).startsWith("HEADERS 1 :status=504").contains("DATA 1 END");
            assertThat(proxy.access("/silent")).startsWith("GET /silent HTTP/2.0|504|");
        }
    }

    @EveryTls
    void proxyReadTimeoutInMidBodyIsResetWithInternalError(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "proxy_read_timeout = 300ms");
                var client = Http2Client.of(proxy)) {
            var answer = proxy.still(() -> {
                client.sends(Http2Client.get(1, "/stall?n=200"));
                proxy.untilOrigin(Peer.SERVER, 200);
                return client;
            });
            assertThat(answer.stream(1)).startsWith("HEADERS 1 :status=200").endsWith("RST_STREAM 1 INTERNAL_ERROR");
            assertThat(proxy.still(() -> client.sends(Http2Client.get(3, "/ok")).stream(3)))
                    .contains(":status=200");
        }
    }

    @EveryTls
    void theLastOfKeepaliveRequestsIsToldAtOnce(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "keepalive_requests = 2");
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/ok"));
            client.stream(1);
            client.sends(Http2Client.get(3, "/ok"));
            var frames = client.toEnd();
            assertThat(frames.get(0)).isEqualTo("GOAWAY last 3 NO_ERROR");
            assertThat(frames.get(frames.size() - 1)).isEqualTo("DATA 3 END 100");
            Closing.isNotifyAndFin(client.client(), tls);
            assertThat(proxy.ending(client.client()))
                    .isEqualTo("ended by keepalive_requests 2 (test.conf:7): " + LEAVES
                            + " after T s in the response, 2 requests [server-max-requests]");
        }
    }

    @EveryTls
    void aBrokenFrameIsGoawayWithTheError(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls);
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/silent"), Http2Client.frame(6, 0, 0, "00"));
            assertThat(client.toEnd()).containsExactly("GOAWAY last 1 FRAME_SIZE_ERROR");
            Closing.isNotifyAndFin(client.client(), tls);
            assertThat(proxy.ending(client.client()))
                    .contains("(FRAME_SIZE_ERROR): " + LEAVES)
                    .endsWith("1 request [request-refused]");
            assertThat(proxy.access("/silent")).contains("|499|");
            assertThat(proxy.line("error.log", "PING frame"))
                    .contains("client sent PING frame with incorrect length 1"
                            + " while processing HTTP/2 connection, client: 127.0.0.1, server: 127.0.0.1:");
        }
    }

    /** Its GOAWAY belongs to its leaving: the silence is what was before. */
    @EveryTls
    void theSilenceBeforeAClientsGoawayIsTold(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls);
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/ok"));
            client.stream(1);
            proxy.pass(Duration.ofSeconds(1));
            client.sends(Http2Client.frame(7, 0, 0, "00000000" + "00000000"));
            client.client().halfClose();
            client.toEnd();
            assertThat(proxy.line("error.log", ":" + client.client().localPort() + " ended by the client's FIN"))
                    .containsPattern(" after [1-9]\\d*\\.\\d{3} s idle, 1 request \\[client-idle-timeout]$");
        }
    }

    @EveryTls
    void aClientThatLeavesGetsFinAndNoGoaway(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls);
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/ok"));
            client.stream(1);
            client.client().halfClose();
            assertThat(client.toEnd()).isEmpty();
            Closing.isSilentFin(client.client());
            assertThat(proxy.ending(client.client())).endsWith("idle, 1 request [normal-close]");
        }
    }

    @EveryTls
    void aClientThatLeavesInMidRequestHangsUpOnTheOrigin(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls);
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/silent"));
            proxy.origin().awaitRequest(AMPLE).orElseThrow();
            client.client().halfClose();
            assertThat(client.toEnd()).isEmpty();
            Closing.isSilentFin(client.client());
            assertThat(proxy.access("/silent")).startsWith("GET /silent HTTP/2.0|499|");
            assertThat(proxy.ending(client.client())).endsWith("[client-gave-up]");
        }
    }

    @EveryTls
    void aGracefulStopSaysGoawayAndLetsStreamsFinish(TlsCase tls) throws Exception {
        try (var origin = new ScriptedOrigin("", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                var proxy = LabProxy.Setup.in(folder, tls)
                        .http("http2 = on", "lingering_close = off")
                        .locations(
                                "\"/\" { proxy_pass = \"ORIGIN\" }",
                                "\"/held\" { proxy_pass = \"" + origin.url() + "\" }")
                        .start();
                var idle = Http2Client.of(proxy);
                var running = Http2Client.of(proxy)) {
            idle.sends(Http2Client.get(1, "/ok"));
            idle.stream(1);
            running.sends(Http2Client.get(1, "/held"));
            running.until(frame -> frame.text().equals("SETTINGS ACK"));
            origin.awaitRequest();
            var done = proxy.server().stop();
            assertThat(idle.toEnd()).containsExactly("GOAWAY last 1 NO_ERROR");
            Closing.isNotifyAndFin(idle.client(), tls);
            origin.next();
            var frames = running.toEnd();
            assertThat(frames.get(0)).isEqualTo("GOAWAY last 1 NO_ERROR");
            assertThat(frames.get(1)).startsWith("HEADERS 1 :status=200");
            Closing.isNotifyAndFin(running.client(), tls);
            done.get(10, java.util.concurrent.TimeUnit.SECONDS);
        }
    }

    @EveryTls
    void aStreamWhoseWindowStaysShutIsResetAfterSendTimeout(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "send_timeout = 300ms");
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/big?n=200000"));
            assertThat(client.stream(1)).endsWith("RST_STREAM 1 PROTOCOL_ERROR");
            client.sends(Http2Client.window(0, 100_000), Http2Client.get(3, "/ok"));
            assertThat(client.stream(3)).contains(":status=200");
        }
    }

    @EveryTls
    void aClientsResetIs499AndHangsUpOnTheOrigin(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls);
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/silent"));
            proxy.origin().awaitRequest(AMPLE).orElseThrow();
            client.sends(Http2Client.reset(1, 8));
            assertThat(proxy.access("/silent")).startsWith("GET /silent HTTP/2.0|499|");
            assertThat(proxy.line("error.log", "canceled stream 1")).contains("client canceled stream 1");
            client.sends(Http2Client.get(3, "/ok"));
            assertThat(client.stream(3)).contains(":status=200");
        }
    }

    /** A head alone stays in nginx's TLS buffer: it goes out when the stream is over, and the connection is idle. */
    @EveryTls
    void aClientsResetInMidResponseLeavesAnIdleConnection(TlsCase tls) throws Exception {
        try (var origin = new ScriptedOrigin("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok", "");
                var proxy = LabProxy.Setup.in(folder, tls)
                        .http("keepalive_timeout = 300ms", "http2 = on", "lingering_close = off")
                        .locations("\"/\" { proxy_pass = \"" + origin.url() + "\" }")
                        .start();
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.get(1, "/cut"));
            proxy.untilTold("\"phase\".*\"response\"");
            client.sends(Http2Client.reset(1, 8));
            var frames = client.toEnd();
            assertThat(frames.get(0)).startsWith("HEADERS 1 :status=200");
            assertThat(frames.get(frames.size() - 1)).isEqualTo("GOAWAY last 1 NO_ERROR");
            Closing.isNotifyAndFin(client.client(), tls);
            assertThat(proxy.access("/cut")).startsWith("GET /cut HTTP/2.0|200|");
        }
    }
}
