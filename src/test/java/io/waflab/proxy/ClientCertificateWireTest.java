package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.waflab.tls.Authority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of requests with and without a certificate of their client: on the wire, with every engine. */
@Tag("wire")
@Timeout(60)
class ClientCertificateWireTest {

    @TempDir
    static Path folder;

    private static final Authority CLIENT = Authority.selfSigned("CN=client", Authority.Says.NOTHING);

    private static LabProxy proxy(TlsCase tls, String... lines) throws Exception {
        return LabProxy.Setup.in(folder, tls)
                .http("log_format = { test = \"$request|$status|$ssl_client_verify|$ssl_client_s_dn\" }")
                .server(lines)
                .start();
    }

    private static SSLContext context(boolean shows) throws Exception {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        if (shows) {
            store.setKeyEntry("own", CLIENT.pair.getPrivate(), new char[0], new X509Certificate[] {CLIENT.certificate});
        }
        managers.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        return context;
    }

    private static Path lab(String file) {
        return folder.resolve("certs").resolve(file);
    }

    private static String ask(LabProxy proxy, TlsCase tls, boolean shows) throws Exception {
        try (var socket = (SSLSocket) context(shows).getSocketFactory().createSocket("127.0.0.1", proxy.port())) {
            var parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName("lab.test")));
            parameters.setProtocols(new String[] {tls.version()});
            socket.setSSLParameters(parameters);
            socket.getOutputStream()
                    .write("GET /ok HTTP/1.0\r\nHost: lab.test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @EveryTls
    void withoutACertificateTheRequestIsRefusedNotTheHandshake(TlsCase tls) throws Exception {
        try (var proxy =
                proxy(tls, "ssl_verify_client = on", "ssl_trusted_certificate = \"" + lab("root.pem") + "\"")) {
            assertThat(ask(proxy, tls, false))
                    .startsWith("HTTP/1.1 400 Bad Request")
                    .contains("No required SSL certificate was sent", "Connection: close");
            assertThat(proxy.access("/ok")).endsWith("|400|NONE|-");
            assertThat(proxy.line("error.log", "no required SSL certificate")).contains("[info]");
            assertThat(ask(proxy, tls, true)).contains("The SSL certificate error");
            assertThat(proxy.access("FAILED")).contains("FAILED:self-signed certificate|");
            assertThat(proxy.line("error.log", "verify error"))
                    .contains("client SSL certificate verify error: (18:self-signed certificate) while reading");
            assertThat(proxy.origin().accepted()).isZero();
        }
    }

    @EveryTls
    void optionalNoCaLetsPassWhatIsNotTrusted(TlsCase tls) throws Exception {
        try (var proxy = proxy(tls, "ssl_verify_client = optional_no_ca")) {
            assertThat(ask(proxy, tls, true)).startsWith("HTTP/1.1 200 OK");
            assertThat(proxy.access("/ok")).contains("|200|FAILED:self-signed certificate|CN=client");
        }
    }
}
