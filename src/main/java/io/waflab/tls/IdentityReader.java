package io.waflab.tls;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.DHParameter;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.X509TrustedCertificateBlock;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/** Reads certificates and keys from PEM (RFC 7468); all complaints are one line that names the file. */
final class IdentityReader {

    private IdentityReader() {}

    /** The file cannot be used, and why. */
    static final class UnusableException extends Exception {

        private static final long serialVersionUID = 1;

        private final String reason;

        UnusableException(String message) {
            super(message);
            reason = message;
        }

        /** @param file what cannot be used */
        UnusableException(Pem file, String reason) {
            super(file + " " + reason);
            this.reason = reason;
        }

        /** The same without the file. */
        String reason() {
            return reason;
        }
    }

    static List<X509Certificate> certificates(Path file) throws UnusableException {
        return certificates(Pem.of(file));
    }

    /**
     * All of a file; what OpenSSL's {@code TRUSTED CERTIFICATE} says of their use is not heeded.
     *
     * @throws UnusableException when the file has no certificate, or one that cannot be read
     */
    static List<X509Certificate> certificates(Pem file) throws UnusableException {
        var plain = PlainPem.certificates(file);
        if (plain.isPresent()) {
            return plain.get();
        }
        var chain = new ArrayList<X509Certificate>();
        for (var object : objects(file, "CERTIFICATE", Integer.MAX_VALUE)) {
            var holder =
                    object instanceof X509TrustedCertificateBlock trusted ? trusted.getCertificateHolder() : object;
            if (holder instanceof X509CertificateHolder certificate) {
                try {
                    chain.add(new JcaX509CertificateConverter().getCertificate(certificate));
                } catch (CertificateException broken) {
                    throw new UnusableException(file, "holds a certificate that cannot be read: " + reason(broken));
                }
            }
        }
        if (chain.isEmpty()) {
            throw new UnusableException(file, "holds no certificate (expected PEM: -----BEGIN CERTIFICATE-----)");
        }
        return chain;
    }

    /** @throws UnusableException when the file has no revocation list, or one that cannot be read */
    static List<X509CRL> revocations(Path path) throws UnusableException {
        var file = Pem.of(path);
        var lists = new ArrayList<X509CRL>();
        for (var object : objects(file, "X509 CRL", Integer.MAX_VALUE)) {
            if (object instanceof X509CRLHolder) {
                try {
                    lists.add(new JcaX509CRLConverter().getCRL((X509CRLHolder) object));
                } catch (CRLException broken) {
                    throw new UnusableException(file, "holds a revocation list that cannot be read: " + reason(broken));
                }
            }
        }
        if (lists.isEmpty()) {
            throw new UnusableException(file, "holds no revocation list (expected PEM: -----BEGIN X509 CRL-----)");
        }
        return lists;
    }

    /** @throws UnusableException when the file has no parameters of Diffie and Hellman's key exchange */
    static void checkDhParameters(Path path) throws UnusableException {
        var file = Pem.of(path);
        try (var blocks = new PemReader(file.open())) {
            for (var block = blocks.readPemObject(); block != null; block = blocks.readPemObject()) {
                if (block.getType().endsWith("DH PARAMETERS")) {
                    DHParameter.getInstance(block.getContent());
                    return;
                }
            }
        } catch (NoSuchFileException missing) {
            throw new UnusableException(file, "does not exist");
        } catch (IOException | RuntimeException broken) {
            throw new UnusableException(file, "cannot be read: " + reason(broken));
        }
        throw new UnusableException(file, "holds no parameters (expected PEM: -----BEGIN DH PARAMETERS-----)");
    }

    /** @throws UnusableException when the file has no private key, or an encrypted one */
    static PrivateKey key(Path file) throws UnusableException {
        return key(Pem.of(file), PassPhrases.NONE);
    }

    /** @throws UnusableException when the file has no private key, or one that no pass phrase opens */
    static PrivateKey key(Pem file, PassPhrases passPhrases) throws UnusableException {
        var plain = PlainPem.key(file);
        if (plain.isPresent()) {
            return plain.get();
        }
        for (var object : objects(file, "PRIVATE KEY", 1)) {
            if (object instanceof PEMEncryptedKeyPair || object instanceof PKCS8EncryptedPrivateKeyInfo) {
                var opened = passPhrases.open(object);
                if (opened == null) {
                    throw new UnusableException(
                            file,
                            "holds an encrypted key (expected one without a passphrase" + passPhrases.expected()
                                    + "; openssl pkey -in FILE -out PLAIN removes it)");
                }
                return key(file, opened);
            }
            var info = object instanceof PEMKeyPair
                    ? ((PEMKeyPair) object).getPrivateKeyInfo()
                    : object instanceof PrivateKeyInfo ? (PrivateKeyInfo) object : null;
            if (info != null) {
                return key(file, info);
            }
        }
        throw new UnusableException(file, "holds no private key (expected PEM: -----BEGIN PRIVATE KEY-----)");
    }

    /** By the JDK's own classes: its TLS takes no other's EC keys. */
    private static PrivateKey key(Pem file, PrivateKeyInfo info) throws UnusableException {
        var kind = info.getPrivateKeyAlgorithm().getAlgorithm();
        var algorithm = kind.equals(PKCSObjectIdentifiers.rsaEncryption)
                ? "RSA"
                : kind.equals(X9ObjectIdentifiers.id_ecPublicKey) ? "EC" : kind.getId();
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (NoSuchAlgorithmException unknown) {
            throw new UnusableException(file, "holds a key of kind " + algorithm + " (expected RSA or EC)");
        } catch (IOException | InvalidKeySpecException broken) {
            throw new UnusableException(file, "holds a key that cannot be read: " + reason(broken));
        }
    }

    /** Whether the key can prove the certificate: of RSA, both have one modulus; else what one signs, the other verifies. */
    static boolean belongTogether(PrivateKey key, PublicKey certified) {
        if (key instanceof RSAKey && certified instanceof RSAKey) {
            return ((RSAKey) key).getModulus().equals(((RSAKey) certified).getModulus());
        }
        var algorithm = certified.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        var sample = "waflab".getBytes(StandardCharsets.US_ASCII);
        try {
            var signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(sample);
            var signature = signer.sign();
            var verifier = Signature.getInstance(algorithm);
            verifier.initVerify(certified);
            verifier.update(sample);
            return verifier.verify(signature);
        } catch (GeneralSecurityException different) {
            return false;
        }
    }

    /**
     * What the blocks of some names hold. Those of other names are passed over, and what stands behind the last one asked for
     * is not read (PEM_bytes_read_bio).
     *
     * @param most as many are read
     */
    private static List<Object> objects(Pem file, String name, int most) throws UnusableException {
        var objects = new ArrayList<>();
        try (var blocks = new PemReader(file.open())) {
            while (objects.size() < most) {
                var block = blocks.readPemObject();
                if (block == null) {
                    break;
                }
                if (block.getType().endsWith(name)) {
                    objects.add(object(block));
                }
            }
        } catch (NoSuchFileException missing) {
            throw new UnusableException(file, "does not exist");
        } catch (IOException | RuntimeException broken) {
            throw new UnusableException(file, "cannot be read: " + reason(broken));
        }
        return objects;
    }

    private static Object object(PemObject block) throws IOException {
        var text = new StringWriter();
        try (var writer = new PemWriter(text)) {
            writer.writeObject(block);
        }
        try (var parser = new PEMParser(new StringReader(text.toString()))) {
            return parser.readObject();
        }
    }

    private static String reason(Exception failure) {
        var message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
