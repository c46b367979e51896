package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.security.KeyPairGenerator;
import java.security.Security;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import org.junit.jupiter.api.Test;

class LackingAlgorithmsTest {

    private static final byte[] TEXT = {1, 2, 3};

    private final LackingAlgorithms lacking = new LackingAlgorithms();

    @Test
    void theirPssIsTheJdks() throws Exception {
        var keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        var parameters = new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
        var signature = Signature.getInstance("SHA256WITHRSAANDMGF1", lacking);
        signature.setParameter(parameters);
        signature.initSign(keys.getPrivate());
        signature.update(TEXT);
        var signed = signature.sign();

        var jdk = Signature.getInstance("RSASSA-PSS");
        jdk.setParameter(parameters);
        jdk.initVerify(keys.getPublic());
        jdk.update(TEXT);
        assertThat(jdk.verify(signed)).isTrue();
        signature.initVerify(keys.getPublic());
        signature.update(TEXT);
        assertThat(signature.verify(signed)).isTrue();
    }

    @Test
    void whatTheJdkHasNotIsThere() {
        for (var cipher : new String[] {"ChaCha7539", "CCM", "ARIA/GCM/NoPadding", "Camellia/GCM/NoPadding"}) {
            assertThatCode(() -> Cipher.getInstance(cipher, lacking)).as(cipher).doesNotThrowAnyException();
        }
        assertThatCode(() -> Mac.getInstance("Poly1305", lacking)).doesNotThrowAnyException();
        assertThatCode(() -> Signature.getInstance("NONEwithRSA", lacking)).doesNotThrowAnyException();
    }

    @Test
    void bctlsHasItsSuitesWithoutBouncyCastlesWholeProvider() {
        assertThat(TlsEngine.BCTLS.cipherSuites())
                .contains(
                        "TLS_CHACHA20_POLY1305_SHA256",
                        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
                        "TLS_ECDHE_ECDSA_WITH_AES_128_CCM",
                        "TLS_ECDHE_RSA_WITH_ARIA_128_GCM_SHA256",
                        "TLS_ECDHE_RSA_WITH_CAMELLIA_128_GCM_SHA256");
        assertThat(Security.getProvider("BC")).isNull();
    }
}
