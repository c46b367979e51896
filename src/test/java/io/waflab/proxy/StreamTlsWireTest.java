package io.waflab.proxy;

import static io.waflab.proxy.StreamLab.hear;
import static io.waflab.proxy.StreamLab.rest;
import static io.waflab.proxy.StreamLab.say;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of stream on a listen with TLS: what is said at their ends, after nginx 1.22 as measured. */
@Tag("wire")
class StreamTlsWireTest {

    private static final String PASS = "server { listen LISTEN ssl; proxy_pass ORIGIN; }";

    @TempDir
    private static Path folder;

    @Test
    void closeNotifyComesAtOnceAndFinOnceTheClientHasAnswered() throws Exception {
        try (var lab = new StreamLab(folder, PASS);
                var client = lab.tlsClient()) {
            client.send("hi");
            var origin = lab.origin();
            assertThat(hear(origin, 2)).isEqualTo("hi");
            origin.close();
            assertThat(client.receive()).as("until close_notify").isEmpty();
            client.closeNotify();
            client.readToEnd();
            assertThat(Closing.of(client)).containsExactly("close_notify", "FIN");
            assertThat(lab.ending())
                    .startsWith("ended by the upstream's FIN: close_notify + FIN after T s idle in the tunnel, 2/0");
        }
    }

    @Test
    void proxyTimeoutIsGoodStanding() throws Exception {
        try (var lab = new StreamLab(folder, "proxy_timeout 300ms; " + PASS);
                var client = lab.tlsClient()) {
            var origin = lab.origin();
            assertThat(rest(origin)).isEqualTo("FIN");
            client.readToEnd();
            assertThat(Closing.of(client)).containsExactly("close_notify", "FIN");
            assertThat(lab.ending()).startsWith("ended by proxy_timeout 300ms (");
        }
    }

    @Test
    void aClientThatLeavesIsNotTold() throws Exception {
        try (var lab = new StreamLab(folder, PASS);
                var client = lab.tlsClient()) {
            var origin = lab.origin();
            client.closeNotify();
            assertThat(rest(origin)).isEqualTo("FIN");
            client.readToEnd();
            Closing.isSilentFin(client);
            assertThat(lab.ending()).startsWith("ended by the client's close_notify: FIN without close_notify");
        }
    }

    @Test
    void aHandshakeThatTakesTooLongEndsWithoutAWord() throws Exception {
        try (var lab = new StreamLab(folder, "ssl_handshake_timeout 300ms; " + PASS);
                var client = lab.client()) {
            assertThat(rest(client)).isEqualTo("FIN");
            assertThat(lab.access()).startsWith("500 ");
            assertThat(lab.ending())
                    .startsWith("ended by ssl_handshake_timeout 300ms (")
                    .contains("[handshake-timeout]");
        }
    }

    @Test
    void whatIsNoTlsGetsNoAnswer() throws Exception {
        try (var lab = new StreamLab(folder, PASS);
                var client = lab.client()) {
            say(client, "GET / HTTP/1.0\r\n\r\n");
            assertThat(rest(client)).isEqualTo("FIN");
            assertThat(lab.access()).startsWith("500 ");
        }
    }

    @Test
    void returnSaysItsTextAndCloseNotify() throws Exception {
        try (var lab = new StreamLab(folder, "server { listen LISTEN ssl; return bye; }");
                var client = lab.tlsClient()) {
            assertThat(client.receive()).asString().isEqualTo("bye");
            client.readToEnd();
            assertThat(Closing.of(client)).containsExactly("close_notify", "FIN");
        }
    }

    @EveryTls
    void theEndingsAreTheSameOnEveryEngine(TlsCase tls) throws Exception {
        try (var lab = new StreamLab(folder, PASS, "tls_engine=" + tls.engine());
                var client = lab.tlsClient(tls.version())) {
            client.send("hi");
            var origin = lab.origin();
            assertThat(hear(origin, 2)).isEqualTo("hi");
            say(origin, "you");
            origin.close();
            assertThat(client.receive()).asString().isEqualTo("you");
            assertThat(client.receive()).as("until close_notify").isEmpty();
            client.closeNotify();
            client.readToEnd();
            assertThat(Closing.of(client)).containsExactly("close_notify", "FIN");
        }
        try (var lab = new StreamLab(folder, PASS, "tls_engine=" + tls.engine());
                var client = lab.tlsClient(tls.version())) {
            client.send("hi");
            var origin = lab.origin();
            client.closeNotify();
            assertThat(rest(origin)).isEqualTo("hiFIN");
            client.readToEnd();
            Closing.isSilentFin(client);
        }
    }

    @Test
    void anRstOfTheClientIsAFinToTheOrigin() throws Exception {
        try (var lab = new StreamLab(folder, PASS);
                var client = lab.tlsClient()) {
            client.send("hi");
            var origin = lab.origin();
            assertThat(hear(origin, 2)).isEqualTo("hi");
            client.rst();
            assertThat(rest(origin)).isEqualTo("FIN");
            assertThat(lab.ending()).startsWith("ended by the client's RST: no answer");
        }
    }

    @Test
    void aClientThatDoesNotAnswerCloseNotifyGetsFinAllTheSame() throws Exception {
        try (var lab = new StreamLab(folder, PASS);
                var client = lab.tlsClient()) {
            lab.origin().close();
            client.readToEnd();
            assertThat(Closing.of(client)).as("FIN after 3 s").containsExactly("close_notify", "FIN");
            assertThat(lab.ending()).startsWith("ended by the upstream's FIN: close_notify + FIN");
        }
    }

    @Test
    void aClientWithoutTheRequiredCertificateIsToldCloseNotifyAlone() throws Exception {
        var verifies = "server { listen LISTEN ssl; ssl_verify_client on;"
                + " ssl_client_certificate certs/root.pem; proxy_pass ORIGIN; }";
        try (var first = new StreamLab(folder, PASS);
                var lab = new StreamLab(
                        folder,
                        verifies.replace("certs", folder.resolve("certs").toString()));
                var client = lab.tlsClient()) {
            client.readToEnd();
            assertThat(Closing.of(client)).containsExactly("close_notify", "FIN");
            assertThat(lab.access()).startsWith("500 ");
            assertThat(lab.line("error.log", "no required"))
                    .contains("[info]", "client sent no required SSL certificate while SSL handshaking");
            assertThat(lab.ending()).startsWith("ended by ssl_verify_client on (");
            assertThat(lab.isUntouched()).isTrue();
            assertThat(first.isUntouched()).isTrue();
        }
    }
}
