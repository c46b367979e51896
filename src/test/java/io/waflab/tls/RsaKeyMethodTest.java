package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.internal.tcnative.SSLPrivateKeyMethod;
import java.io.EOFException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RsaKeyMethodTest {

    private static final byte[] INPUT = "what is signed".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    static Path folder;

    private static Library library;
    private static KeyPair pair;

    /** AWS-LC, and what it was asked for. */
    private static final class Library extends Provider {

        private static final long serialVersionUID = 1;
        private final transient Provider inner;
        final transient List<String> asked = new CopyOnWriteArrayList<>();
        volatile boolean broken;

        Library(Provider inner) {
            super("Watched", "1", "");
            this.inner = inner;
        }

        @Override
        public Service getService(String type, String algorithm) {
            asked.add(type + " " + algorithm);
            return broken ? null : inner.getService(type, algorithm);
        }
    }

    @BeforeAll
    static void load() throws Exception {
        TlsEngine.prepare();
        // The client's provider: without it the client would not offer PSS.
        TlsEngine.BCTLS.provider();
        library = new Library(AwsLcTest.anyCpu(folder));
        pair = pair(2048);
    }

    private static KeyPair pair(int bits) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static RsaKeyMethod ready(KeyPair of) {
        var method = new RsaKeyMethod(of.getPrivate(), Optional::empty, new AtomicInteger());
        method.prepare(Optional.of(library));
        assertThat(method.begins()).isTrue();
        return method;
    }

    private static boolean verified(KeyPair by, String name, PSSParameterSpec parameters, byte[] signature)
            throws GeneralSecurityException {
        var verifying = Signature.getInstance(name);
        if (parameters != null) {
            verifying.setParameter(parameters);
        }
        verifying.initVerify(by.getPublic());
        verifying.update(INPUT);
        return verifying.verify(signature);
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 2048, 3072, 4096})
    void theJdkFindsEverySignatureRight(int bits) throws Exception {
        var of = pair(bits);
        var method = ready(of);
        var pkcs1 = List.of(
                SSLPrivateKeyMethod.SSL_SIGN_RSA_PKCS1_SHA1,
                SSLPrivateKeyMethod.SSL_SIGN_RSA_PKCS1_SHA256,
                SSLPrivateKeyMethod.SSL_SIGN_RSA_PKCS1_SHA384,
                SSLPrivateKeyMethod.SSL_SIGN_RSA_PKCS1_SHA512);
        var names = List.of("SHA1withRSA", "SHA256withRSA", "SHA384withRSA", "SHA512withRSA");
        for (int i = 0; i < names.size(); i++) {
            assertThat(verified(of, names.get(i), null, method.sign(0, pkcs1.get(i), INPUT)))
                    .as(names.get(i))
                    .isTrue();
        }
        var pss = List.of(
                SSLPrivateKeyMethod.SSL_SIGN_RSA_PSS_RSAE_SHA256,
                SSLPrivateKeyMethod.SSL_SIGN_RSA_PSS_RSAE_SHA384,
                SSLPrivateKeyMethod.SSL_SIGN_RSA_PSS_RSAE_SHA512);
        for (int i = 0; i < pss.size(); i++) {
            int length = 32 + 16 * i;
            // RFC 8017, 9.1.1: the digest, a salt as long, and two bytes must fit.
            if (2 * length + 2 <= bits / 8) {
                var digest = "SHA-" + 8 * length;
                var parameters = new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), length, 1);
                assertThat(verified(of, "RSASSA-PSS", parameters, method.sign(0, pss.get(i), INPUT)))
                        .as(digest)
                        .isTrue();
            }
        }
    }

    @Test
    void tls10SignsBothDigestsAndNoName() throws Exception {
        var signature = ready(pair).sign(0, SSLPrivateKeyMethod.SSL_SIGN_RSA_PKCS1_MD5_SHA1, INPUT);
        var cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(Cipher.DECRYPT_MODE, pair.getPublic());
        var both = cipher.doFinal(signature);
        assertThat(Arrays.copyOf(both, 16))
                .isEqualTo(MessageDigest.getInstance("MD5").digest(INPUT));
        assertThat(Arrays.copyOfRange(both, 16, both.length))
                .isEqualTo(MessageDigest.getInstance("SHA-1").digest(INPUT));
    }

    @Test
    void whatIsDecryptedIsAsLongAsTheModulus() throws Exception {
        var secret = new byte[256];
        secret[200] = 7;
        var cipher = Cipher.getInstance("RSA/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, pair.getPublic());
        assertThat(ready(pair).decrypt(0, cipher.doFinal(secret))).isEqualTo(secret);
    }

    @Test
    void whatAClientSendsTakesTheKeyFromNobody() {
        var method = ready(pair);
        var modulus = ((RSAPublicKey) pair.getPublic()).getModulus();
        var tooLarge = new byte[256];
        Arrays.fill(tooLarge, (byte) 255);
        assertThat(new BigInteger(1, tooLarge)).isGreaterThan(modulus);
        assertThatThrownBy(() -> method.decrypt(0, tooLarge)).isInstanceOf(GeneralSecurityException.class);
        assertThat(method.begins()).isTrue();
    }

    @Test
    void afterASignatureThatFailedBoringSslSigns() {
        var method = ready(pair);
        assertThatThrownBy(() -> method.sign(0, SSLPrivateKeyMethod.SSL_SIGN_ED25519, INPUT))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("is not one of RSA");
        assertThat(method.begins()).isFalse();
    }

    @Test
    void theLibraryIsLoadedWhenEnoughHandshakesWereHadAndThenOnce() throws Exception {
        var loading = new CompletableFuture<Thread>();
        var loads = new AtomicInteger();
        var handshakes = new AtomicInteger(RsaKeyMethod.WORTH - 1);
        var method = new RsaKeyMethod(
                pair.getPrivate(),
                () -> {
                    loads.incrementAndGet();
                    loading.complete(Thread.currentThread());
                    return Optional.empty();
                },
                handshakes);
        assertThat(method.begins()).isFalse();
        assertThat(loading).isNotDone();
        assertThat(method.begins()).isFalse();
        var thread = loading.get(20, TimeUnit.SECONDS);
        assertThat(thread).isNotSameAs(Thread.currentThread());
        thread.join(20_000);
        assertThat(method.begins()).isFalse();
        assertThat(loads).hasValue(1);
    }

    @Test
    void aKeyThatTheLibraryRefusesStaysWithBoringSsl() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        var method = new RsaKeyMethod(generator.generateKeyPair().getPrivate(), Optional::empty, new AtomicInteger());
        method.prepare(Optional.of(library));
        assertThat(method.begins()).isFalse();
    }

    private static ServerTls server() throws Exception {
        return server(new SettingsBuilder());
    }

    private static ServerTls server(SettingsBuilder settings) throws Exception {
        var tls = ServerTls.of(
                TlsEngine.OPENSSL, settings.build(), folder, new LabCertificates(folder), List.of("http/1.1"));
        tls.rsaKey().orElseThrow().prepare(Optional.of(library));
        library.asked.clear();
        return tls;
    }

    @Tag("wire")
    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, rsa_pss_rsae_sha256, RSASSA-PSS",
        "TLSv1.3, rsa_pss_rsae_sha384, RSASSA-PSS",
        "TLSv1.3, rsa_pss_rsae_sha512, RSASSA-PSS",
        "TLSv1.2, rsa_pss_rsae_sha256, RSASSA-PSS",
        "TLSv1.2, rsa_pss_rsae_sha384, RSASSA-PSS",
        "TLSv1.2, rsa_pss_rsae_sha512, RSASSA-PSS",
        "TLSv1.2, rsa_pkcs1_sha256, SHA256withRSA",
        "TLSv1.2, rsa_pkcs1_sha384, SHA384withRSA",
        "TLSv1.2, rsa_pkcs1_sha512, SHA512withRSA"
    })
    void clientsFindItsSignaturesRight(String version, String scheme, String name) throws Exception {
        try (var server = new TlsServer(server());
                var client = new RawTlsClient(server.port(), RawTlsClient.speaking(version), 0, scheme)) {
            client.handshake();
            server.shaken();
            assertThat(library.asked).containsExactly("Signature " + name);
        }
    }

    @Tag("wire")
    @Test
    void aClientOfEcdsaIsNoneOfItsBusiness() throws Exception {
        try (var server = new TlsServer(server());
                var client = new RawTlsClient(
                        server.port(), RawTlsClient.speaking("TLSv1.3"), 0, "ecdsa_secp256r1_sha256")) {
            client.handshake();
            server.shaken();
            assertThat(library.asked).isEmpty();
        }
    }

    @Tag("wire")
    @Test
    void theKeyExchangeOfRsaIsDecryptedByIt() throws Exception {
        try (var server = new TlsServer(server());
                var client = new RawTlsClient(
                        server.port(), RawTlsClient.only("TLS_RSA_WITH_AES_128_GCM_SHA256"), 0, "rsa_pkcs1_sha256")) {
            client.handshake();
            server.shaken();
            assertThat(library.asked).anyMatch(asked -> asked.startsWith("Cipher RSA"));
        }
    }

    @Tag("wire")
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aHandshakeWhoseSignatureFailsEndsAndTheNextIsBoringSsls(String version) throws Exception {
        try (var server = new TlsServer(server())) {
            library.broken = true;
            try (var client =
                    new RawTlsClient(server.port(), RawTlsClient.speaking(version), 0, "rsa_pss_rsae_sha256")) {
                assertThatThrownBy(client::handshake).isInstanceOf(EOFException.class);
            }
            try (var client =
                    new RawTlsClient(server.port(), RawTlsClient.speaking(version), 0, "rsa_pss_rsae_sha256")) {
                client.handshake();
            }
        } finally {
            library.broken = false;
        }
    }
}
