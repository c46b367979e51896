package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CipherSuitesTest {

    @Test
    void theNamesAreIanas() {
        assertThat(CipherSuites.name(0x1301)).isEqualTo("TLS_AES_128_GCM_SHA256");
        assertThat(CipherSuites.name(0xc030)).isEqualTo("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
        assertThat(CipherSuites.name(0xfafa)).isEqualTo("0xfafa");
    }

    @Test
    void whatASuiteAddsToARecordIsKnownForThoseThatShowIt() {
        assertThat(CipherSuites.overheadInTls12(CipherSuites.name(0xc02f))).isEqualTo(24);
        assertThat(CipherSuites.overheadInTls12(CipherSuites.name(0xcca8))).isEqualTo(16);
        assertThat(CipherSuites.overheadInTls12(CipherSuites.name(0xc0ae))).isEqualTo(16);
        assertThat(CipherSuites.overheadInTls12(CipherSuites.name(0xc013))).isEqualTo(-1);
    }

    @Test
    void tagAndHashGoByTheName() {
        assertThat(CipherSuites.tag(CipherSuites.name(0x1305))).isEqualTo(8);
        assertThat(CipherSuites.tag(CipherSuites.name(0x1303))).isEqualTo(16);
        assertThat(CipherSuites.hash(CipherSuites.name(0x1302))).isEqualTo(48);
        assertThat(CipherSuites.hash(CipherSuites.name(0x1303))).isEqualTo(32);
    }
}
