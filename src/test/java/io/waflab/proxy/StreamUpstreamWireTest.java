package io.waflab.proxy;

import static io.waflab.proxy.StreamLab.hear;
import static io.waflab.proxy.StreamLab.reset;
import static io.waflab.proxy.StreamLab.rest;
import static io.waflab.proxy.StreamLab.say;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What upstreams of stream do to a session, and what they are told at its end; after nginx 1.22 as measured. */
@Tag("wire")
@Timeout(60)
class StreamUpstreamWireTest {

    private static final String TLS = "server { listen LISTEN; proxy_ssl on; proxy_pass ORIGIN; }";

    @TempDir
    private static Path folder;

    @Test
    void aSynThatNobodyAnswersEndsAtProxyConnectTimeout() throws Exception {
        for (var listen : new String[] {"LISTEN", "LISTEN ssl"}) {
            try (var full = new FullBacklog();
                    var lab = new StreamLab(
                            folder,
                            "server { listen " + listen + "; proxy_connect_timeout 300ms; proxy_pass 127.0.0.1:"
                                    + full.port() + "; }")) {
                if (listen.endsWith("ssl")) {
                    try (var client = lab.tlsClient()) {
                        client.readToEnd();
                        assertThat(Closing.of(client)).containsExactly("close_notify", "FIN");
                    }
                } else {
                    try (var client = lab.client()) {
                        assertThat(rest(client)).isEqualTo("FIN");
                    }
                    try (var client = lab.still(() -> saying(lab, "hi"))) {
                        assertThat(rest(client)).as("over unread bytes").isEqualTo("RST");
                    }
                }
                assertThat(lab.access()).startsWith("502 0 0 127.0.0.1:" + full.port());
                assertThat(lab.ending())
                        .startsWith("ended by proxy_connect_timeout 300ms (")
                        .contains("[connect-timeout]");
                lab.line("error.log", "upstream timed out (110: Connection timed out) while connecting to upstream");
            }
        }
    }

    private static Socket saying(StreamLab lab, String bytes) throws IOException {
        var client = lab.client();
        say(client, bytes);
        return client;
    }

    @Test
    void anOriginThatSaysNothingInTheHandshakeIsHungUpOnWithoutAWord() throws Exception {
        try (var lab = new StreamLab(folder, "proxy_connect_timeout 300ms; " + TLS)) {
            Socket[] sockets = lab.still(() -> {
                var client = lab.client();
                var origin = lab.origin();
                assertThat(hear(origin, 3)).as("a ClientHello").isEqualTo("\u0016\u0003\u0001");
                return new Socket[] {client, origin};
            });
            assertThat(rest(sockets[0])).isEqualTo("FIN");
            assertThat(rest(sockets[1])).endsWith("FIN");
            assertThat(lab.access()).startsWith("502 ");
        }
    }

    @Test
    void closeNotifyAndFinOfTheOriginEndTheSessionAndAreNotAnswered() throws Exception {
        try (var lab = new StreamLab(folder, TLS);
                var client = lab.client()) {
            var accepted = lab.origin();
            var origin = AcceptedTls.over(accepted, true);
            say(client, "hi");
            assertThat(hear(origin, 2)).isEqualTo("hi");
            say(origin, "you");
            origin.shutdownOutput();
            assertThat(rest(client)).isEqualTo("youFIN");
            assertThat(rest(accepted)).as("on the socket itself").isEqualTo("FIN");
            assertThat(lab.ending()).startsWith("ended by the upstream's close_notify: FIN without close_notify");
            assertThat(lab.access()).startsWith("200 2 3 ");
        }
    }

    @Test
    void anRstOfTheOriginUnderTlsIsAFinToTheClient() throws Exception {
        try (var lab = new StreamLab(folder, TLS);
                var client = lab.client()) {
            var accepted = lab.origin();
            var origin = AcceptedTls.over(accepted, true);
            say(client, "hi");
            assertThat(hear(origin, 2)).isEqualTo("hi");
            reset(accepted);
            assertThat(rest(client)).isEqualTo("FIN");
            assertThat(lab.ending()).contains("[server-reset]");
            lab.line(
                    "error.log",
                    "recv() failed (104: Connection reset by peer) while proxying and reading from upstream");
        }
    }

    @Test
    void proxyTimeoutAndTheClientsFinTellTheOriginByCloseNotify() throws Exception {
        try (var lab = new StreamLab(folder, TLS);
                var client = lab.client()) {
            var origin = lab.origin();
            var tls = AcceptedTls.over(origin, true);
            // What has passed shows that the proxy too is done with the handshake.
            client.getOutputStream().write('x');
            assertThat(tls.getInputStream().read()).isEqualTo('x');
            client.shutdownOutput();
            AcceptedTls.assertAlertAndFin(origin);
            assertThat(rest(client)).isEqualTo("FIN");
        }
        try (var lab = new StreamLab(folder, "proxy_timeout 300ms; " + TLS);
                var client = lab.client()) {
            var origin = lab.origin();
            AcceptedTls.over(origin, true);
            AcceptedTls.assertAlertAndFin(origin);
            assertThat(rest(client)).isEqualTo("FIN");
            assertThat(lab.ending()).startsWith("ended by proxy_timeout 300ms (");
        }
    }

    @Test
    void aHalfCloseUnderTlsIsFinWithoutCloseNotify() throws Exception {
        try (var lab = new StreamLab(folder, "proxy_half_close on; " + TLS);
                var client = lab.client()) {
            var origin = lab.origin();
            var tls = AcceptedTls.over(origin, true);
            client.shutdownOutput();
            assertThat(rest(origin)).as("on the socket itself").isEqualTo("FIN");
            say(tls, "late");
            tls.shutdownOutput();
            assertThat(rest(client)).isEqualTo("lateFIN");
        }
    }

    @Test
    void aReloadLetsSessionsLiveAndGivesNewOnesToTheNewFile() throws Exception {
        try (var lab = new StreamLab(folder, "server { listen LISTEN; proxy_pass ORIGIN; }");
                var old = lab.client()) {
            var origin = lab.origin();
            try (var next = lab.reload("server { listen LISTEN; return new; }");
                    var fresh = lab.client()) {
                assertThat(rest(fresh)).isEqualTo("newFIN");
                say(old, "hi");
                assertThat(hear(origin, 2)).isEqualTo("hi");
                say(origin, "you");
                assertThat(hear(old, 3)).isEqualTo("you");
                old.shutdownOutput();
                assertThat(rest(origin)).isEqualTo("FIN");
                assertThat(rest(old)).isEqualTo("FIN");
                // The FIN is heard a moment before the connection is counted as over.
                while (next.connections() > 0) {
                    Thread.onSpinWait();
                }
            }
        }
    }
}
