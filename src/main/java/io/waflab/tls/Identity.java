package io.waflab.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate with what proves it: the pair of {@code ssl_certificate} and {@code ssl_certificate_key}.
 *
 * @param chain the server's own certificate, then those that lead towards a root
 * @param key of the first certificate
 */
record Identity(List<X509Certificate> chain, PrivateKey key) {

    /** What every engine can show. */
    static final List<String> KEY_TYPES = List.of("RSA", "EC");

    Identity {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    /** {@code RSA} or {@code EC}. */
    String keyType() {
        return certificate().getPublicKey().getAlgorithm();
    }

    boolean isRsa() {
        return keyType().equals("RSA");
    }
}
