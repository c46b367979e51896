package io.waflab.tls;

import static io.waflab.tls.Authority.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.tls.Authority.Says;
import io.waflab.tls.ClientVerification.Mode;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What nginx 1.22 with OpenSSL 3.0.19 says of the same chains. */
class CertificateCheckTest {

    private static final Authority ROOT = Authority.root("O=Lab,CN=root");
    private static final Authority MIDDLE = ROOT.issue("CN=middle", Says.AUTHORITY);
    private static final Authority LOWER = MIDDLE.issue("CN=lower", Says.AUTHORITY);

    private int depth = 1;
    private List<X509Certificate> trusted = List.of(ROOT.certificate);
    private Optional<List<X509CRL>> revoked = Optional.empty();

    private CertificateFault check(Authority... sent) {
        var how = new ClientVerification(Mode.ON, trusted, trusted, revoked, depth);
        return CertificateCheck.of(Stream.of(sent).map(one -> one.certificate).toList(), how, NOW);
    }

    @Test
    void aChainToATrustedRootIsGood() {
        assertThat(check(ROOT.issue("CN=a", Says.NOTHING))).isEqualTo(CertificateFault.NONE);
        assertThat(check(MIDDLE.issue("CN=a", Says.NOTHING), MIDDLE)).isEqualTo(CertificateFault.NONE);
        assertThat(check(ROOT)).as("the root itself").isEqualTo(CertificateFault.NONE);
    }

    @Test
    void authoritiesBetweenAreCounted() {
        var leaf = LOWER.issue("CN=a", Says.NOTHING);
        assertThat(check(leaf, LOWER, MIDDLE)).isEqualTo(CertificateFault.NO_LOCAL_ISSUER);
        depth = 2;
        assertThat(check(leaf, LOWER, MIDDLE)).isEqualTo(CertificateFault.NONE);
        depth = 0;
        trusted = List.of(ROOT.certificate, MIDDLE.certificate);
        assertThat(check(MIDDLE.issue("CN=a", Says.NOTHING))).isEqualTo(CertificateFault.NO_ISSUER);
    }

    @Test
    void aLeafWithoutItsIssuerCannotBeVerified() {
        assertThat(check(MIDDLE.issue("CN=a", Says.NOTHING))).isEqualTo(CertificateFault.UNVERIFIED_LEAF);
        assertThat(check(Authority.root("CN=other").issue("CN=a", Says.NOTHING)))
                .isEqualTo(CertificateFault.UNVERIFIED_LEAF);
    }

    @Test
    void aTrustedAuthorityThatIsNoRootHasNoIssuer() {
        trusted = List.of(MIDDLE.certificate);
        assertThat(check(MIDDLE.issue("CN=a", Says.NOTHING))).isEqualTo(CertificateFault.NO_ISSUER);
    }

    @Test
    void whoSignedItselfIsTrustedOnlyByName() {
        var alone = Authority.selfSigned("CN=alone", Says.NOTHING);
        assertThat(check(alone)).isEqualTo(CertificateFault.SELF_SIGNED);
        var other = Authority.root("CN=other");
        assertThat(check(other.issue("CN=a", Says.NOTHING), other)).isEqualTo(CertificateFault.SELF_SIGNED_IN_CHAIN);
        trusted = List.of(alone.certificate);
        assertThat(check(alone)).isEqualTo(CertificateFault.NONE);
    }

    @Test
    void aMimicOfTheRootIsNotTheRoot() {
        assertThat(check(Authority.root("O=Lab,CN=root"))).isEqualTo(CertificateFault.SELF_SIGNED);
        var forged = Authority.root("O=Lab,CN=root").issue("CN=a", Says.NOTHING);
        assertThat(check(forged)).isEqualTo(CertificateFault.BAD_SIGNATURE);
    }

    @Test
    void theTimesOfAllCount() {
        assertThat(check(ROOT.issue("CN=a", Says.EXPIRED))).isEqualTo(CertificateFault.EXPIRED);
        assertThat(check(ROOT.issue("CN=a", Says.FUTURE))).isEqualTo(CertificateFault.NOT_YET_VALID);
        assertThat(check(MIDDLE.issue("CN=a", Says.EXPIRED)))
                .as("the last fault that is found counts")
                .isEqualTo(CertificateFault.EXPIRED);
    }

    @Test
    void aServersCertificateDoesNotSuitAClient() {
        assertThat(check(ROOT.issue("CN=a", Says.SERVER))).isEqualTo(CertificateFault.UNSUITABLE_PURPOSE);
    }

    @Test
    void onlyAuthoritiesIssue() {
        var nobody = ROOT.issue("CN=nobody", Says.NOTHING);
        assertThat(check(nobody.issue("CN=a", Says.NOTHING), nobody)).isEqualTo(CertificateFault.UNSUITABLE_PURPOSE);
        depth = 5;
        var last = ROOT.issue("CN=last", Says.LAST_AUTHORITY);
        var beyond = last.issue("CN=beyond", Says.AUTHORITY);
        assertThat(check(beyond.issue("CN=a", Says.NOTHING), beyond, last)).isEqualTo(CertificateFault.PATH_TOO_LONG);
    }

    @Test
    void revocationIsAskedOfEveryIssuer() {
        var bad = ROOT.issue("CN=bad", Says.NOTHING);
        revoked = Optional.of(List.of(ROOT.revoking(bad.certificate)));
        assertThat(check(bad)).isEqualTo(CertificateFault.REVOKED);
        assertThat(check(ROOT.issue("CN=good", Says.NOTHING))).isEqualTo(CertificateFault.NONE);
        assertThat(check(MIDDLE.issue("CN=a", Says.NOTHING), MIDDLE)).isEqualTo(CertificateFault.NO_CRL);
    }

    @Test
    void aListMustBeOfTodayAndItsIssuers() {
        var leaf = ROOT.issue("CN=a", Says.NOTHING);
        revoked = Optional.of(List.of(ROOT.revoking(NOW.minus(Duration.ofDays(1)))));
        assertThat(check(leaf)).isEqualTo(CertificateFault.CRL_EXPIRED);
        revoked = Optional.of(List.of(Authority.root("O=Lab,CN=root").revoking()));
        assertThat(check(leaf)).isEqualTo(CertificateFault.BAD_CRL_SIGNATURE);
    }
}
