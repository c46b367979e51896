package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What origins that speak TLS say and hear at their ends; after nginx 1.22 as measured. */
@Tag("wire")
@Timeout(60)
class UpstreamTlsWireTest {

    private static final int MOST = 10_000;

    @TempDir
    static Path folder;

    private static ServerSocket origin() throws Exception {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** One group of so many servers, all of them that origin. */
    private static LabProxy proxy(ServerSocket origin, int servers, String timeout) throws Exception {
        var address = "\"127.0.0.1:" + origin.getLocalPort() + "\"";
        return LabProxy.Setup.in(folder)
                .plain()
                .http(
                        "upstreams = { u { servers = [" + String.join(", ", Collections.nCopies(servers, address))
                                + "], keepalive = 8 } }",
                        "proxy_http_version = 1.1, proxy_set_header = { Connection = \"\" }",
                        timeout)
                .locations("\"/\" { proxy_pass = \"https://u\" }")
                .start();
    }

    private static Socket accept(ServerSocket origin) throws Exception {
        var accepted = origin.accept();
        accepted.setSoTimeout(MOST);
        return accepted;
    }

    /** Reads a request and answers it; close_notify is behind the answer where it is to end so. */
    private static void answer(Socket accepted, String answer, boolean ends) throws Exception {
        var tls = AcceptedTls.over(accepted, false);
        assertThat(tls.getInputStream().read(new byte[1 << 16])).isPositive();
        tls.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        if (ends) {
            tls.shutdownOutput();
        }
    }

    @Test
    void closeNotifyIsTheEndOfAnAnswerWithoutALength() throws Exception {
        try (var origin = origin();
                var proxy = proxy(origin, 1, "proxy_read_timeout = 2s");
                var client = proxy.client()) {
            client.request("/");
            try (var accepted = accept(origin)) {
                answer(accepted, "HTTP/1.1 200 OK\r\n\r\nhello", true);
                assertThat(client.response().words()).isEqualTo("200 connection=keep-alive, 5 bytes, complete");
                assertThat(StreamLab.rest(accepted))
                        .as("no close_notify in answer")
                        .isEqualTo("FIN");
            }
        }
    }

    @Test
    void closeNotifyCutsAnAnswerWhoseLengthSaysMore() throws Exception {
        try (var origin = origin();
                var proxy = proxy(origin, 1, "proxy_read_timeout = 60s");
                var client = proxy.client()) {
            client.request("/");
            try (var accepted = accept(origin)) {
                answer(accepted, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", true);
                assertThat(client.response().words()).contains("5 bytes, cut short");
                proxy.line("error.log", "upstream prematurely closed connection while reading upstream");
                client.readToEnd();
                assertThat(proxy.ending(client)).startsWith("ended by the upstream's close_notify: FIN");
            }
        }
    }

    @Test
    void anIdleConnectionWhoseOriginSaysCloseNotifyIsNotUsedAgain() throws Exception {
        try (var origin = origin();
                var proxy = proxy(origin, 1, "proxy_read_timeout = 2s");
                var client = proxy.client()) {
            client.request("/");
            try (var accepted = accept(origin)) {
                var answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
                answer(accepted, answer, true);
                assertThat(client.response().status()).isEqualTo(200);
                assertThat(StreamLab.rest(accepted)).as("over unread bytes").isEqualTo("RST");
                client.request("/");
                try (var next = accept(origin)) {
                    answer(next, answer, false);
                    assertThat(client.response().status()).isEqualTo(200);
                }
            }
        }
    }

    /** ngx_http_upstream_next sets no_send_shutdown. */
    @Test
    void aServerInWhosePlaceAnotherIsTriedHearsFinAlone() throws Exception {
        try (var origin = origin();
                var proxy = proxy(origin, 2, "proxy_read_timeout = 300ms");
                var client = proxy.client()) {
            client.request("/");
            try (var silent = accept(origin)) {
                AcceptedTls.over(silent, false).getInputStream().read(new byte[1 << 16]);
                try (var next = accept(origin)) {
                    answer(next, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", false);
                    assertThat(client.response().status()).isEqualTo(200);
                    assertThat(StreamLab.rest(silent)).isEqualTo("FIN");
                }
            }
        }
    }

    @Test
    void theLastServerThatIsTriedHearsCloseNotify() throws Exception {
        try (var origin = origin();
                var proxy = proxy(origin, 1, "proxy_read_timeout = 300ms");
                var client = proxy.client()) {
            client.request("/");
            try (var silent = accept(origin)) {
                AcceptedTls.over(silent, false).getInputStream().read(new byte[1 << 16]);
                assertThat(client.response().status()).isEqualTo(504);
                AcceptedTls.assertAlertAndFin(silent);
            }
        }
    }
}
