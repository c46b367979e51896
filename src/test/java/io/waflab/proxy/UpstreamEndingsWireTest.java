package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.reproduce.Blackhole;
import io.waflab.reproduce.LabClient;
import io.waflab.reproduce.Request;
import io.waflab.reproduce.WebSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a client sees of an upstream that is slow, silent or gone: bytes of the wire, and the log's line. */
@Tag("wire")
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class UpstreamEndingsWireTest {

    private static final String NOTIFY = "close_notify + FIN";
    private static final String READ_TIMEOUT = "proxy_read_timeout = 600ms";
    private static final String IDLE = "keepalive_timeout = 200ms";
    private static final Duration AMPLE = Duration.ofSeconds(10);

    @TempDir
    static Path folder;

    private static LabProxy proxy(TlsCase tls, String... http) throws Exception {
        return LabProxy.Setup.in(folder, tls).http(http).start();
    }

    private static void answers504AndIdles(LabProxy proxy, LabClient client, TlsCase tls) throws Exception {
        assertThat(client.response().words())
                .startsWith("504 connection=keep-alive")
                .endsWith("complete");
        client.readToEnd();
        Closing.isNotifyAndFin(client, tls);
        assertThat(proxy.ending(client))
                .isEqualTo("ended by keepalive_timeout 200ms (test.conf:8): " + NOTIFY
                        + " after T s idle, 1 request [server-idle-timeout]");
    }

    @EveryTls
    void anUpstreamThatDoesNotAcceptIs504AndTheConnectionStays(TlsCase tls) throws Exception {
        try (var hole = Blackhole.open();
                var proxy = LabProxy.Setup.in(folder, tls)
                        .http("proxy_connect_timeout = 300ms", IDLE)
                        .locations("\"/\" { proxy_pass = \"http://127.0.0.1:" + hole.port() + "\" }")
                        .start();
                var client = proxy.client()) {
            client.request("/ok");
            answers504AndIdles(proxy, client, tls);
            assertThat(proxy.access("/ok")).contains("|504|", "|OK|", "|504");
        }
    }

    @EveryTls
    void anUpstreamThatDoesNotReadIs504AndTheConnectionStays(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "proxy_send_timeout = 300ms", IDLE, "client_max_body_size = 0");
                var client = proxy.client()) {
            client.request(Request.post("/noread", 12 << 20));
            answers504AndIdles(proxy, client, tls);
        }
    }

    @EveryTls
    void anUpstreamThatDoesNotAnswerIs504AndTheConnectionStays(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, READ_TIMEOUT, IDLE);
                var client = proxy.client()) {
            client.request("/silent");
            answers504AndIdles(proxy, client, tls);
            assertThat(proxy.origin().awaitClose(AMPLE)).isPresent();
        }
    }

    @EveryTls
    void halfAnAnswersHeadIs504AndTheConnectionStays(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, READ_TIMEOUT, IDLE);
                var client = proxy.client()) {
            client.request("/halfhead");
            answers504AndIdles(proxy, client, tls);
        }
    }

    @EveryTls
    void gatewayTimeoutClosesBehindThe504(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, READ_TIMEOUT, "gateway_timeout_closes = on");
                var client = proxy.client()) {
            assertThat(client.request("/silent").response().words())
                    .startsWith("504 connection=close")
                    .endsWith("complete");
            client.readToEnd();
            Closing.isNotifyAndFin(client, tls);
            assertThat(proxy.ending(client))
                    .isEqualTo("ended by proxy_read_timeout 600ms (test.conf:7) (status 504): " + NOTIFY
                            + " after T s awaiting the response, 1 request [response-timeout]");
        }
    }

    @EveryTls
    void gatewayTimeoutClosesWithoutA504(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, READ_TIMEOUT, "gateway_timeout_closes = silent");
                var client = proxy.client()) {
            assertThat(client.request("/silent").response().status()).isZero();
            client.readToEnd();
            Closing.isNotifyAndFin(client, tls);
            assertThat(proxy.ending(client))
                    .isEqualTo("ended by proxy_read_timeout 600ms (test.conf:7): " + NOTIFY
                            + " after T s awaiting the response, 1 request [response-timeout]");
            assertThat(proxy.access("/silent")).contains("|504|0|0|");
        }
    }

    /** 100 bytes came, but nginx loses what is in a buffer that is not yet full. */
    @EveryTls
    void aCountedBodyThatStopsIsCutWithCloseNotifyAndFin(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, READ_TIMEOUT);
                var client = proxy.client()) {
            assertThat(client.request("/stall?n=100").response().words())
                    .isEqualTo("200 connection=keep-alive, 0 bytes, cut short, close_notify");
            client.readToEnd();
            Closing.isNotifyAndFin(client, tls);
            assertThat(proxy.ending(client)).isEqualTo(cut("response-cut", " in the response"));
            assertThat(proxy.access("/stall")).contains("|200|").contains("|OK|");
        }
    }

    @EveryTls
    void aChunkedBodyThatStopsIsCutWithoutItsLastChunk(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, READ_TIMEOUT);
                var client = proxy.client()) {
            assertThat(client.request("/stallchunked?n=100").response().words())
                    .isEqualTo("200 connection=keep-alive, 100 bytes, cut short, close_notify");
            client.readToEnd();
            Closing.isNotifyAndFin(client, tls);
            assertThat(proxy.ending(client)).isEqualTo(cut("response-cut", " in the response"));
        }
    }

    @EveryTls
    void gapsShorterThanTheTimeoutCutNothing(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "proxy_read_timeout = 1s");
                var client = proxy.client()) {
            assertThat(client.request("/drip?k=3&gap=0.35&n=10").response().words())
                    .isEqualTo("200 connection=keep-alive, 30 bytes, complete");
        }
    }

    /** Whatever comes from the client has nginx look at the response, and wait for the upstream anew. */
    @EveryTls
    void aClientThatStirsInMidAnswerGivesTheUpstreamMoreTime(TlsCase tls) throws Exception {
        for (Stir stir : new Stir[] {client -> client.send("GET"), LabClient::halfClose}) {
            try (var proxy = proxy(
                            tls,
                            "proxy_read_timeout = 900ms",
                            "proxy_buffering = off",
                            "proxy_ignore_client_abort = on");
                    var client = proxy.client()) {
                client.request("/stall?n=3").receive();
                client.pause(Duration.ofMillis(400));
                long stirred = client.clock().now();
                stir.by(client);
                assertThat(Duration.ofNanos(client.readToEnd().alertNanos() - stirred))
                        .isGreaterThan(Duration.ofMillis(895));
                assertThat(proxy.ending(client)).endsWith("[response-cut]");
            }
        }
    }

    private interface Stir {
        void by(LabClient client) throws IOException;
    }

    @EveryTls
    void anUpstreamThatEndsInMidBodyCutsTheAnswer(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls);
                var ended = proxy.client();
                var reset = proxy.client()) {
            assertThat(cutAtOnce(proxy, ended.request("/short?n=200"), "FIN", tls))
                    .isEqualTo("200 connection=keep-alive, 200 bytes, cut short, close_notify");
            assertThat(cutAtOnce(proxy, reset.request("/rstmid?n=200"), "RST", tls))
                    .isEqualTo("200 connection=keep-alive, 0 bytes, cut short, close_notify");
        }
    }

    private static String cutAtOnce(LabProxy proxy, LabClient client, String end, TlsCase tls) throws Exception {
        var words = client.response().words();
        client.readToEnd();
        Closing.isNotifyAndFin(client, tls);
        assertThat(proxy.ending(client))
                .isEqualTo("ended by the upstream's " + end + ": " + NOTIFY
                        + " after T s in the response, 1 request [response-cut]");
        return words;
    }

    @EveryTls
    void anUpstreamThatEndsBeforeItsHeadIs502AndTheConnectionStays(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls);
                var client = proxy.client()) {
            assertThat(client.request("/early").response().words()).startsWith("502 connection=keep-alive");
            assertThat(client.request("/rst").response().words()).startsWith("502 connection=keep-alive");
            assertThat(client.request("/ok").response().words()).startsWith("200 connection=keep-alive");
        }
    }

    private static LabProxy tunnel(TlsCase tls, String... http) throws Exception {
        return LabProxy.Setup.in(folder, tls)
                .http(http)
                .locations(
                        "\"/\" { proxy_pass = \"ORIGIN\"",
                        "proxy_set_header = { Upgrade = \"$http_upgrade\", Connection = \"upgrade\" } }")
                .start();
    }

    private static WebSocket open(LabClient client, String target) throws Exception {
        return client.webSocket(target).orElseThrow();
    }

    private static String cut(String cause, String where) {
        return "ended by proxy_read_timeout 600ms (test.conf:7): " + NOTIFY + " after T s" + where + ", 1 request ["
                + cause + "]";
    }

    @EveryTls
    void anIdleTunnelIsCloseNotifyAndFinWithoutACloseFrame(TlsCase tls) throws Exception {
        try (var proxy = tunnel(tls, READ_TIMEOUT);
                var client = proxy.client()) {
            var socket = open(client, "/ws");
            assertThat(socket.await(AMPLE)).isEmpty();
            client.readToEnd();
            Closing.isNotifyAndFin(client, tls);
            assertThat(proxy.ending(client)).isEqualTo(cut("tunnel-idle-timeout", " idle in the tunnel"));
            assertThat(proxy.access("/ws")).contains("|101|").contains("|OK|").endsWith("|101");
            assertThat(proxy.origin().awaitClose(AMPLE)).isPresent();
        }
    }

    @EveryTls
    void answeredPingsKeepATunnelOpen(TlsCase tls) throws Exception {
        try (var proxy = tunnel(tls, "proxy_read_timeout = 1s");
                var client = proxy.client()) {
            var socket = open(client, "/ws");
            for (int i = 0; i < 3; i++) {
                client.pause(Duration.ofMillis(350));
                socket.ping();
                assertThat(socket.await(AMPLE)).isPresent();
            }
        }
    }

    @EveryTls
    void aPingThatNobodyAnswersKeepsNoTunnelOpen(TlsCase tls) throws Exception {
        // So long, that a client on a busy machine has sent its ping before the end: behind it the ping is answered by
        // RST.
        try (var proxy = tunnel(tls, "proxy_read_timeout = 2s");
                var client = proxy.client()) {
            assertThat(fromAPingToTheEnd(client)).isLessThan(Duration.ofMillis(1950));
            Closing.isNotifyAndFin(client, tls);
        }
    }

    @EveryTls
    void aPingThatNobodyAnswersKeepsATunnelOpenWhereBothSidesCount(TlsCase tls) throws Exception {
        try (var proxy = tunnel(tls, "proxy_read_timeout = 900ms", "proxy_read_timeout_in_tunnel = both");
                var client = proxy.client()) {
            assertThat(fromAPingToTheEnd(client)).isGreaterThan(Duration.ofMillis(895));
            Closing.isNotifyAndFin(client, tls);
        }
    }

    /** The ping goes out 400 ms after the tunnel began: more than nginx's 300 ms, within which a timer is not restarted. */
    private static Duration fromAPingToTheEnd(LabClient client) throws Exception {
        var socket = open(client, "/ws?mute=1");
        client.pause(Duration.ofMillis(400));
        long pinged = client.clock().now();
        socket.ping();
        return Duration.ofNanos(client.readToEnd().alertNanos() - pinged);
    }

    @EveryTls
    void anUpstreamThatEndsATunnelEndsItWithCloseNotifyAndFin(TlsCase tls) throws Exception {
        try (var proxy = tunnel(tls);
                var client = proxy.client()) {
            open(client, "/ws?close=1&after=100ms");
            client.readToEnd();
            Closing.isNotifyAndFin(client, tls);
            assertThat(proxy.ending(client))
                    .isEqualTo("ended by the upstream's FIN: " + NOTIFY
                            + " after T s idle in the tunnel, 1 request [normal-close]");
        }
    }

    @EveryTls
    void aClientThatLeavesATunnelGetsFinAlone(TlsCase tls) throws Exception {
        try (var proxy = tunnel(tls);
                var client = proxy.client()) {
            open(client, "/ws");
            client.closeNotify().halfClose().readToEnd();
            Closing.isSilentFin(client);
            assertThat(proxy.ending(client))
                    .isEqualTo(
                            "ended by the client's close_notify: FIN without close_notify after T s idle in the tunnel, 1 request"
                                    + " [normal-close]");
            assertThat(proxy.origin().awaitClose(AMPLE)).isPresent();
        }
    }
}
