package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufAllocator;
import io.waflab.config.ConfigException;
import io.waflab.config.Directive;
import io.waflab.config.Problem;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServerTlsTest {

    @TempDir
    static Path folder;

    private final SettingsBuilder settings = new SettingsBuilder();
    private final List<ServerTls> made = new ArrayList<>();

    @BeforeAll
    static void makeCertificates() throws IOException {
        new LabCertificates(folder).make();
    }

    @AfterEach
    void close() {
        made.forEach(ServerTls::close);
    }

    private ServerTls tls(TlsEngine engine) throws ConfigException {
        var tls = ServerTls.of(
                engine, settings.build(), folder, new LabCertificates(folder), List.of("http/1.1", "http/1.0"));
        made.add(tls);
        return tls;
    }

    private void assertProblems(TlsEngine engine, String... problems) {
        assertThatThrownBy(() -> tls(engine))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        refused -> assertThat(refused.problems())
                                .extracting(problem -> problem.toString().replace(folder + "/", ""))
                                .containsExactly(problems));
    }

    private void certificates(String... pairs) {
        settings.lines(
                Directive.SSL_CERTIFICATE,
                List.of(pairs).stream().map(p -> p + ".pem").toArray(String[]::new));
        settings.lines(
                Directive.SSL_CERTIFICATE_KEY,
                List.of(pairs).stream().map(p -> p + ".key").toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource
    void handlersHaveNoTimers(TlsEngine engine) throws Exception {
        certificates("server-rsa", "server-ecdsa");
        var handler = tls(engine).newHandler(ByteBufAllocator.DEFAULT, Optional.empty(), Optional.empty());
        assertThat(handler.getHandshakeTimeoutMillis()).isZero();
        assertThat(handler.getCloseNotifyFlushTimeoutMillis()).isZero();
        assertThat(handler.getCloseNotifyReadTimeoutMillis()).isZero();
        io.netty.util.ReferenceCountUtil.release(handler.engine());
    }

    @ParameterizedTest
    @EnumSource
    void anExpiredCertificateIsServed(TlsEngine engine) throws Exception {
        certificates("expired");
        assertThat(tls(engine).engine()).isEqualTo(engine);
    }

    @Test
    void everyProblemIsToldWithItsPlace() {
        settings.lines(Directive.SSL_CERTIFICATE, "missing.pem", "server-rsa.key");
        settings.lines(Directive.SSL_CERTIFICATE_KEY, "server-rsa.pem", "server-ecdsa.key");
        settings.words(Directive.SSL_PROTOCOLS, "SSLv3", "TLSv1.4");
        settings.text(Directive.SSL_CIPHERS, "HIHG");
        settings.words(Directive.SSL_SESSION_CACHE, "shared:a");
        settings.with(Directive.SSL_SESSION_TIMEOUT, Duration.ZERO, "0");
        assertProblems(
                TlsEngine.OPENSSL,
                "lab.conf:1: ssl_certificate: missing.pem does not exist",
                "lab.conf:2: ssl_certificate_key: server-rsa.pem holds no private key (expected PEM: -----BEGIN PRIVATE"
                        + " KEY-----)",
                "lab.conf:1: ssl_certificate: server-rsa.key holds no certificate (expected PEM: -----BEGIN"
                        + " CERTIFICATE-----)",
                "lab.conf:3: ssl_protocols: tls_engine openssl cannot do SSLv3, which no engine has (expected some of"
                        + " TLSv1 TLSv1.1 TLSv1.2 TLSv1.3)",
                "lab.conf:3: ssl_protocols: \"TLSv1.4\" (expected some of TLSv1 TLSv1.1 TLSv1.2 TLSv1.3)",
                "lab.conf:4: ssl_ciphers: \"HIHG\" is neither a cipher suite nor a class of them (expected OpenSSL's"
                        + " names, such as ECDHE-RSA-AES128-GCM-SHA256, HIGH or !aNULL)",
                "lab.conf:5: ssl_session_cache: \"shared:a\" (expected off, none, builtin, builtin:SESSIONS or"
                        + " shared:NAME:SIZE)",
                "lab.conf:6: ssl_session_timeout: 0s (expected 1s or more, whole seconds)");
    }

    @Test
    void filesThatNothingIsMadeOfMustBeThereAllTheSame() throws Exception {
        certificates("server-rsa");
        settings.text(Directive.SSL_DHPARAM, "none.pem");
        settings.text(Directive.SSL_TRUSTED_CERTIFICATE, "server-rsa.key");
        settings.text(Directive.SSL_CRL, "server-rsa.pem");
        assertProblems(
                TlsEngine.OPENSSL,
                "lab.conf:3: ssl_dhparam: none.pem does not exist",
                "lab.conf:4: ssl_trusted_certificate: server-rsa.key holds no certificate (expected PEM: -----BEGIN"
                        + " CERTIFICATE-----)",
                "lab.conf:5: ssl_crl: server-rsa.pem holds no revocation list (expected PEM: -----BEGIN X509 CRL-----)");
    }

    @Test
    void dhParametersAreReadAndNothingIsMadeOfThem() throws Exception {
        certificates("server-rsa");
        // p 23, g 5
        Files.writeString(
                folder.resolve("dh.pem"), "-----BEGIN DH PARAMETERS-----\nMAYCARcCAQU=\n-----END DH PARAMETERS-----\n");
        settings.text(Directive.SSL_DHPARAM, "dh.pem");
        assertThat(tls(TlsEngine.OPENSSL).engine()).isEqualTo(TlsEngine.OPENSSL);
        settings.text(Directive.SSL_DHPARAM, "server-rsa.pem");
        assertProblems(
                TlsEngine.OPENSSL,
                "lab.conf:4: ssl_dhparam: server-rsa.pem holds no parameters (expected PEM: -----BEGIN DH PARAMETERS-----)");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        settings.lines(Directive.SSL_CERTIFICATE, "server-ecdsa.pem");
        settings.lines(Directive.SSL_CERTIFICATE_KEY, "wrong-name.key");
        assertProblems(
                TlsEngine.OPENSSL,
                "lab.conf:2: ssl_certificate_key: wrong-name.key is not the key of the first certificate in"
                        + " server-ecdsa.pem");
    }

    @Test
    void certificatesAndKeysComeInPairs() {
        settings.lines(Directive.SSL_CERTIFICATE, "server-rsa.pem");
        assertProblems(
                TlsEngine.JDK,
                "lab.conf:1: ssl_certificate: 1 ssl_certificate and 0 ssl_certificate_key (expected one key for each"
                        + " certificate, in the same order)");
    }

    @Test
    void ofTwoCertificatesOfAKindTheLastIsSentAndANoteSaysSo() throws Exception {
        certificates("expired", "server-ecdsa");
        assertThat(tls(TlsEngine.OPENSSL).notes())
                .extracting(Problem::message)
                .containsExactly("ssl_certificate: two certificates with EC keys: the last one is sent");
    }

    @Test
    void anEncryptedKeyIsRefused() throws Exception {
        var key = IdentityReader.key(folder.resolve("server-rsa.key"));
        var text = new StringWriter();
        try (var pem = new JcaPEMWriter(text)) {
            var encryptor = new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                    .setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider())
                    .setPassword("secret".toCharArray())
                    .build();
            pem.writeObject(new JcaPKCS8Generator(key, encryptor));
        }
        Files.writeString(folder.resolve("encrypted.key"), text.toString());
        settings.lines(Directive.SSL_CERTIFICATE, "server-rsa.pem");
        settings.lines(Directive.SSL_CERTIFICATE_KEY, "encrypted.key");
        assertProblems(
                TlsEngine.OPENSSL,
                "lab.conf:2: ssl_certificate_key: encrypted.key holds an encrypted key (expected one without a"
                        + " passphrase; openssl pkey -in FILE -out PLAIN removes it)");
    }

    @Test
    void whatAnEngineCannotDoIsRefused() {
        settings.words(Directive.SSL_PROTOCOLS, "TLSv1", "TLSv1.2");
        settings.words(Directive.SSL_SESSION_CACHE, "off");
        settings.flag(Directive.SSL_SESSION_TICKETS, false);
        assertProblems(
                TlsEngine.JDK,
                "lab.conf:1: ssl_protocols: tls_engine jdk cannot do TLSv1, which the JDK's jdk.tls.disabledAlgorithms"
                        + " forbids (tls_engine openssl can)",
                "lab.conf:2: ssl_session_cache: tls_engine jdk cannot do off: it resumes the last session (openssl can)",
                "lab.conf:3: ssl_session_tickets: tls_engine jdk cannot do off: it sends tickets to all clients"
                        + " (openssl and bctls can)");
        assertProblems(
                TlsEngine.BCTLS,
                "lab.conf:1: ssl_protocols: tls_engine bctls cannot do TLSv1, which the JDK's jdk.tls.disabledAlgorithms"
                        + " forbids (tls_engine openssl can)",
                "lab.conf:2: ssl_session_cache: tls_engine bctls cannot do off: it resumes the last session (openssl"
                        + " can)");
    }

    @ParameterizedTest
    @EnumSource(names = {"BCTLS", "JDK"})
    void onlyOpensslHasAKeyLog(TlsEngine engine) {
        settings.text(Directive.SSL_KEY_LOG, "keys");
        assertProblems(
                engine,
                "lab.conf:1: ssl_key_log: tls_engine " + engine.word() + " cannot do it (tls_engine openssl can)");
    }

    @Test
    void aKeyLogThatCannotBeWrittenIsRefused() {
        settings.text(Directive.SSL_KEY_LOG, "nowhere/keys");
        assertThatThrownBy(() -> tls(TlsEngine.OPENSSL))
                .hasMessageContaining("ssl_key_log: ")
                .hasMessageContaining("nowhere/keys cannot be written");
    }

    @Test
    void aCipherThatOpensslWouldPassOverIsNoted() throws Exception {
        settings.text(Directive.SSL_CIPHERS, "TLS13-AES-256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256");
        assertThat(tls(TlsEngine.OPENSSL).notes())
                .hasToString("[lab.conf:1: ssl_ciphers: \"TLS13-AES-256-GCM-SHA384\" is no cipher suite and no class of"
                        + " them, and passed over]");
    }

    @Test
    void suitesThatTheEngineLacksAreNotedAndRefusedWhenNothingElseIsLeft() throws Exception {
        settings.text(
                Directive.SSL_CIPHERS, "ECDHE-ECDSA-AES256-CCM:ECDHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES128-GCM-SHA256");
        assertThat(tls(TlsEngine.OPENSSL).notes())
                .hasToString(
                        "[lab.conf:1: tls_engine openssl does not have these of ssl_ciphers and never chooses them:"
                                + " ECDHE-ECDSA-AES256-CCM]");
        settings.text(Directive.SSL_CIPHERS, "ECDHE-ECDSA-AES256-CCM");
        assertProblems(
                TlsEngine.OPENSSL,
                "lab.conf:2: ssl_ciphers: tls_engine openssl cannot do any of these suites: ECDHE-ECDSA-AES256-CCM");
        settings.words(Directive.SSL_PROTOCOLS, "TLSv1.3");
        assertThat(tls(TlsEngine.OPENSSL).notes()).isEmpty();
    }

    @Test
    void clientsThatShareNoVersionOrProtocolAreRefusedInOpensslsWords() throws Exception {
        settings.words(Directive.SSL_PROTOCOLS, "TLSv1.3");
        var tls = tls(TlsEngine.OPENSSL);
        assertThat(tls.refusalOf(hello(List.of(0x0303), false))).contains(Alert.PROTOCOL_VERSION);
        assertThat(tls.refusalOf(hello(List.of(0x0303), true))).contains(Alert.PROTOCOL_VERSION);
        assertThat(tls.refusalOf(hello(List.of(0x0304), true))).isEmpty();
        assertThat(tls.refusalOf(hello(List.of(0x0304), true, "h2"))).contains(Alert.NO_APPLICATION_PROTOCOL);
        assertThat(tls.refusalOf(hello(List.of(0x0304), true, "h2", "http/1.1")))
                .isEmpty();
    }

    private static ClientHello hello(List<Integer> versions, boolean listed, String... protocols) {
        return new ClientHello(0x0303, versions, listed, Optional.empty(), List.of(protocols), List.of());
    }
}
