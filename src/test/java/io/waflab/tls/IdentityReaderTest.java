package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.openssl.CertificateTrustBlock;
import org.bouncycastle.openssl.X509TrustedCertificateBlock;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityReaderTest {

    @TempDir
    private Path folder;

    /** {@code openssl x509 -addtrust serverAuth -trustout} writes such files, and nginx takes them. */
    @Test
    void certificatesWithWordsOfTrustAreRead() throws Exception {
        var plain = new LabCertificates(folder).server().get(0).chain();
        var file = folder.resolve("trusted.pem");
        try (var writer = new JcaPEMWriter(Files.newBufferedWriter(file))) {
            for (var certificate : plain) {
                writer.writeObject(new X509TrustedCertificateBlock(
                        new JcaX509CertificateHolder(certificate),
                        new CertificateTrustBlock(Set.of(KeyPurposeId.id_kp_serverAuth.toOID()))));
            }
        }
        assertThat(file).content().startsWith("-----BEGIN TRUSTED CERTIFICATE-----");
        assertThat(IdentityReader.certificates(file)).isEqualTo(plain);
    }
}
