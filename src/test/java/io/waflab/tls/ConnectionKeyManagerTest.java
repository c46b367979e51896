package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class ConnectionKeyManagerTest {

    private static final Authority A = Authority.selfSigned("CN=a.test", Authority.Says.NOTHING);
    private static final Authority B = Authority.selfSigned("CN=b.test", Authority.Says.NOTHING);

    private final ConnectionKeyManager manager = new ConnectionKeyManager();

    private static List<Identity> of(Authority shown) {
        return List.of(new Identity(List.of(shown.certificate), shown.pair.getPrivate()));
    }

    private static String kind() {
        return A.certificate.getPublicKey().getAlgorithm();
    }

    @Test
    void eachConnectionIsShownItsOwnAndNoneIsHeldBehindItsHandshake() throws Exception {
        var first = SSLContext.getDefault().createSSLEngine();
        var second = SSLContext.getDefault().createSSLEngine();
        manager.show(first, of(A));
        manager.show(second, of(B));
        var alias = manager.chooseEngineServerAlias(kind(), null, second);
        assertThat(manager.getCertificateChain(alias)).containsExactly(new X509Certificate[] {B.certificate});
        assertThat(manager.getPrivateKey(alias)).isEqualTo(B.pair.getPrivate());
        assertThat(manager.getCertificateChain(manager.chooseEngineServerAlias(kind(), null, first)))
                .containsExactly(new X509Certificate[] {A.certificate});
        manager.forget(first);
        manager.forget(second);
        assertThat(manager.held()).isZero();
        assertThat(manager.chooseEngineServerAlias(kind(), null, second)).isNull();
        assertThat(manager.getCertificateChain(alias)).isNull();
    }

    @Test
    void aConnectionForWhichNothingWasReadHasNothingToShow() throws Exception {
        assertThat(manager.chooseEngineServerAlias(
                        kind(), null, SSLContext.getDefault().createSSLEngine()))
                .isNull();
    }
}
