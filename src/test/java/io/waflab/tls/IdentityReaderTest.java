package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
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

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + label
                + "-----\n";
    }

    private Pem file(String text) throws IOException {
        return Pem.of(Files.writeString(folder.resolve("a.pem"), text));
    }

    @Test
    void whatIsPlainIsReadByTheJdkAsBouncyCastleReadsIt() throws Exception {
        for (var identity : new LabCertificates(folder).server()) {
            var certificates = new StringBuilder("a comment\r\n");
            for (var certificate : identity.chain()) {
                certificates.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
            var key = pem("PRIVATE KEY", identity.key().getEncoded());
            assertThat(PlainPem.certificates(file(certificates.toString()))).contains(identity.chain());
            assertThat(PlainPem.key(file(key))).contains(identity.key());
            // Both in one file is not plain, and yet the same.
            var both = file(key + certificates);
            assertThat(PlainPem.certificates(both)).isEmpty();
            assertThat(PlainPem.key(both)).isEmpty();
            assertThat(IdentityReader.certificates(both)).isEqualTo(identity.chain());
            assertThat(IdentityReader.key(both, PassPhrases.NONE)).isEqualTo(identity.key());
        }
    }

    @Test
    void blocksOfOtherNamesArePassedOverAndNothingIsReadBehindTheKey() throws Exception {
        var identity = new LabCertificates(folder).server().get(0);
        var certificate = pem("CERTIFICATE", identity.certificate().getEncoded());
        var key = pem("PRIVATE KEY", identity.key().getEncoded());
        var parameters = pem("DH PARAMETERS", new byte[] {0x30, 0x06, 2, 1, 23, 2, 1, 5});
        var broken = "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n";
        for (var text : new String[] {certificate + key + parameters, parameters + key + certificate}) {
            assertThat(IdentityReader.certificates(file(text))).containsExactly(identity.certificate());
            assertThat(IdentityReader.key(file(text), PassPhrases.NONE)).isEqualTo(identity.key());
        }
        assertThat(IdentityReader.key(file(key + broken), PassPhrases.NONE)).isEqualTo(identity.key());
        assertThatThrownBy(() -> IdentityReader.certificates(file(certificate + broken)))
                .hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> IdentityReader.key(file(certificate + parameters), PassPhrases.NONE))
                .hasMessageContaining("holds no private key");
    }

    @Test
    void whatIsBrokenIsLeftToBouncyCastleWhichSaysWhy() throws Exception {
        var identity = new LabCertificates(folder).server().get(0);
        var certificate = pem("CERTIFICATE", identity.certificate().getEncoded());
        var longer = Arrays.copyOf(
                identity.certificate().getEncoded(), identity.certificate().getEncoded().length + 3);
        var broken = Map.of(
                "",
                "holds no certificate",
                certificate.substring(0, 200),
                "cannot be read: ",
                certificate.replace("MII", "M?I"),
                "cannot be read: ",
                pem("CERTIFICATE", new byte[] {0x30, 1, 2}),
                "cannot be read: ",
                pem("CERTIFICATE", longer),
                "cannot be read: ",
                certificate.replace("CERTIFICATE", "X509 CRL"),
                "");
        for (var one : broken.entrySet()) {
            var file = file(one.getKey());
            assertThat(PlainPem.certificates(file)).isEmpty();
            assertThatThrownBy(() -> IdentityReader.certificates(file))
                    .isInstanceOf(IdentityReader.UnusableException.class)
                    .hasMessageStartingWith(file + " " + one.getValue());
        }
        var missing = Pem.of(folder.resolve("none.pem"));
        assertThatThrownBy(() -> IdentityReader.certificates(missing)).hasMessage(missing + " does not exist");
        assertThatThrownBy(() -> IdentityReader.key(missing, PassPhrases.NONE)).hasMessage(missing + " does not exist");
        var noKey = file(pem("PRIVATE KEY", new byte[] {0x30, 1, 2}));
        assertThat(PlainPem.key(noKey)).isEmpty();
        assertThatThrownBy(() -> IdentityReader.key(noKey, PassPhrases.NONE))
                .hasMessageStartingWith(noKey + " cannot be read: ");
    }
}
