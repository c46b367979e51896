package io.waflab.tls;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Certificates and keys as they mostly are, read by the JDK alone: BouncyCastle loads 150 classes for them, a hundredth of a
 * start. A file with anything else in it is left to BouncyCastle, and so is every complaint.
 */
final class PlainPem {

    private static final String DASHES = "-----";

    private PlainPem() {}

    /** @return empty unless the file has certificates alone, and all can be read */
    static Optional<List<X509Certificate>> certificates(Pem file) {
        var chain = new ArrayList<X509Certificate>();
        try {
            var factory = CertificateFactory.getInstance("X.509");
            for (var block : blocks(file, "CERTIFICATE")) {
                var certificate = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block));
                if (!Arrays.equals(certificate.getEncoded(), block)) {
                    return Optional.empty();
                }
                chain.add(certificate);
            }
        } catch (IOException | GeneralSecurityException | RuntimeException unusual) {
            return Optional.empty();
        }
        return chain.isEmpty() ? Optional.empty() : Optional.of(chain);
    }

    /** @return empty unless the file has one key alone, of PKCS #8 (RFC 5958) and not encrypted, of RSA or EC */
    static Optional<PrivateKey> key(Pem file) {
        try {
            var blocks = blocks(file, "PRIVATE KEY");
            if (blocks.size() == 1) {
                var block = blocks.get(0);
                return key("RSA", block)
                        .or(() -> key("EC", block))
                        .filter(key -> Arrays.equals(key.getEncoded(), block));
            }
        } catch (IOException | RuntimeException unusual) {
            // BouncyCastle says what it is
        }
        return Optional.empty();
    }

    private static Optional<PrivateKey> key(String algorithm, byte[] block) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(block)));
        } catch (InvalidKeySpecException otherKind) {
            return Optional.empty();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * What is in the blocks of a file (RFC 7468, the strict form). Lines between them are no matter.
     *
     * @throws IllegalArgumentException for a block that is of another label, or not whole
     */
    private static List<byte[]> blocks(Pem file, String label) throws IOException {
        var begin = "-----BEGIN " + label + DASHES;
        var end = "-----END " + label + DASHES;
        var blocks = new ArrayList<byte[]>();
        var base64 = new StringBuilder();
        boolean inside = false;
        try (var lines = new BufferedReader(file.open())) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(inside ? end : begin)) {
                    if (inside) {
                        blocks.add(decoded(base64));
                        base64.setLength(0);
                    }
                    inside = !inside;
                } else if (inside) {
                    base64.append(line);
                } else if (line.contains(DASHES)) {
                    throw new IllegalArgumentException(line);
                }
            }
        }
        if (inside) {
            throw new IllegalArgumentException("no " + end);
        }
        return blocks;
    }

    private static byte[] decoded(StringBuilder base64) {
        if (base64.length() % 4 != 0) {
            throw new IllegalArgumentException("not padded");
        }
        return Base64.getDecoder().decode(base64.toString());
    }
}
