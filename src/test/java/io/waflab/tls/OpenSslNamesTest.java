package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OpenSslNamesTest {

    @Test
    void suitesHaveOpenSslsNames() {
        assertThat(OpenSslNames.suite("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"))
                .isEqualTo("ECDHE-RSA-AES128-GCM-SHA256");
        assertThat(OpenSslNames.suite("TLS_AES_128_GCM_SHA256")).isEqualTo("TLS_AES_128_GCM_SHA256");
    }

    @Test
    void whatTheClientOfferedIsInItsOrderAndTheUnknownInNumbers() {
        assertThat(OpenSslNames.suites(List.of(0x1301, 0xc02f, 0x0a0a)))
                .isEqualTo("TLS_AES_128_GCM_SHA256:ECDHE-RSA-AES128-GCM-SHA256:0x0a0a");
        assertThat(OpenSslNames.groups(List.of(0x001d, 0x0017, 0xfafa))).isEqualTo("X25519:prime256v1:0xfafa");
    }
}
