package io.waflab.tls;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Somebody with a key and a certificate, who signs others. */
public final class Authority {

    public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    public final X509Certificate certificate;
    public final KeyPair pair;
    private final X500Name name;

    private Authority(X500Name name, KeyPair pair, X509Certificate certificate) {
        this.name = name;
        this.pair = pair;
        this.certificate = certificate;
    }

    /** What is said in a certificate. */
    public enum Says {
        AUTHORITY,
        /** No other authority below it. */
        LAST_AUTHORITY,
        NOTHING,
        SERVER,
        EXPIRED,
        FUTURE
    }

    public static Authority root(String name) {
        return selfSigned(name, Says.AUTHORITY);
    }

    public static Authority selfSigned(String name, Says says) {
        var pair = pair();
        var own = new Authority(new X500Name(name), pair, null);
        return new Authority(own.name, pair, own.sign(own.name, pair, says));
    }

    /** Signs another's certificate. */
    public Authority issue(String subject, Says says) {
        var pair = pair();
        return new Authority(new X500Name(subject), pair, sign(new X500Name(subject), pair, says));
    }

    private X509Certificate sign(X500Name subject, KeyPair subjects, Says says) {
        var from = says == Says.FUTURE ? NOW.plus(Duration.ofDays(1)) : NOW.minus(Duration.ofDays(10));
        var until = says == Says.EXPIRED ? NOW.minus(Duration.ofDays(1)) : NOW.plus(Duration.ofDays(10));
        var builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(System.nanoTime()),
                Date.from(from),
                Date.from(until),
                subject,
                subjects.getPublic());
        try {
            if (says == Says.AUTHORITY || says == Says.LAST_AUTHORITY) {
                var constraints = says == Says.AUTHORITY ? new BasicConstraints(true) : new BasicConstraints(0);
                builder.addExtension(Extension.basicConstraints, true, constraints);
            } else {
                builder.addExtension(Extension.basicConstraints, false, new BasicConstraints(false));
            }
            if (says == Says.SERVER) {
                builder.addExtension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Its list of certificates that are no longer good. */
    X509CRL revoking(X509Certificate... revoked) {
        return revoking(NOW.plus(Duration.ofDays(1)), revoked);
    }

    X509CRL revoking(Instant next, X509Certificate... revoked) {
        try {
            var builder = new JcaX509v2CRLBuilder(certificate, Date.from(NOW.minus(Duration.ofDays(2))));
            builder.setNextUpdate(Date.from(next));
            for (var one : revoked) {
                builder.addCRLEntry(one.getSerialNumber(), Date.from(NOW), CRLReason.unspecified);
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
            return new JcaX509CRLConverter().getCRL(builder.build(signer));
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
