package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.reproduce.LabClient;
import io.waflab.reproduce.Request;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** How connections end by the client's timers, by the client, and after a last answer: bytes of the wire, and the log's line. */
@Tag("wire")
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class EndingsWireTest {

    private static final String NOTIFY = "close_notify + FIN";
    private static final String SILENT = "FIN without close_notify";
    private static final String RESET = "reset_timedout_connection = on";
    private static final String HALF_A_HEAD = "GET /half HTTP/1.1\r\nHost: lab";
    private static final Duration SHORT = Duration.ofMillis(100);

    @TempDir
    static Path folder;

    private static LabProxy proxy(TlsCase tls, String... http) throws Exception {
        return LabProxy.Setup.in(folder, tls).http(http).start();
    }

    @EveryTls
    void idleTooLongIsCloseNotifyAndFin(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "keepalive_timeout = 300ms");
                var client = proxy.client()) {
            client.request("/ok").response();
            client.readToEnd();
            Closing.isNotifyAndFin(client, tls);
            assertThat(proxy.ending(client))
                    .isEqualTo("ended by keepalive_timeout 300ms (test.conf:7): " + NOTIFY
                            + " after T s idle, 1 request [server-idle-timeout]");
        }
    }

    @EveryTls
    void noClientHelloIsFinAlone(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "client_header_timeout = 300ms", RESET);
                var client = proxy.connected()) {
            client.readToEnd();
            Closing.isSilentFin(client);
            assertThat(proxy.ending(client))
                    .isEqualTo("ended by client_header_timeout 300ms (test.conf:7): " + SILENT
                            + " after T s in the handshake, 0 requests [handshake-timeout]");
        }
    }

    @EveryTls
    void anUnusedConnectionIsCloseNotifyAndFin(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "client_header_timeout = 300ms", RESET);
                var client = proxy.client()) {
            client.readToEnd();
            Closing.isNotifyAndFin(client, tls);
            assertThat(proxy.ending(client))
                    .isEqualTo("ended by client_header_timeout 300ms (test.conf:7): " + NOTIFY
                            + " after T s idle, 0 requests [unused-connection-timeout]");
        }
    }

    /** So soon behind its handshake that client_header_timeout does not find it unused, however busy the machine is. */
    private static LabClient saying(LabProxy proxy, String bytes) throws Exception {
        return proxy.still(() -> proxy.client().send(bytes));
    }

    @EveryTls
    void halfAHeadIsFinAloneAnd408InTheLog(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "client_header_timeout = 300ms");
                var client = saying(proxy, HALF_A_HEAD)) {
            client.readToEnd();
            Closing.isSilentFin(client);
            assertThat(proxy.ending(client)).isEqualTo(headerTimeout(SILENT, "0 requests"));
            assertThat(proxy.access("/half")).startsWith("GET /half HTTP/1.1|408|0|0||");
        }
    }

    @EveryTls
    void halfAHeadIsRstWhereTimedOutConnectionsAreReset(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "client_header_timeout = 300ms", RESET);
                var client = saying(proxy, HALF_A_HEAD)) {
            client.readToEnd();
            Closing.isReset(client);
            assertThat(proxy.ending(client)).isEqualTo(headerTimeout("RST", "0 requests"));
        }
    }

    @EveryTls
    void halfARequestIsCloseNotifyAndFinWhereThatIsAskedFor(TlsCase tls) throws Exception {
        try (var proxy = proxy(
                        tls,
                        "client_header_timeout = 300ms",
                        "client_body_timeout = 300ms",
                        "close_notify = half_requests");
                var head = saying(proxy, HALF_A_HEAD);
                var body = proxy.client()) {
            body.request(Request.post("/ok", 100).sendingBody(40)).readToEnd();
            Closing.isNotifyAndFin(body, tls);
            head.readToEnd();
            Closing.isNotifyAndFin(head, tls);
            assertThat(proxy.ending(head)).isEqualTo(headerTimeout(NOTIFY, "0 requests"));
        }
    }

    @EveryTls
    void aLastAnswerAndAnIdleConnectionEndInFinAloneWhereCloseNotifyIsNeverSaid(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "keepalive_timeout = 300ms", "close_notify = never");
                var idle = proxy.client();
                var last = proxy.client()) {
            idle.request("/ok").response();
            last.request(Request.get("/ok").withHeader("Connection: close")).response();
            last.readToEnd();
            Closing.isSilentFin(last);
            idle.readToEnd();
            Closing.isSilentFin(idle);
            assertThat(proxy.ending(idle))
                    .isEqualTo("ended by keepalive_timeout 300ms (test.conf:7): " + SILENT
                            + " after T s idle, 1 request [server-idle-timeout]");
        }
    }

    @EveryTls
    void lingeringBeginsWithFinAloneWhereCloseNotifyIsNeverSaid(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "lingering_close = always", "lingering_timeout = 300ms", "close_notify = never");
                var client = proxy.client()) {
            client.request(Request.get("/ok").withHeader("Connection: close")).response();
            client.readToEnd();
            Closing.isSilentFin(client);
        }
    }

    @EveryTls
    void behindARequestWithABodyTheServerReadsOn(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "lingering_close = on", "lingering_timeout = 200ms");
                var client = proxy.client()) {
            proxy.still(() -> {
                client.request(Request.post("/ok", 3).withHeader("Connection: close"))
                        .response();
                client.readToEnd();
                Closing.isNotifyAndFin(client, tls);
                client.sendUnderTls("more");
                client.pause(Duration.ofMillis(50));
                return client.sendUnderTls("more");
            });
            assertThat(proxy.ending(client)).contains(NOTIFY).endsWith("[normal-close]");
        }
    }

    @EveryTls
    void halfAHeadBehindARequestIsFinAlone(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "client_header_timeout = 300ms");
                var client = saying(proxy, "GET /ok HTTP/1.1\r\nHost: lab.test\r\n\r\nGET /half HT")) {
            assertThat(client.response().status()).isEqualTo(200);
            client.readToEnd();
            Closing.isSilentFin(client);
            assertThat(proxy.ending(client)).isEqualTo(headerTimeout(SILENT, "1 request"));
            assertThat(proxy.access("/half")).startsWith("GET /half HT|408|0|0||");
        }
    }

    private static String headerTimeout(String act, String requests) {
        return "ended by client_header_timeout 300ms (test.conf:7): " + act + " after T s in mid-request, " + requests
                + " [header-timeout]";
    }

    @EveryTls
    void halfABodyIsFinAloneAnd408InTheLog(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "client_body_timeout = 300ms");
                var client = proxy.client()) {
            client.request(Request.post("/ok", 100).sendingBody(40)).readToEnd();
            Closing.isSilentFin(client);
            assertThat(proxy.ending(client)).isEqualTo(bodyTimeout(SILENT));
            assertThat(proxy.access("/ok")).startsWith("POST /ok HTTP/1.1|408|0|0||-|-");
            assertThat(proxy.origin().accepted()).isZero();
        }
    }

    @EveryTls
    void halfABodyIsRstWhereTimedOutConnectionsAreReset(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "client_body_timeout = 300ms", RESET);
                var client = proxy.client()) {
            client.request(Request.post("/ok", 100).sendingBody(40)).readToEnd();
            Closing.isReset(client);
            assertThat(proxy.ending(client)).isEqualTo(bodyTimeout("RST"));
        }
    }

    private static String bodyTimeout(String act) {
        return "ended by client_body_timeout 300ms (test.conf:7): " + act
                + " after T s in mid-request, 1 request [body-timeout]";
    }

    @EveryTls
    void aClientThatDoesNotReadGetsWhatTheKernelHoldsAndFinAlone(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "send_timeout = 300ms");
                var client = slow(proxy)) {
            client.request("/big?n=12m");
            assertThat(proxy.ending(client)).isEqualTo(sendTimeout(SILENT));
            assertThat(client.response().complete()).isFalse();
            client.readToEnd();
            Closing.isSilentFin(client);
            assertThat(proxy.access("/big"))
                    .startsWith("GET /big?n=12m HTTP/1.1|200|")
                    .contains("||127");
        }
    }

    @EveryTls
    void aClientThatDoesNotReadGetsRstWhereTimedOutConnectionsAreReset(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "send_timeout = 300ms", RESET);
                var client = slow(proxy)) {
            client.request("/big?n=12m");
            assertThat(proxy.ending(client)).isEqualTo(sendTimeout("RST"));
            client.readToEnd();
            Closing.isReset(client);
        }
    }

    private static LabClient slow(LabProxy proxy) throws Exception {
        return proxy.client(proxy.options().withReceiveBuffer(4096));
    }

    private static String sendTimeout(String act) {
        return "ended by send_timeout 300ms (test.conf:7): " + act
                + " after T s in the response, 1 request [send-timeout]";
    }

    @EveryTls
    void theLastOfKeepaliveRequestsIsFollowedByCloseNotifyAndFin(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "keepalive_requests = 2");
                var client = proxy.client()) {
            assertThat(client.request("/ok").response().words()).startsWith("200 connection=keep-alive");
            assertThat(client.request("/ok").response().words()).startsWith("200 connection=close");
            client.readToEnd();
            Closing.isNotifyAndFin(client, tls);
            assertThat(proxy.ending(client))
                    .isEqualTo("ended by keepalive_requests 2 (test.conf:7): " + NOTIFY
                            + " after T s in the response, 2 requests [server-max-requests]");
        }
    }

    @EveryTls
    void aRequestAfterKeepaliveTimeIsTheLast(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "keepalive_time = 200ms");
                var client = proxy.client()) {
            client.pause(Duration.ofMillis(220));
            assertThat(client.request("/ok").response().words()).startsWith("200 connection=close");
            client.readToEnd();
            Closing.isNotifyAndFin(client, tls);
            assertThat(proxy.ending(client))
                    .isEqualTo("ended by keepalive_time 200ms (test.conf:7): " + NOTIFY
                            + " after T s in the response, 1 request [server-max-requests]");
        }
    }

    @EveryTls
    void connectionCloseAndHttp10AreFollowedByCloseNotifyAndFin(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls);
                var polite = proxy.client();
                var old = proxy.client()) {
            polite.request(Request.get("/ok").withHeader("Connection: close")).response();
            old.request(Request.get("/ok").withVersion("1.0")).response();
            for (var client : new LabClient[] {polite, old}) {
                client.readToEnd();
                Closing.isNotifyAndFin(client, tls);
                assertThat(proxy.ending(client))
                        .isEqualTo("ended by the server: " + NOTIFY
                                + " after T s in the response, 1 request [normal-close]");
            }
            assertThat(proxy.access("/ok")).startsWith("GET /ok HTTP/1.1|200|").contains("|OK|");
        }
    }

    @EveryTls
    void theClientsFinOnAnIdleConnectionIsAnsweredByFinAlone(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls);
                var client = proxy.client()) {
            client.request("/ok").response();
            client.halfClose().readToEnd();
            Closing.isSilentFin(client);
            assertThat(proxy.ending(client)).isEqualTo(idleClient("FIN: " + SILENT));
        }
    }

    @EveryTls
    void theClientsCloseNotifyOnAnIdleConnectionIsAnsweredByFinAlone(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls);
                var client = proxy.client()) {
            client.request("/ok").response();
            client.closeNotify().readToEnd();
            Closing.isSilentFin(client);
            assertThat(proxy.ending(client)).isEqualTo(idleClient("close_notify: " + SILENT));
        }
    }

    @EveryTls
    void theClientsRstOnAnIdleConnectionIsTold(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls);
                var client = proxy.client()) {
            client.request("/ok").response();
            client.rst();
            assertThat(proxy.ending(client)).isEqualTo(idleClient("RST: no answer"));
        }
    }

    /** How long nothing had happened, not how long since its close_notify, which is bytes of the client's too. */
    @EveryTls
    void theSilenceBeforeAClientsCloseNotifyIsTold(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls);
                var client = proxy.client()) {
            client.request("/ok").response();
            proxy.pass(Duration.ofSeconds(1));
            client.closeNotify().readToEnd();
            assertThat(proxy.line("error.log", ":" + client.localPort() + " ended by the client's close_notify"))
                    .containsPattern(" after [1-9]\\d*\\.\\d{3} s idle, 1 request \\[client-idle-timeout]$");
        }
    }

    private static String idleClient(String act) {
        return "ended by the client's " + act + " after T s idle, 1 request [normal-close]";
    }

    @EveryTls
    void aClientThatLeavesByFinWhileItWaitsGetsFinAlone(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls);
                var client = proxy.client()) {
            client.request("/silent");
            proxy.origin().awaitRequest(Duration.ofSeconds(10));
            client.halfClose().readToEnd();
            Closing.isSilentFin(client);
            assertThat(proxy.ending(client)).isEqualTo(gaveUp(SILENT));
            assertThat(proxy.access("/silent")).startsWith("GET /silent HTTP/1.1|499|0|0||");
            assertThat(proxy.origin().awaitClose(Duration.ofSeconds(10))).isPresent();
        }
    }

    /** nginx does not read while it waits, so the alert stays unread in its socket and its kernel resets. */
    @EveryTls
    void aClientThatLeavesByCloseNotifyAndFinWhileItWaitsGetsRst(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls);
                var client = proxy.client()) {
            client.request("/silent");
            proxy.origin().awaitRequest(Duration.ofSeconds(10));
            client.closeNotify().pause(SHORT).halfClose().readToEnd();
            Closing.isReset(client);
            assertThat(proxy.ending(client)).isEqualTo(gaveUp("RST"));
        }
    }

    private static String gaveUp(String act) {
        return "ended by the client's FIN: " + act + " after T s awaiting the response, 1 request [client-gave-up]";
    }
}
