package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.connection.Peer;
import io.waflab.reproduce.ClientOptions;
import io.waflab.reproduce.ConnectionGone;
import io.waflab.reproduce.Ended;
import io.waflab.reproduce.LabClient;
import io.waflab.reproduce.Request;
import io.waflab.reproduce.TlsOptions;
import io.waflab.reproduce.TlsRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections end on which a request or a handshake was refused: bytes of the wire, and the log's line. */
@Tag("wire")
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class RefusalEndingsWireTest {

    private static final String NOTIFY = "close_notify + FIN";
    private static final String SILENT = "FIN without close_notify";
    private static final String GARBAGE = "GARBAGE\r\n\r\n";

    @TempDir
    static Path folder;

    private static LabProxy proxy(TlsCase tls, String... http) throws Exception {
        return LabProxy.Setup.in(folder, tls).http(http).start();
    }

    private static String refused(int status, String phase, String act) {
        return "ended by the server (status " + status + "): " + act + " after T s " + phase
                + ", 1 request [request-refused]";
    }

    @EveryTls
    void return444IsFinAlone(TlsCase tls) throws Exception {
        try (var proxy = LabProxy.Setup.in(folder, tls)
                        .locations("\"/\" { return = 444 }")
                        .start();
                var client = proxy.client()) {
            client.request("/x").readToEnd();
            Closing.isSilentFin(client);
            assertThat(proxy.ending(client))
                    .isEqualTo("ended by return 444 (test.conf:13) (status 444): " + SILENT
                            + " after T s in mid-request, 1 request [request-refused]");
            assertThat(proxy.access("/x")).startsWith("GET /x HTTP/1.1|444|0|0|");
        }
    }

    @EveryTls
    void return444IsRstWhereTimedOutConnectionsAreReset(TlsCase tls) throws Exception {
        try (var proxy = LabProxy.Setup.in(folder, tls)
                        .http("reset_timedout_connection = on")
                        .locations("\"/\" { return = 444 }")
                        .start();
                var client = proxy.client()) {
            client.request("/x").readToEnd();
            Closing.isReset(client);
        }
    }

    @EveryTls
    void aRequestThatIsNoneGetsItsPageAndCloseNotifyAndFin(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls);
                var client = proxy.client()) {
            assertThat(client.send(GARBAGE).response().words())
                    .startsWith("400 connection=close")
                    .endsWith("complete");
            client.readToEnd();
            Closing.isNotifyAndFin(client, tls);
            client.fin();
            assertThat(proxy.ending(client)).isEqualTo(refused(400, "in mid-request", NOTIFY));
            assertThat(proxy.access("GARBAGE")).startsWith("GARBAGE|400|").contains("|OK|");
            assertThat(proxy.origin().accepted()).isZero();
        }
    }

    /** nginx's head says keep-alive, but its filter has failed. */
    @EveryTls
    void aConditionThatFailsEndsTheConnectionBehindItsPage(TlsCase tls) throws Exception {
        try (var proxy = LabProxy.Setup.in(folder, tls)
                        .locations("\"/\" { return = \"200 text\" }")
                        .start();
                var client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: lab.test\r\nIf-Match: \"x\"\r\n\r\nGET /next");
            assertThat(client.response().words())
                    .startsWith("412 connection=keep-alive")
                    .endsWith("complete");
            client.readToEnd();
            Closing.isNotifyAndFin(client, tls);
            client.fin();
            assertThat(proxy.ending(client)).isEqualTo(refused(412, "in the response", NOTIFY));
        }
    }

    /** What came of the body is read to be dropped before the page is sent, whose head says what was found. */
    @EveryTls
    void aPageBesideBrokenChunksSaysThatTheConnectionEnds(TlsCase tls) throws Exception {
        try (var proxy = LabProxy.Setup.in(folder, tls)
                .locations("\"/\" { return = 404 }", "\"/inner\" { internal = on }")
                .start()) {
            saysThatItEndsBesideBrokenChunks(proxy, tls, "/");
            saysThatItEndsBesideBrokenChunks(proxy, tls, "/inner");
        }
    }

    private static void saysThatItEndsBesideBrokenChunks(LabProxy proxy, TlsCase tls, String path) throws Exception {
        try (var client = proxy.client()) {
            client.send("POST " + path + " HTTP/1.1\r\nHost: lab.test\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
            assertThat(client.response().words())
                    .startsWith("404 connection=close")
                    .endsWith("complete");
            client.readToEnd();
            Closing.isNotifyAndFin(client, tls);
        }
    }

    @EveryTls
    void everyRefusalIsItsPageAndCloseNotifyAndFin(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls)) {
            refuses(proxy, tls, "GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: lab.test\r\n\r\n", 414);
            refuses(proxy, tls, "TRACE / HTTP/1.1\r\nHost: lab.test\r\n\r\n", 405);
            refuses(proxy, tls, "POST / HTTP/1.1\r\nHost: lab.test\r\nTransfer-Encoding: gzip\r\n\r\n", 501);
            refuses(proxy, tls, "GET / HTTP/2.0\r\nHost: lab.test\r\n\r\n", 505);
            assertThat(proxy.origin().accepted()).isZero();
        }
    }

    private static void refuses(LabProxy proxy, TlsCase tls, String request, int status) throws Exception {
        try (var client = proxy.client()) {
            assertThat(client.send(request).response().words())
                    .startsWith(status + " connection=close")
                    .endsWith("complete");
            client.readToEnd();
            Closing.isNotifyAndFin(client, tls);
            client.fin();
            assertThat(proxy.ending(client)).isEqualTo(refused(status, "in mid-request", NOTIFY));
        }
    }

    /** Wherever nginx knew of the body when it refused the request (ngx_http_special_response_handler drops it). */
    @EveryTls
    void theBodyOfARefusedRequestIsReadUntilLingeringTimeoutAndThenFinAlone(TlsCase tls) throws Exception {
        var trusted = folder.resolve("certs/root.pem");
        try (var proxy = LabProxy.Setup.in(folder, tls)
                .http("lingering_timeout = 300ms")
                .server("ssl_verify_client = on", "ssl_trusted_certificate = \"" + trusted + "\"")
                .start()) {
            dropsTheBody(proxy, "TRACE / HTTP/1.1\r\nHost: lab.test\r\nContent-Length: 1000\r\n\r\n", 405);
            dropsTheBody(proxy, "POST / HTTP/1.1\r\nHost: lab.test\r\nContent-Length: 1000\r\n\r\nabc", 400);
            dropsTheBody(
                    proxy, "POST / HTTP/1.1\r\nHost: lab.test\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", 400);
            assertThat(proxy.line("error.log", "no required SSL certificate")).contains("[info]");
            assertThat(proxy.origin().accepted()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"return = \"200 sorry\"", "proxy_pass = \"ORIGIN\""})
    void whatErrorPageNamesTakesOrDropsTheBodyOfARefusedRequest(String answer) throws Exception {
        try (var proxy = LabProxy.Setup.in(folder)
                        .http("lingering_timeout = 300ms", "client_body_timeout = 300ms", "error_page = \"405 /ok\"")
                        .locations("\"/\" { " + answer + " }")
                        .start();
                var client = proxy.client()) {
            client.send("TRACE / HTTP/1.1\r\nHost: lab.test\r\nContent-Length: 1000\r\n\r\nabc");
            client.readToEnd();
            Closing.isSilentFin(client);
            assertThat(proxy.origin().accepted()).isZero();
        }
    }

    @EveryTls
    void theBodyOfARefusedRequestThatIsThereIsCloseNotifyAndFin(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls);
                var client = proxy.client()) {
            client.send("TRACE / HTTP/1.1\r\nHost: lab.test\r\nContent-Length: 3\r\n\r\nabc");
            assertThat(client.response().status()).isEqualTo(405);
            client.readToEnd();
            Closing.isNotifyAndFin(client, tls);
            assertThat(proxy.ending(client)).isEqualTo(refused(405, "in mid-request", NOTIFY));
        }
    }

    @EveryTls
    void aDroppedBodyWhoseLaterChunksAreNoneIsFinAlone(TlsCase tls) throws Exception {
        try (var proxy = LabProxy.Setup.in(folder, tls)
                        .locations("\"/\" { return = \"200 ok\" }")
                        .start();
                var client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: lab.test\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            assertThat(client.response().words()).startsWith("200");
            client.send("zz\r\n").readToEnd();
            Closing.isSilentFin(client);
            assertThat(proxy.ending(client)).endsWith("[request-refused]");
        }
    }

    @EveryTls
    void aDroppedBodyWhoseFirstChunksAreNoneIsCloseNotifyAndFin(TlsCase tls) throws Exception {
        try (var proxy = LabProxy.Setup.in(folder, tls)
                        .locations("\"/\" { return = \"200 ok\" }")
                        .start();
                var client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: lab.test\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
            assertThat(client.response().words()).startsWith("400 connection=close");
            client.readToEnd();
            Closing.isNotifyAndFin(client, tls);
        }
    }

    private static void dropsTheBody(LabProxy proxy, String request, int status) throws Exception {
        try (var client = proxy.client()) {
            assertThat(client.send(request).response().words())
                    .startsWith(status + " connection=close")
                    .endsWith("complete");
            client.readToEnd();
            Closing.isSilentFin(client);
            assertThat(proxy.ending(client))
                    .startsWith("ended by the server (status 4")
                    .contains(": " + SILENT);
        }
    }

    @EveryTls
    void aBodyTooLargeThatStopsIsReadUntilLingeringTimeoutAndThenFinAlone(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "lingering_timeout = 300ms", "client_max_body_size = 10", "lingering_close = off");
                var client = proxy.client()) {
            assertThat(client.request(Request.post("/ok", 100_000).sendingBody(1000))
                            .response()
                            .words())
                    .startsWith("413 connection=close")
                    .endsWith("complete");
            client.readToEnd();
            Closing.isSilentFin(client);
            assertThat(proxy.ending(client)).isEqualTo(refused(413, "in the response", SILENT));
        }
    }

    /** nginx closes over bytes that it no longer reads: it says close_notify, and its kernel RST. */
    @EveryTls
    void aBodyTooLargeThatTricklesIsReadUntilLingeringTimeAndThenCloseNotifyAndRst(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "lingering_time = 1s", "client_max_body_size = 10", "lingering_close = off");
                var client = proxy.client()) {
            client.request(Request.post("/ok", 100_000).sendingBody(40)).response();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            client.pause(Duration.ofMillis(50)).send("b");
                        }
                    })
                    .isInstanceOf(ConnectionGone.class);
            client.readToEnd();
            assertThat(client.end().ended()).isEqualTo(Ended.CLOSE_NOTIFY_RST);
            assertThat(proxy.ending(client)).isEqualTo(refused(413, "in the response", "close_notify + RST"));
        }
    }

    @EveryTls
    void aBodyTooLargeThatIsThereIsCloseNotifyAndFin(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "lingering_timeout = 5s", "client_max_body_size = 10");
                var client = proxy.client()) {
            assertThat(client.request(Request.post("/ok", 1000)).response().words())
                    .startsWith("413 connection=close")
                    .endsWith("complete");
            client.readToEnd();
            Closing.isNotifyAndFin(client, tls);
            assertThat(proxy.ending(client)).isEqualTo(refused(413, "in the response", NOTIFY));
        }
    }

    @EveryTls
    void lingeringCloseSwallowsWhatComesBehindTheEnd(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "lingering_timeout = 200ms", "lingering_close = on");
                var client = proxy.client()) {
            proxy.still(() -> {
                assertThat(client.send(GARBAGE + "x".repeat(1000)).response().status())
                        .isEqualTo(400);
                client.readToEnd();
                Closing.isNotifyAndFin(client, tls);
                client.sendUnderTls("more");
                client.pause(Duration.ofMillis(50));
                return client.sendUnderTls("more");
            });
            assertThat(proxy.ending(client)).isEqualTo(refused(400, "in mid-request", NOTIFY));
        }
    }

    @EveryTls
    void withoutLingeringWhatIsUnreadMakesARst(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "lingering_close = off", "client_header_buffer_size = 1k");
                var client = proxy.client()) {
            assertThatThrownBy(() -> sendUntilReset(client)).isInstanceOf(ConnectionGone.class);
            client.readToEnd();
            assertThat(Closing.of(client)).endsWith("RST");
        }
    }

    private static void sendUntilReset(LabClient client) throws IOException {
        client.send(GARBAGE);
        while (true) {
            client.send("x".repeat(10_000));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "on", "always"})
    void aRefusalWithNothingUnreadLooksTheSameHoweverOneLingers(String lingers) throws Exception {
        try (var proxy = proxy(TlsCase.AUTO, "lingering_timeout = 200ms", "lingering_close = \"" + lingers + "\"");
                var client = proxy.client()) {
            assertThat(client.send(GARBAGE).response().status()).isEqualTo(400);
            client.readToEnd();
            Closing.isNotifyAndFin(client, new TlsCase("openssl", "TLSv1.3"));
            assertThat(proxy.ending(client)).isEqualTo(refused(400, "in mid-request", NOTIFY));
        }
    }

    @EveryTls
    void aRejectedHandshakeIsUnrecognizedNameAndFin(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "ssl_reject_handshake = on")) {
            refusesHandshake(proxy, proxy.options(), "unrecognized_name");
        }
    }

    @EveryTls
    void noVersionInCommonIsProtocolVersionAndFin(TlsCase tls) throws Exception {
        var other = tls.version().equals("TLSv1.2") ? "TLSv1.3" : "TLSv1.2";
        try (var proxy = proxy(tls, "ssl_protocols = \"" + other + "\"")) {
            refusesHandshake(proxy, proxy.options(), "protocol_version");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openssl", "bctls", "jdk"})
    void noCipherInCommonIsHandshakeFailureAndFin(String engine) throws Exception {
        try (var proxy = proxy(new TlsCase(engine, "TLSv1.2"), "ssl_ciphers = \"ECDHE-RSA-AES256-GCM-SHA384\"")) {
            var client = TlsOptions.trustingAnyone("lab.test")
                    .withProtocols("TLSv1.2")
                    .withCiphers("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
            refusesHandshake(proxy, proxy.options().withTls(client), "handshake_failure");
        }
    }

    private static void refusesHandshake(LabProxy proxy, ClientOptions options, String alert) throws Exception {
        try (var client = new LabClient(options).connect()) {
            assertThatThrownBy(client::handshake)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(alert);
            client.readToEnd();
            assertThat(Closing.of(client)).containsExactly(alert, "FIN");
            assertThat(proxy.ending(client))
                    .isEqualTo("ended by the server (" + alert + "): fatal alert + FIN after T s in the handshake,"
                            + " 0 requests [handshake-refused:" + alert + "]");
        }
    }

    @EveryTls
    void plainHttpOnATlsPortIsAPlainPageAndFin(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls);
                var client = proxy.connected()) {
            client.send("GET /plain HTTP/1.1\r\nHost: lab.test\r\n\r\n");
            var page = client.response();
            assertThat(page.words()).startsWith("400 connection=close");
            assertThat(page.body()).contains("The plain HTTP request was sent to HTTPS port");
            client.readToEnd();
            Closing.isSilentFin(client);
            assertThat(proxy.ending(client))
                    .isEqualTo("ended by the server: " + SILENT
                            + " after T s in the handshake, 1 request [plaintext-on-tls-port]");
            assertThat(proxy.access("/plain")).contains("|400|");
        }
    }

    /** Nothing but the RST tells in the plain whether the body was waited for. */
    @EveryTls
    void theBodyOfAPlainRequestOnATlsPortIsReadUntilLingeringTimeout(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "lingering_timeout = 300ms", "reset_timedout_connection = on");
                var client = proxy.connected()) {
            client.send("POST /plain HTTP/1.1\r\nHost: lab.test\r\nContent-Length: 1000\r\n\r\nabc");
            assertThat(client.response().words()).startsWith("400 connection=close");
            client.readToEnd();
            Closing.isReset(client);
            assertThat(proxy.ending(client)).endsWith("[plaintext-on-tls-port]");
        }
    }

    @EveryTls
    void halfAPlainHeadOnATlsPortIsWaitedFor(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "client_header_timeout = 300ms");
                var client = proxy.still(() -> proxy.connected().send("GET /plain HTTP/1.1\r\nHost"))) {
            assertThat(client.readToEnd().bytes()).isZero();
            Closing.isSilentFin(client);
            assertThat(proxy.ending(client))
                    .isEqualTo("ended by client_header_timeout 300ms (test.conf:7): " + SILENT
                            + " after T s in mid-request, 0 requests [header-timeout]");
        }
    }

    @EveryTls
    void aRecordThatCannotBeReadIsBadRecordMacAndFin(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls);
                var client = proxy.client()) {
            client.request("/ok").response();
            client.sendUnderTls("\u0017\u0003\u0003\u0000\u0028" + "z".repeat(40));
            client.readToEnd();
            assertThat(Closing.of(client)).containsExactly("bad_record_mac", "FIN");
            assertThat(proxy.ending(client))
                    .isEqualTo(
                            "ended by the server (unreadable TLS record): fatal alert + FIN after T s idle, 1 request"
                                    + " [request-refused]");
        }
    }

    @EveryTls
    void aClientThatRefusesTheCertificateIsToldByItsAlert(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls)) {
            var wary = TlsOptions.trustingAnyone("lab.test")
                    .withProtocols(tls.version())
                    .withAuthorities(folder.resolve("certs/self-signed.pem"));
            try (var client = new LabClient(proxy.options().withTls(wary)).connect()) {
                assertThatThrownBy(client::handshake).isInstanceOf(IOException.class);
                assertThat(client.readToEnd().ended()).isNotEqualTo(Ended.STILL_OPEN);
                assertThat(client.records())
                        .filteredOn(record -> record.by() == Peer.SERVER)
                        .extracting(TlsRecord::type)
                        .as("no alert")
                        .doesNotContain(21);
                assertThat(proxy.ending(client))
                        .startsWith("ended by the client's alert (")
                        .contains(SILENT, "[certificate-rejected:");
            }
        }
    }
}
