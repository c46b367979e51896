package io.waflab.tls;

import io.netty.internal.tcnative.SSLPrivateKeyMethod;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.crypto.Cipher;

/**
 * A server's RSA key in the hands of another library ({@link AwsLc}), where that is faster than BoringSSL. Until it is ready,
 * which it is asked before each handshake, BoringSSL uses the key. Safe to share between event loops.
 */
final class RsaKeyMethod implements SSLPrivateKeyMethod {

    /**
     * Handshakes of the process after which the other library is loaded: what loading takes, a third of a second of CPU (and
     * 6 MiB), is what it would have saved them.
     */
    static final int WORTH = 1_000;

    private static final InternalLogger LOG = InternalLoggerFactory.getInstance(RsaKeyMethod.class);
    private static final AtomicInteger HANDSHAKES = new AtomicInteger();

    private final PrivateKey key;
    private final Supplier<Optional<Provider>> library;
    private final AtomicInteger handshakes;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile Hand hand;
    private volatile boolean ready;

    /** The key as the library has it. */
    private record Hand(Provider provider, PrivateKey key) {

        byte[] sign(Scheme scheme, byte[] input) throws GeneralSecurityException {
            var signature = Signature.getInstance(scheme.name(), provider);
            if (scheme.parameters() != null) {
                signature.setParameter(scheme.parameters());
            }
            signature.initSign(key);
            signature.update(input);
            return signature.sign();
        }

        byte[] use(String name, int mode, byte[] input) throws GeneralSecurityException {
            var cipher = Cipher.getInstance(name, provider);
            cipher.init(mode, key);
            return cipher.doFinal(input);
        }
    }

    /** @param parameters null for PKCS#1 1.5, which has none */
    private record Scheme(String name, AlgorithmParameterSpec parameters) {}

    /** Of SignatureScheme (RFC 8446, 4.2.3) those of RSA. Made when the native library is there, which numbers them. */
    private static final class Schemes {

        private static final Map<Integer, Scheme> BY_NUMBER = Map.of(
                SSL_SIGN_RSA_PKCS1_SHA1, new Scheme("SHA1withRSA", null),
                SSL_SIGN_RSA_PKCS1_SHA256, new Scheme("SHA256withRSA", null),
                SSL_SIGN_RSA_PKCS1_SHA384, new Scheme("SHA384withRSA", null),
                SSL_SIGN_RSA_PKCS1_SHA512, new Scheme("SHA512withRSA", null),
                SSL_SIGN_RSA_PSS_RSAE_SHA256, pss("SHA-256", MGF1ParameterSpec.SHA256, 32),
                SSL_SIGN_RSA_PSS_RSAE_SHA384, pss("SHA-384", MGF1ParameterSpec.SHA384, 48),
                SSL_SIGN_RSA_PSS_RSAE_SHA512, pss("SHA-512", MGF1ParameterSpec.SHA512, 64));

        private static Scheme pss(String digest, MGF1ParameterSpec mask, int salt) {
            return new Scheme("RSASSA-PSS", new PSSParameterSpec(digest, "MGF1", mask, salt, 1));
        }
    }

    RsaKeyMethod(PrivateKey key) {
        this(key, AwsLc::provider, HANDSHAKES);
    }

    /**
     * @param library asked once, away from event loops; empty where it is of no use
     * @param handshakes how many there have been
     */
    RsaKeyMethod(PrivateKey key, Supplier<Optional<Provider>> library, AtomicInteger handshakes) {
        this.key = key;
        this.library = library;
        this.handshakes = handshakes;
    }

    /** Whether the key is to be used here in a handshake that begins now. Counts it. */
    boolean begins() {
        if (!ready && !begun.get() && handshakes.incrementAndGet() > WORTH && begun.compareAndSet(false, true)) {
            var thread = new Thread(() -> prepare(library.get()), "rsa");
            thread.setDaemon(true);
            thread.start();
        }
        return ready;
    }

    /** Gives the key to the library. Takes a tenth of a second: not for event loops. */
    void prepare(Optional<Provider> provider) {
        try {
            if (provider.isPresent()) {
                var translated = KeyFactory.getInstance("RSA", provider.get()).translateKey(key);
                hand = new Hand(provider.get(), (PrivateKey) translated);
                // The first signature loads what it needs.
                hand.sign(Schemes.BY_NUMBER.get(SSL_SIGN_RSA_PSS_RSAE_SHA256), new byte[0]);
                ready = true;
            }
        } catch (GeneralSecurityException | RuntimeException refused) {
            LOG.info("an RSA key stays with BoringSSL: AWS-LC does not take it: {}", refused.toString());
        }
    }

    /**
     * A failure ends the handshake, as BoringSSL's own would; those that begin later are BoringSSL's.
     *
     * @param input what is signed, not yet hashed
     */
    @Override
    public byte[] sign(long ssl, int algorithm, byte[] input) throws GeneralSecurityException {
        try {
            if (algorithm == SSL_SIGN_RSA_PKCS1_MD5_SHA1) {
                return hand.use("RSA/ECB/PKCS1Padding", Cipher.ENCRYPT_MODE, bothDigests(input));
            }
            var scheme = Schemes.BY_NUMBER.get(algorithm);
            if (scheme == null) {
                throw new InvalidKeyException("signature scheme " + algorithm + " is not one of RSA");
            }
            return hand.sign(scheme, input);
        } catch (GeneralSecurityException | RuntimeException failed) {
            if (ready) {
                ready = false;
                LOG.warn("an RSA key goes back to BoringSSL: AWS-LC failed to sign: {}", failed.toString());
            }
            throw failed;
        }
    }

    /** TLS 1.0 and 1.1 sign two digests, and no word that says which (RFC 4346, 4.7). */
    private static byte[] bothDigests(byte[] input) throws GeneralSecurityException {
        var md5 = MessageDigest.getInstance("MD5").digest(input);
        var sha1 = MessageDigest.getInstance("SHA-1").digest(input);
        var both = Arrays.copyOf(md5, md5.length + sha1.length);
        System.arraycopy(sha1, 0, both, md5.length, sha1.length);
        return both;
    }

    /**
     * For the key exchange of RSA. The padding is BoringSSL's business: nobody must learn whether it was right.
     *
     * @param input a client's word, which may be no number below the modulus: that ends its handshake, and nothing else
     */
    @Override
    public byte[] decrypt(long ssl, byte[] input) throws GeneralSecurityException {
        return hand.use("RSA/ECB/NoPadding", Cipher.DECRYPT_MODE, input);
    }
}
