package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Peer;
import io.waflab.reproduce.Blackhole;
import io.waflab.reproduce.LabClient;
import io.waflab.reproduce.Request;
import io.waflab.reproduce.WebSocket;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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
    private static final String SWITCHING = "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
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

    /** proxy_read_timeout is for the rest of an answer that has begun. */
    private static void stalls(LabProxy proxy, LabClient client, String target) throws Exception {
        proxy.still(() -> {
            client.request(target);
            proxy.untilOrigin(Peer.SERVER, 100);
            return client;
        });
    }

    /** 100 bytes came, but nginx loses what is in a buffer that is not yet full. */
    @EveryTls
    void aCountedBodyThatStopsIsCutWithCloseNotifyAndFin(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, READ_TIMEOUT);
                var client = proxy.client()) {
            stalls(proxy, client, "/stall?n=100");
            assertThat(client.response().words())
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
            stalls(proxy, client, "/stallchunked?n=100");
            assertThat(client.response().words())
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
                            "proxy_read_timeout = 60s",
                            "proxy_buffering = off",
                            "proxy_ignore_client_abort = on");
                    var client = proxy.client()) {
                proxy.still(() -> {
                    client.request("/stall?n=3").receive();
                    proxy.pass(Duration.ofSeconds(40));
                    stir.by(client);
                    proxy.untilTold("\"t\":40\\..*\"leg\":\"downstream\",\"by\":\"client\"");
                    proxy.pass(Duration.ofSeconds(59));
                    assertThat(proxy.server().connections()).isEqualTo(1);
                    proxy.pass(Duration.ofSeconds(1));
                    return client.readToEnd();
                });
                Closing.isNotifyAndFin(client, tls);
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

    /** Of a frame of WebSocket with a mask and no payload. */
    private static final int PING = 2 + 4;

    private static WebSocket open(LabClient client, String target) throws IOException {
        return client.webSocket(target).orElseThrow();
    }

    private static String cut(String cause, String where) {
        return "ended by proxy_read_timeout 600ms (test.conf:7): " + NOTIFY + " after T s" + where + ", 1 request ["
                + cause + "]";
    }

    private static LabProxy proxy(ScriptedOrigin origin, String... http) throws Exception {
        return LabProxy.Setup.in(folder)
                .plain()
                .http(http)
                .locations("\"/\" { proxy_pass = \"" + origin.url() + "\" }")
                .start();
    }

    private static Socket asking(LabProxy proxy, String version) throws IOException {
        var client = new Socket("127.0.0.1", proxy.port());
        client.setSoTimeout((int) AMPLE.toMillis());
        StreamLab.say(client, "GET /plain HTTP/" + version + "\r\nHost: lab.test\r\n\r\n");
        return client;
    }

    /** As measured of nginx 1.22: it is a response without chunks behind which the client's connection goes on. */
    @Test
    void a101ThatNobodyAskedForHasABodyThatEndsWithTheOrigins() throws Exception {
        try (var origin = new ScriptedOrigin(SWITCHING + "\r\nhel", "lo");
                var proxy = proxy(origin, "proxy_buffering = off", IDLE);
                var client = asking(proxy, "1.1")) {
            var head = new StringBuilder();
            for (var next = "?"; !next.isEmpty() && head.indexOf("hel") < 0; head.append(next)) {
                next = StreamLab.hear(client, 1);
            }
            assertThat(head)
                    .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
                    .endsWith("\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\nhel");
            origin.next();
            assertThat(StreamLab.hear(client, 2)).isEqualTo("lo");
            origin.next();
            assertThat(StreamLab.rest(client)).isEqualTo("FIN");
            proxy.line("error.log", "ended by keepalive_timeout");
            assertThat(proxy.access("/plain")).contains("|101|").contains("|OK|");
        }
    }

    @Test
    void itsLengthAndItsChunksCount() throws Exception {
        for (var framed : List.of("Content-Length: 5\r\n\r\nhello", CHUNKED + "\r\n5\r\nhello\r\n0\r\n\r\n")) {
            try (var origin = new ScriptedOrigin(SWITCHING + framed);
                    var proxy = proxy(origin, IDLE);
                    var client = asking(proxy, "1.1")) {
                assertThat(StreamLab.rest(client))
                        .startsWith("HTTP/1.1 101 ")
                        .doesNotContain("chunked")
                        .endsWith("\r\nUpgrade: x\r\n\r\nhelloFIN");
                proxy.line("error.log", "ended by keepalive_timeout");
            }
        }
    }

    @Test
    void proxyReadTimeoutCutsA101ThatNobodyAskedFor() throws Exception {
        try (var origin = new ScriptedOrigin(SWITCHING + "\r\n");
                var proxy = proxy(origin, "proxy_read_timeout = 300ms");
                var client = asking(proxy, "1.1")) {
            assertThat(StreamLab.rest(client)).startsWith("HTTP/1.1 101 ").endsWith("\r\nUpgrade: x\r\n\r\nFIN");
            assertThat(proxy.line("error.log", " ended by ")).contains("proxy_read_timeout 300ms");
        }
    }

    @Test
    void forAClientOfHttp10ItEndsTheConnection() throws Exception {
        try (var origin = new ScriptedOrigin(SWITCHING + "\r\nhello");
                var proxy = proxy(origin, "proxy_buffering = off");
                var client = asking(proxy, "1.0")) {
            origin.next();
            assertThat(StreamLab.rest(client))
                    .contains("\r\nConnection: upgrade\r\n")
                    .endsWith("\r\n\r\nhelloFIN");
        }
    }

    @EveryTls
    void anIdleTunnelIsCloseNotifyAndFinWithoutACloseFrame(TlsCase tls) throws Exception {
        try (var proxy = tunnel(tls, READ_TIMEOUT);
                var client = proxy.client()) {
            var socket = proxy.still(() -> open(client, "/ws"));
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
        try (var proxy = tunnel(tls, "proxy_read_timeout = 60s");
                var client = proxy.client()) {
            proxy.still(() -> {
                var socket = open(client, "/ws");
                for (int i = 0; i < 3; i++) {
                    proxy.pass(Duration.ofSeconds(40));
                    socket.ping();
                    assertThat(socket.await(AMPLE)).isPresent();
                }
                return socket;
            });
        }
    }

    @EveryTls
    void aPingThatNobodyAnswersKeepsNoTunnelOpen(TlsCase tls) throws Exception {
        try (var proxy = tunnel(tls, "proxy_read_timeout = 60s");
                var client = proxy.client()) {
            endsAfterAPing(proxy, client, Duration.ofSeconds(20));
            Closing.isNotifyAndFin(client, tls);
        }
    }

    @EveryTls
    void aPingThatNobodyAnswersKeepsATunnelOpenWhereBothSidesCount(TlsCase tls) throws Exception {
        try (var proxy = tunnel(tls, "proxy_read_timeout = 60s", "proxy_read_timeout_in_tunnel = both");
                var client = proxy.client()) {
            endsAfterAPing(proxy, client, Duration.ofSeconds(60));
            Closing.isNotifyAndFin(client, tls);
        }
    }

    /** The ping goes out 40 s after the tunnel began, and exactly so long after the ping the tunnel ends. */
    private static void endsAfterAPing(LabProxy proxy, LabClient client, Duration span) throws Exception {
        proxy.still(() -> {
            var socket = open(client, "/ws?mute=1");
            proxy.pass(Duration.ofSeconds(40));
            socket.ping();
            proxy.untilOrigin(Peer.CLIENT, PING);
            proxy.pass(span.minusMillis(1));
            assertThat(proxy.server().connections()).isEqualTo(1);
            proxy.pass(Duration.ofMillis(1));
            return client.readToEnd();
        });
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
