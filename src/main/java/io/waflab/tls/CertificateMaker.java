package io.waflab.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes keys and signs certificates (RFC 5280) for the lab. */
final class CertificateMaker {

    private static final int GENERAL_NAME_DNS = 2;
    private static final int GENERAL_NAME_IP = 7;

    private final Instant now;
    private final SecureRandom random = new SecureRandom();

    CertificateMaker(Instant now) {
        this.now = now;
    }

    /**
     * @param names host names and addresses; without any, the certificate is an authority's or for wrong.test
     * @param issuer who signs; empty for the root
     */
    Identity issue(LabCertificate which, List<String> names, Optional<Identity> issuer)
            throws GeneralSecurityException, IOException {
        var pair = newKey(which);
        boolean selfSigned = issuer.isEmpty() || which == LabCertificate.SELF_SIGNED;
        var subject = subject(which, names);
        var issuerName = selfSigned
                ? subject
                : X500Name.getInstance(
                        issuer.get().certificate().getSubjectX500Principal().getEncoded());
        var builder = new JcaX509v3CertificateBuilder(
                issuerName,
                new BigInteger(127, random),
                Date.from(which.notBefore(now)),
                Date.from(which.notAfter(now)),
                subject,
                pair.getPublic());
        addExtensions(builder, which, names, pair, selfSigned ? Optional.empty() : issuer);
        var certificate =
                sign(builder, selfSigned ? pair.getPrivate() : issuer.get().key());
        var chain = new ArrayList<>(List.of(certificate));
        if (!which.isAuthority() && !selfSigned && which != LabCertificate.MISSING_INTERMEDIATE) {
            chain.add(issuer.get().certificate());
        }
        return new Identity(chain, pair.getPrivate());
    }

    private static X500Name subject(LabCertificate which, List<String> names) {
        return new X500Name(
                which.isAuthority()
                        ? "O=waflab,CN=waflab lab " + which.fileName()
                        : "CN=" + (names.isEmpty() ? "wrong.test" : names.get(0).replaceAll("[^0-9A-Za-z.*:-]", "_")));
    }

    /** The authorities have RSA keys, so that clients without ECDSA can check the RSA certificate's chain. */
    private KeyPair newKey(LabCertificate which) throws GeneralSecurityException {
        if (which.isAuthority() || which == LabCertificate.SERVER_RSA) {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048, random);
            return generator.generateKeyPair();
        }
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private static void addExtensions(
            JcaX509v3CertificateBuilder builder,
            LabCertificate which,
            List<String> names,
            KeyPair pair,
            Optional<Identity> issuer)
            throws GeneralSecurityException, IOException {
        var ids = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(pair.getPublic()));
        if (issuer.isPresent()) {
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    ids.createAuthorityKeyIdentifier(issuer.get().certificate().getPublicKey()));
        }
        if (which.isAuthority()) {
            var constraints = which == LabCertificate.ROOT ? new BasicConstraints(true) : new BasicConstraints(0);
            builder.addExtension(Extension.basicConstraints, true, constraints);
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return;
        }
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        int usage = KeyUsage.digitalSignature | (which == LabCertificate.SERVER_RSA ? KeyUsage.keyEncipherment : 0);
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames((names.isEmpty() ? List.of("wrong.test") : names)
                        .stream().map(CertificateMaker::generalName).toArray(GeneralName[]::new)));
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        var algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
        } catch (OperatorCreationException broken) {
            throw new GeneralSecurityException(broken);
        }
    }

    private static GeneralName generalName(String name) {
        boolean address = name.contains(":") || name.matches("[0-9]+(\\.[0-9]+){3}");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    /** The host names and IP addresses of a certificate, addresses in their shortest form. */
    static List<String> names(X509Certificate certificate) {
        try {
            var alternatives = certificate.getSubjectAlternativeNames();
            var names = new ArrayList<String>();
            for (var alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
                int type = (Integer) alternative.get(0);
                var text = String.valueOf(alternative.get(1));
                if (type == GENERAL_NAME_DNS) {
                    names.add(text);
                } else if (type == GENERAL_NAME_IP) {
                    names.add(shortest(text));
                }
            }
            return names;
        } catch (CertificateParsingException broken) {
            return List.of();
        }
    }

    /** The JDK writes ::1 as 0:0:0:0:0:0:0:1. */
    static String shortest(String address) {
        if (!address.contains(":")) {
            return address;
        }
        try {
            return io.netty.util.NetUtil.toAddressString(InetAddress.getByName(address));
        } catch (UnknownHostException notAnAddress) {
            return address;
        }
    }
}
