package io.waflab.tls;

import static io.waflab.tls.Authority.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.tls.Authority.Says;
import java.time.Duration;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;

class ClientCertificateTest {

    private final Authority root = Authority.root("O=Lab,CN=root");
    private final Authority leaf = root.issue("C=DE,O=Lab\\, Inc,CN=a", Says.NOTHING);
    private final ClientCertificate shown = new ClientCertificate(leaf.certificate, CertificateFault.EXPIRED);

    @Test
    void namesAreInBothForms() {
        assertThat(shown.subject()).isEqualTo("CN=a,O=Lab\\, Inc,C=DE");
        assertThat(shown.subjectOneLine()).isEqualTo("/C=DE/O=Lab, Inc/CN=a");
        assertThat(shown.issuer()).isEqualTo("CN=root,O=Lab");
        assertThat(shown.issuerOneLine()).isEqualTo("/O=Lab/CN=root");
    }

    @Test
    void whatIsSpecialInANameIsEscapedAsOpenSslDoes() {
        var name =
                new DistinguishedName(new X500Principal("CN=\\#\u00e9\\+\\\"x\\ , EMAILADDRESS=a@b.test, 1.2.3.4=x"));
        assertThat(name.rfc2253()).isEqualTo("CN=\\#\\C3\\A9\\+\\\"x\\ ,emailAddress=a@b.test,1.2.3.4=#130178");
    }

    @Test
    void aFaultIsSaidInOpenSslsWords() {
        assertThat(shown.verify()).isEqualTo("FAILED:certificate has expired");
        assertThat(new ClientCertificate(leaf.certificate, CertificateFault.NONE).verify())
                .isEqualTo("SUCCESS");
    }

    @Test
    void timesAreInOpenSslsFormAndWhatRemainsInDays() {
        assertThat(shown.start()).isEqualTo("Nov 12 12:00:00 2026 GMT");
        assertThat(shown.end()).isEqualTo("Dec  2 12:00:00 2026 GMT");
        assertThat(shown.remaining(NOW)).isEqualTo("10");
        assertThat(shown.remaining(NOW.plusSeconds(1))).isEqualTo("9");
        assertThat(shown.remaining(NOW.plus(Duration.ofDays(11)))).isEqualTo("0");
    }

    @Test
    void numbersAreHexadecimal() {
        assertThat(shown.serial()).matches("([0-9A-F]{2})+");
        assertThat(shown.fingerprint()).matches("[0-9a-f]{40}");
    }

    @Test
    void pemIsPlainFoldedOrEscaped() {
        assertThat(shown.pem()).startsWith("-----BEGIN CERTIFICATE-----\n").endsWith("\n-----END CERTIFICATE-----\n");
        assertThat(shown.folded())
                .startsWith("-----BEGIN CERTIFICATE-----\n\t")
                .endsWith("\n\t-----END CERTIFICATE-----");
        assertThat(shown.escaped())
                .startsWith("-----BEGIN%20CERTIFICATE-----%0A")
                .doesNotContain("\n", "+", "/");
    }
}
