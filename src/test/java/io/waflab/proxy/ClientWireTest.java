package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who a client is, how often it may come, and whether: on the wire. */
@Tag("wire")
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class ClientWireTest {

    @TempDir
    static Path folder;

    private static LabProxy.Setup plain(String... http) {
        var lines = new java.util.ArrayList<>(java.util.List.of(http));
        return LabProxy.Setup.in(folder).plain().http(lines.toArray(String[]::new));
    }

    private static String words(LabProxy proxy, String target) throws Exception {
        try (var client = proxy.client()) {
            return client.request(target).response().words();
        }
    }

    private static LabProxy limited(String limit) throws Exception {
        return plain(
                        "log_format = { test = \"$request|$status|$limit_req_status|$limit_conn_status|$request_time\" }",
                        "limit_req_zone = \"$binary_remote_addr zone=one:1m rate=20r/m\"",
                        "limit_conn_zone = \"$server_port zone=conns:1m\"")
                .locations("\"/\" { proxy_pass = \"ORIGIN\"\n" + limit + " }")
                .start();
    }

    @Test
    void aRequestAboveTheRateIsRefusedAndTheLogSaysBy() throws Exception {
        try (var proxy = limited("limit_req = [\"zone=one\"], limit_req_status = 429")) {
            assertThat(words(proxy, "/ok?a")).startsWith("200 ");
            assertThat(words(proxy, "/ok?b")).startsWith("429 ");
            assertThat(proxy.line("error.log", "limiting requests"))
                    .contains("[error]")
                    .matches(
                            ".*limiting requests, excess: [0-9]\\.[0-9]{3} by zone \"one\", client: 127\\.0\\.0\\.1, .*");
            assertThat(proxy.access("/ok?b")).contains("|429|REJECTED|");
        }
    }

    @Test
    void aDelayedRequestWaitsAndCountsAgainstNoOtherTimer() throws Exception {
        try (var proxy =
                limited("limit_req = [\"zone=one burst=1\"], client_body_timeout = 100ms, send_timeout = 100ms")) {
            words(proxy, "/ok?a");
            assertThat(words(proxy, "/ok?b")).startsWith("200 ");
            assertThat(proxy.line("error.log", "delaying request")).contains("[warn]", ", by zone \"one\"");
            assertThat(proxy.access("/ok?b")).matches(".*\\|200\\|DELAYED\\|-\\|[1-9]\\.[0-9]{3}");
        }
    }

    @Test
    void aClientThatLeavesWhileItIsDelayedIs499() throws Exception {
        try (var proxy = limited("limit_req = [\"zone=one burst=5\"]");
                var client = proxy.client()) {
            words(proxy, "/ok?a");
            client.request("/ok?b");
            proxy.line("error.log", "delaying request");
            client.fin();
            client.readToEnd();
            assertThat(proxy.access("/ok?b")).contains("|499|DELAYED|");
            assertThat(proxy.origin().requests()).hasSize(1);
        }
    }

    @Test
    void dryRunsOnlySay() throws Exception {
        try (var proxy = limited("limit_req = [\"zone=one\"], limit_req_dry_run = on")) {
            words(proxy, "/ok?a");
            assertThat(words(proxy, "/ok?b")).startsWith("200 ");
            assertThat(proxy.line("error.log", "limiting requests")).contains("limiting requests, dry run, excess: ");
            assertThat(proxy.access("/ok?b")).contains("|200|REJECTED_DRY_RUN|");
        }
    }

    @Test
    void oneRequestTooManyAtOnceIsRefusedUntilOneIsOver() throws Exception {
        try (var proxy = limited("limit_conn = [\"conns 1\"]");
                var busy = proxy.client()) {
            busy.send("POST /ok HTTP/1.1\r\nHost: lab.test\r\nContent-Length: 2\r\n\r\n1");
            busy.pause(Duration.ofMillis(1));
            String answer = words(proxy, "/ok?b");
            for (int i = 0; i < 100 && !answer.startsWith("503 "); i++) {
                answer = words(proxy, "/ok?b");
            }
            assertThat(answer).startsWith("503 ");
            assertThat(proxy.line("error.log", "limiting connections"))
                    .contains("[error]", "limiting connections by zone \"conns\"");
            assertThat(proxy.access("|503|")).contains("|503|-|REJECTED|");
            busy.send("2");
            busy.response();
            busy.fin();
            busy.readToEnd();
            assertThat(words(proxy, "/ok?c")).startsWith("200 ");
        }
    }

    @Test
    void whoIsDeniedGets403() throws Exception {
        try (var proxy = plain("deny = [\"127.0.0.1\"]").start()) {
            assertThat(words(proxy, "/ok?a")).startsWith("403 ");
            assertThat(proxy.line("error.log", "access forbidden by rule")).contains("[error]");
        }
    }

    @Test
    void aTrustedProxysWordIsTakenForTheClient() throws Exception {
        try (var proxy = plain(
                                "log_format = { test = \"$request|$remote_addr|$remote_port|$realip_remote_addr\" }",
                                "set_real_ip_from = [\"127.0.0.0/8\"], real_ip_header = X-Forwarded-For",
                                "deny = [\"192.0.2.9\"]")
                        .start();
                var client = proxy.client()) {
            client.send("GET /a HTTP/1.1\r\nHost: lab.test\r\nX-Forwarded-For: 192.0.2.8:77, 192.0.2.9\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(403);
            assertThat(proxy.line("error.log", "forbidden")).contains("client: 192.0.2.9,");
            assertThat(proxy.access("/a")).endsWith("|192.0.2.9||127.0.0.1");
        }
    }

    @Test
    void aResponseGoesNoFasterThanLimitRate() throws Exception {
        try (var proxy = plain("log_format = { test = \"$request|$status|$request_time\" }", "send_timeout = 100ms")
                .locations("\"/\" { proxy_pass = \"ORIGIN\", limit_rate = \"${arg_rate}0\", limit_rate_after = 5k }")
                .start()) {
            // Of the rate's 4000 bytes two seconds' worth may go at once: nginx counts whole seconds of the clock.
            assertThat(words(proxy, "/ok?n=16000&rate=400")).startsWith("200 ").contains("16000 bytes");
            assertThat(proxy.access("rate=400")).matches(".*\\|200\\|[1-9]\\.[0-9]{3}");
        }
    }

    /** At 10 bytes a second 3000 would come in five minutes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit_rate = 10, proxy_buffering = off",
                "limit_rate = 10, proxy_buffering = off, proxy_ignore_headers = [\"X-Accel-Buffering\"]",
                "limit_rate = 10",
                "proxy_ignore_headers = [\"X-Accel-Limit-Rate\", \"X-Accel-Buffering\"]"
            })
    void whatIsNotBufferedOrWhoseLimitIsIgnoredGoesAsFastAsItCan(String lines) throws Exception {
        try (var origin = new ScriptedOrigin("HTTP/1.1 200 OK\r\nX-Accel-Buffering: no\r\nX-Accel-Limit-Rate: 10\r\n"
                        + "Content-Length: 3000\r\n\r\n" + "x".repeat(3000));
                var proxy = plain("log_format = { test = \"$request|$status|$limit_rate\" }")
                        .locations("\"/\" { proxy_pass = \"" + origin.url() + "\", " + lines + " }")
                        .start()) {
            assertThat(words(proxy, "/fast")).startsWith("200 ").contains("3000 bytes");
            assertThat(proxy.access("/fast")).endsWith("|200|0");
        }
    }

    @Test
    void whatAnUpstreamRedirectsToGoesAtTheRateThatItSays() throws Exception {
        try (var origin = new ScriptedOrigin("HTTP/1.1 200 OK\r\nX-Accel-Redirect: /said\r\n"
                        + "X-Accel-Limit-Rate: 123456\r\nContent-Length: 0\r\n\r\n");
                var proxy = plain("log_format = { test = \"$request|$status|$limit_rate\" }")
                        .locations(
                                "\"/\" { proxy_pass = \"" + origin.url() + "\" }",
                                "\"/said\" { return = \"200 there\", limit_rate = 5 }")
                        .start()) {
            assertThat(words(proxy, "/redirected")).startsWith("200 ").contains("5 bytes");
            assertThat(proxy.access("/redirected")).endsWith("|200|123456");
        }
    }

    @Test
    void aResponseComesNoFasterThanProxyLimitRateThoughItIsThereAtOnce() throws Exception {
        try (var proxy = plain("log_format = { test = \"$request|$status|$request_time\" }", "")
                .locations("\"/\" { proxy_pass = \"ORIGIN\", proxy_limit_rate = 8000, proxy_buffer_size = 4k }")
                .start()) {
            assertThat(words(proxy, "/ok?n=16000")).startsWith("200 ").contains("16000 bytes");
            assertThat(proxy.access("n=16000")).matches(".*\\|200\\|[1-9]\\.[0-9]{3}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 16000\r\n", ""})
    void proxyLimitRateHoldsThoughTheOriginHasEndedTheConnection(String length) throws Exception {
        try (var origin = new ScriptedOrigin("HTTP/1.1 200 OK\r\n" + length + "\r\n" + "x".repeat(16000));
                var proxy = plain("log_format = { test = \"$request|$status|$body_bytes_sent|$request_time\" }", "")
                        .locations("\"/\" { proxy_pass = \"" + origin.url()
                                + "\", proxy_limit_rate = 8000, proxy_buffer_size = 4k }")
                        .start()) {
            origin.next();
            assertThat(words(proxy, "/ended")).startsWith("200 ");
            assertThat(proxy.access("/ended")).matches(".*\\|200\\|16[0-9]{3}\\|[1-9]\\.[0-9]{3}");
        }
    }

    private static LabProxy proxied() throws Exception {
        return new LabProxy.Setup(
                        folder,
                        TlsCase.AUTO,
                        " proxy_protocol",
                        "log_format = { test = \"$request|$proxy_protocol_addr|$proxy_protocol_port|"
                                + "$proxy_protocol_server_addr|$proxy_protocol_server_port|$remote_addr\" }\n"
                                + "set_real_ip_from = [\"127.0.0.1\"], real_ip_header = proxy_protocol",
                        "client_header_timeout = 300ms",
                        "\"/\" { proxy_pass = \"ORIGIN\" }",
                        io.waflab.reproduce.Routes.builtIn(),
                        java.util.List.of())
                .start();
    }

    private static io.waflab.reproduce.LabClient raw(LabProxy proxy) throws Exception {
        var options = io.waflab.reproduce.ClientOptions.plain("127.0.0.1", proxy.port())
                .withLimit(Duration.ofSeconds(20));
        return new io.waflab.reproduce.LabClient(options).connect().handshake();
    }

    @Test
    void aProxyHeaderTellsBothEnds() throws Exception {
        try (var proxy = proxied();
                var client = raw(proxy)) {
            client.send("PROXY TCP4 192.0.2.1 198.51.100.1 1111 2222\r\nGET /ok HTTP/1.1\r\nHost: lab.test\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(200);
            assertThat(proxy.access("/ok")).endsWith("|192.0.2.1|1111|198.51.100.1|2222|192.0.2.1");
        }
    }

    @Test
    void whoBeginsWithoutOneIsHungUpOnWithoutAWord() throws Exception {
        try (var proxy = proxied();
                var client = raw(proxy)) {
            client.send("GET /ok HTTP/1.1\r\nHost: lab.test\r\n\r\n");
            client.readToEnd();
            assertThat(Closing.of(client)).containsExactly("FIN");
            assertThat(proxy.line("error.log", "broken header"))
                    .contains("[error]", "broken header: \"GET /ok HTTP/1.1\" while reading PROXY protocol, client: ");
        }
    }

    @Test
    void whoSaysNothingIsHungUpOnAfterClientHeaderTimeout() throws Exception {
        try (var proxy = proxied();
                var client = raw(proxy)) {
            client.readToEnd();
            assertThat(Closing.of(client)).containsExactly("FIN");
            assertThat(proxy.ending(client)).startsWith("ended by client_header_timeout 300ms");
        }
    }
}
