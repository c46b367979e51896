package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.Directive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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
}
