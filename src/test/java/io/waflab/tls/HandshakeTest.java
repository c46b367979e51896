package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.waflab.config.Directive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a handshake agrees on, on every engine. */
@Tag("wire")
class HandshakeTest {

    @TempDir
    static Path folder;

    static Stream<Arguments> everyEngineAndVersion() {
        return EndingsTest.everyEngineAndVersion();
    }

    private static ServerTls tls(TlsEngine engine, SettingsBuilder settings) throws Exception {
        return ServerTls.of(engine, settings.build(), folder, new LabCertificates(folder), List.of("http/1.1"));
    }

    private static Consumer<SSLParameters> signing(String version, String scheme) {
        return RawTlsClient.speaking(version).andThen(parameters -> {
            if (version.equals("TLSv1.2")) {
                var suite = scheme.startsWith("rsa") ? "TLS_ECDHE_RSA" : "TLS_ECDHE_ECDSA";
                parameters.setCipherSuites(new String[] {suite + "_WITH_AES_128_GCM_SHA256"});
            }
        });
    }

    @ParameterizedTest
    @MethodSource("everyEngineAndVersion")
    void theClientsWordsChooseTheCertificate(TlsEngine engine, String version) throws Exception {
        try (var server = new TlsServer(tls(engine, new SettingsBuilder()))) {
            for (var scheme : List.of("rsa_pss_rsae_sha256", "ecdsa_secp256r1_sha256")) {
                try (var client =
                        new RawTlsClient(server.port(), signing(version, scheme), 0, scheme, "rsa_pkcs1_sha256")) {
                    client.handshake();
                    var certificates = client.engine.getSession().getPeerCertificates();
                    assertThat(certificates).hasSize(2);
                    assertThat(((X509Certificate) certificates[0])
                                    .getPublicKey()
                                    .getAlgorithm())
                            .isEqualTo(scheme.startsWith("rsa") ? "RSA" : "EC");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyEngineAndVersion")
    void http1IsOfferedToThoseWhoAskForIt(TlsEngine engine, String version) throws Exception {
        try (var server = new TlsServer(tls(engine, new SettingsBuilder()));
                var asking = new RawTlsClient(
                        server.port(),
                        RawTlsClient.speaking(version)
                                .andThen(p -> p.setApplicationProtocols(new String[] {"h2", "http/1.1"})));
                var silent = new RawTlsClient(server.port(), RawTlsClient.speaking(version))) {
            assertThat(asking.handshake().engine.getApplicationProtocol()).isEqualTo("http/1.1");
            assertThat(silent.handshake().engine.getApplicationProtocol()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOrderOfSuitesIsTheClientsUnlessTheServerInsists(TlsEngine engine) throws Exception {
        var suites = "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256";
        for (var prefer : List.of(true, false)) {
            var settings = new SettingsBuilder()
                    .text(Directive.SSL_CIPHERS, suites)
                    .flag(Directive.SSL_PREFER_SERVER_CIPHERS, prefer);
            try (var server = new TlsServer(tls(engine, settings));
                    var client = new RawTlsClient(
                            server.port(),
                            RawTlsClient.speaking("TLSv1.2")
                                    .andThen(p -> p.setCipherSuites(new String[] {
                                        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
                                    })))) {
                client.handshake();
                assertThat(client.engine.getSession().getCipherSuite())
                        .isEqualTo("TLS_ECDHE_RSA_WITH_AES_" + (prefer ? "256_GCM_SHA384" : "128_GCM_SHA256"));
            }
        }
    }

    @Test
    void theKeyLogHasTheSecretsAndIsItsOwnersOnly() throws Exception {
        var settings = new SettingsBuilder().text(Directive.SSL_KEY_LOG, "lab.keys");
        try (var server = new TlsServer(tls(TlsEngine.OPENSSL, settings))) {
            for (var version : List.of("TLSv1.2", "TLSv1.3")) {
                try (var client = new RawTlsClient(server.port(), RawTlsClient.speaking(version))) {
                    client.handshake();
                    server.shaken();
                }
            }
        }
        var file = folder.resolve("lab.keys");
        assertThat(Files.readAllLines(file))
                .allMatch(line -> line.matches("[A-Z_0-9]+ [0-9a-f]{64} [0-9a-f]{64,96}"))
                .anyMatch(line -> line.startsWith("CLIENT_RANDOM "))
                .anyMatch(line -> line.startsWith("SERVER_TRAFFIC_SECRET_0 "));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    /** BoringSSL would keep them back until the server has something to say, which may be its close_notify. */
    @ParameterizedTest
    @EnumSource(names = {"OPENSSL", "JDK"})
    void sessionTicketsOfTls13ComeRightBehindTheHandshake(TlsEngine engine) throws Exception {
        try (var server = new TlsServer(tls(engine, new SettingsBuilder()));
                var client = new RawTlsClient(server.port(), RawTlsClient.speaking("TLSv1.3")).handshake()) {
            assertThat(client.next().what()).isEqualTo("data");
        }
    }

    /** A session has its client's certificate, and a ticket the session: more than BoringSSL has room for at once. */
    @Test
    void thoseOfAClientWithALongCertificateDoSoWhole() throws Exception {
        var subject = "CN=client" + (",OU=" + "x".repeat(60)).repeat(40);
        var shown = Authority.selfSigned(subject, Authority.Says.NOTHING);
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", shown.pair.getPrivate(), new char[0], new X509Certificate[] {shown.certificate});
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        var settings = new SettingsBuilder().text(Directive.SSL_VERIFY_CLIENT, "optional_no_ca");
        try (var server = new TlsServer(tls(TlsEngine.OPENSSL, settings));
                var client = new RawTlsClient(
                                server.port(), RawTlsClient.speaking("TLSv1.3"), 0, managers.getKeyManagers())
                        .handshake()) {
            var channel = server.shaken();
            var tickets = client.next();
            assertThat(tickets.what()).isEqualTo("data");
            assertThat(tickets.body().length).isGreaterThan(2 * shown.certificate.getEncoded().length);
            channel.eventLoop().execute(() -> EndingsTest.silentFin(channel));
            assertThat(client.next().what()).isEqualTo("FIN");
        }
    }

    @Test
    void bouncyCastleHasNoTicketsOfTls13() throws Exception {
        try (var server = new TlsServer(tls(TlsEngine.BCTLS, new SettingsBuilder()));
                var client = new RawTlsClient(server.port(), RawTlsClient.speaking("TLSv1.3")).handshake()) {
            var channel = server.shaken();
            channel.eventLoop().execute(() -> EndingsTest.silentFin(channel));
            assertThat(client.next().what()).isEqualTo("FIN");
        }
    }

    @Test
    void withoutTicketsTls13SendsNothingBehindTheHandshake() throws Exception {
        var settings = new SettingsBuilder().flag(Directive.SSL_SESSION_TICKETS, false);
        try (var server = new TlsServer(tls(TlsEngine.OPENSSL, settings));
                var client = new RawTlsClient(server.port(), RawTlsClient.speaking("TLSv1.3")).handshake()) {
            var channel = server.shaken();
            channel.eventLoop().execute(() -> EndingsTest.silentFin(channel));
            assertThat(client.next().what()).isEqualTo("FIN");
        }
    }

    /** Two connections of one client context: whether the second one skips the certificate. */
    @ParameterizedTest
    @CsvSource({
        "OPENSSL, TLSv1.2, on, none, true",
        "OPENSSL, TLSv1.2, off, none, false",
        "OPENSSL, TLSv1.2, off, shared:lab:1m, true",
        "OPENSSL, TLSv1.2, off, off, false",
        "OPENSSL, TLSv1.3, on, none, true",
        "OPENSSL, TLSv1.3, off, shared:lab:1m, false",
        "BCTLS, TLSv1.2, off, builtin, true",
        "BCTLS, TLSv1.3, on, builtin, false",
        "JDK, TLSv1.2, on, none, true",
        "JDK, TLSv1.3, on, none, true",
    })
    void sessionsAreResumedAsConfigured(TlsEngine engine, String version, String tickets, String cache, boolean resumed)
            throws Exception {
        var settings = new SettingsBuilder()
                .flag(Directive.SSL_SESSION_TICKETS, tickets.equals("on"))
                .words(Directive.SSL_SESSION_CACHE, cache);
        try (var server = new TlsServer(tls(engine, settings))) {
            var context = RawTlsClient.context();
            long first = created(server, context, version);
            assertThat(created(server, context, version) == first).isEqualTo(resumed);
        }
    }

    /** When the client's session began: a resumed one began with the first connection. */
    private static long created(TlsServer server, SSLContext context, String version) throws Exception {
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", server.port())) {
            socket.setEnabledProtocols(new String[] {version});
            socket.setSoTimeout(20_000);
            socket.startHandshake();
            var channel = server.shaken();
            channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[1]));
            assertThat(socket.getInputStream().read()).isZero();
            return socket.getSession().getCreationTime();
        }
    }
}
