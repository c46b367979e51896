package io.waflab.proxy;

import static io.waflab.proxy.StreamLab.hear;
import static io.waflab.proxy.StreamLab.rest;
import static io.waflab.proxy.StreamLab.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.waflab.reproduce.LabClient;
import io.waflab.reproduce.TlsOptions;
import io.waflab.tls.Authority;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that variables name: on the wire, with every engine; after nginx 1.22 as measured. */
@Tag("wire")
@Timeout(60)
class NamedCertificatesWireTest {

    @TempDir
    private static Path folder;

    private static final Authority A = Authority.selfSigned("CN=a.test", Authority.Says.NOTHING);
    private static final Authority B = Authority.selfSigned("CN=b.test", Authority.Says.NOTHING);

    @BeforeAll
    static void files() throws Exception {
        write("a.test", A);
        write("b.test", B);
    }

    private static void write(String name, Authority shown) throws Exception {
        Files.writeString(folder.resolve(name + ".pem"), pem("CERTIFICATE", shown.certificate.getEncoded()));
        Files.writeString(
                folder.resolve(name + ".key"),
                pem("PRIVATE KEY", shown.pair.getPrivate().getEncoded()));
    }

    private static String pem(String kind, byte[] bytes) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
    }

    private static LabProxy proxy(TlsCase tls) throws Exception {
        return LabProxy.Setup.in(folder, tls)
                .server(
                        "ssl_certificate = [\"" + folder + "/$ssl_server_name.pem\"]",
                        "ssl_certificate_key = [\"" + folder + "/$ssl_server_name.key\"]")
                .start();
    }

    private static SSLContext context(Authority own) throws Exception {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", own.pair.getPrivate(), new char[0], new X509Certificate[] {own.certificate});
        managers.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        return context;
    }

    /** Whose certificate a client is shown that asks for that name. */
    private static String shown(int port, TlsCase tls, String name) throws Exception {
        try (var socket = (SSLSocket) context(A).getSocketFactory().createSocket("127.0.0.1", port)) {
            var parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            parameters.setProtocols(new String[] {tls.version()});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            var first = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            socket.getOutputStream()
                    .write(("GET /ok HTTP/1.0\r\nHost: " + name + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.1 200 OK");
            return first.getSubjectX500Principal().getName();
        }
    }

    @EveryTls
    void eachHandshakeReadsTheCertificateOfItsName(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls)) {
            assertThat(shown(proxy.port(), tls, "a.test")).isEqualTo("CN=a.test");
            assertThat(shown(proxy.port(), tls, "b.test")).isEqualTo("CN=b.test");
            write("changed.test", A);
            assertThat(shown(proxy.port(), tls, "changed.test")).isEqualTo("CN=a.test");
            write("changed.test", B);
            assertThat(shown(proxy.port(), tls, "changed.test"))
                    .as("nothing is kept")
                    .isEqualTo("CN=b.test");
        }
    }

    @EveryTls
    void aMissingFileIsInternalErrorAndFin(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls);
                var client = new LabClient(proxy.options()
                                .withTls(
                                        TlsOptions.trustingAnyone("nobody.test").withProtocols(tls.version())))
                        .connect()) {
            assertThatThrownBy(client::handshake)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("internal_error");
            client.readToEnd();
            assertThat(Closing.of(client)).containsExactly("internal_error", "FIN");
            assertThat(proxy.ending(client))
                    .isEqualTo("ended by the server (internal_error): fatal alert + FIN after T s in the handshake,"
                            + " 0 requests [handshake-refused:internal_error]");
            assertThat(proxy.line("error.log", "cannot load"))
                    .contains("[error]")
                    .endsWith("cannot load certificate \"" + folder + "/nobody.test.pem\": it does not exist while SSL"
                            + " handshaking, client: 127.0.0.1, server: 127.0.0.1:" + proxy.port());
        }
    }

    @EveryTls
    void aKeyOfAnotherCertificateIsInternalErrorToo(TlsCase tls) throws Exception {
        write("mixed.test", A);
        Files.copy(
                folder.resolve("b.test.key"),
                Files.createDirectories(folder.resolve("own-" + tls.engine() + tls.version()))
                        .resolve("mixed.test.key"));
        try (var proxy = LabProxy.Setup.in(folder, tls)
                        .server(
                                "ssl_certificate = [\"" + folder + "/$ssl_server_name.pem\"]",
                                "ssl_certificate_key = [\"" + folder.resolve("own-" + tls.engine() + tls.version())
                                        + "/$ssl_server_name.key\"]")
                        .start();
                var client = new LabClient(proxy.options()
                                .withTls(TlsOptions.trustingAnyone("mixed.test").withProtocols(tls.version())))
                        .connect()) {
            assertThatThrownBy(client::handshake).hasMessageContaining("internal_error");
            client.readToEnd();
            assertThat(Closing.of(client)).containsExactly("internal_error", "FIN");
            assertThat(proxy.line("error.log", "cannot load"))
                    .contains("mixed.test.key\": it is not the key of the first certificate in \"");
        }
    }

    @EveryTls
    void aVariableMayHoldTheCertificateItself(TlsCase tls) throws Exception {
        var maps = "map $ssl_server_name $pem { a.test '" + pem("CERTIFICATE", A.certificate.getEncoded()) + "'; }\n"
                + "map $ssl_server_name $key { a.test '"
                + pem("PRIVATE KEY", A.pair.getPrivate().getEncoded()) + "'; }\n";
        try (var lab = new StreamLab(
                        folder,
                        maps + "server { listen LISTEN ssl; ssl_certificate data:$pem; ssl_certificate_key data:$key;"
                                + " return 'HTTP/1.1 200 OK\r\n\r\n'; }",
                        "tls_engine=" + tls.engine());
                var other = lab.client()) {
            assertThat(shown(lab.port(), tls, "a.test")).isEqualTo("CN=a.test");
            assertThatThrownBy(() -> shown(lab.port(), tls, "b.test")).hasMessageContaining("internal_error");
            assertThat(lab.line("error.log", "cannot load"))
                    .contains("cannot load certificate \"data:\": it holds no certificate")
                    .contains(" while SSL handshaking, client: 127.0.0.1, server: 127.0.0.1:" + lab.port());
            assertThat(other.isConnected()).isTrue();
        }
    }

    @Test
    void aStreamShowsItsOriginTheCertificateThatAVariableNames() throws Exception {
        var certificates = "proxy_ssl on; proxy_ssl_certificate " + folder + "/$name.pem; proxy_ssl_certificate_key "
                + folder + "/$name.key; proxy_pass ORIGIN; }";
        try (var lab = new StreamLab(folder, "server { listen LISTEN; set $name b.test; " + certificates);
                var client = lab.client()) {
            say(client, "hi");
            var origin = asking(lab.origin());
            assertThat(hear(origin, 2)).isEqualTo("hi");
            assertThat(((X509Certificate) origin.getSession().getPeerCertificates()[0])
                            .getSubjectX500Principal()
                            .getName())
                    .isEqualTo("CN=b.test");
        }
        try (var lab = new StreamLab(folder, "server { listen LISTEN; set $name nobody; " + certificates);
                var client = lab.client()) {
            assertThat(rest(client)).isEqualTo("FIN");
            assertThat(lab.access()).startsWith("500 0 0 ");
            lab.line("error.log", folder + "/nobody.pem does not exist while SSL handshaking to upstream");
        }
    }

    /** A server's side of TLS that wants a certificate. */
    private static SSLSocket asking(Socket accepted) throws Exception {
        var socket = (SSLSocket) context(A).getSocketFactory().createSocket(accepted, null, accepted.getPort(), true);
        socket.setUseClientMode(false);
        socket.setNeedClientAuth(true);
        socket.startHandshake();
        return socket;
    }
}
