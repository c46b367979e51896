package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected orders are those of {@code openssl ciphers} 3.0, without what needs no RSA or ECDSA certificate. */
class CipherStringTest {

    private static String read(String text) {
        return CipherString.read(text).stream().map(CipherSuite::name).collect(Collectors.joining(":"));
    }

    @ParameterizedTest
    @CsvSource({
        "ECDHE+AESGCM:+AES256:RSA+AESGCM, ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256"
                + ":ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:AES256-GCM-SHA384:AES128-GCM-SHA256",
        "AESCCM8, ECDHE-ECDSA-AES256-CCM8:DHE-RSA-AES256-CCM8:ECDHE-ECDSA-AES128-CCM8:DHE-RSA-AES128-CCM8:AES256-CCM8"
                + ":AES128-CCM8",
        "TLSv1, ECDHE-ECDSA-AES256-SHA:ECDHE-RSA-AES256-SHA:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA",
        "AES128-SHA:AES256-SHA:@STRENGTH, AES256-SHA:AES128-SHA",
        "AES128-SHA AES256-SHA;-AES128-SHA, AES256-SHA",
        "!AES128-SHA:AES128-SHA:AES256-SHA, AES256-SHA",
    })
    void aStringMeansWhatOpensslSays(String text, String suites) {
        assertThat(read(text)).isEqualTo(suites);
    }

    @Test
    void nginxsDefaultIsEverySuiteOfTheTable() {
        assertThat(CipherString.read("HIGH:!aNULL:!MD5")).isEqualTo(CipherSuite.ALL);
        assertThat(read("DEFAULT")).doesNotContain("CCM", "ARIA", "CAMELLIA").contains("AES256-SHA");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ECDHE-RSA-AES128-GCM-SHA256:ECDHE:ECDH:AES:HIGH:!NULL:!aNULL:!MD5:!ADH:!RC4:!DHE",
                "ECDHE-RSA-AES128-GCM-SHA256:EECDH+CHACHA20:!3DES:!DES-CBC3-SHA:!EXPORT:!LOW:!PSK:!SRP:!CAMELLIA:!DSS",
                "TLS_AES_128_GCM_SHA256:ECDHE-RSA-AES128-SHA256:EDH-RSA-DES-CBC3-SHA:ECDHE-RSA-RC4-SHA:@SECLEVEL=0",
                "ALL:!ADH:!LOW:!EXP:!MD5:@STRENGTH"
            })
    void stringsThatAreCommonInNginxConfAreUnderstood(String text) {
        assertThat(read(text)).contains("ECDHE-RSA-AES128-");
    }

    @Test
    void aWordThatOpensslDoesNotKnowIsPassedOver() {
        assertThat(read("TLS13-AES-256-GCM-SHA384:AES128-SHA:!FOO:+BAR:-BAZ")).isEqualTo("AES128-SHA");
        assertThat(read("AES+FOO:AES128-SHA")).isEqualTo("AES128-SHA");
        assertThat(CipherString.unknown("TLS13-AES-256-GCM-SHA384:AES+FOO:!FOO:HIGH:!aNULL:RC4"))
                .containsExactly("TLS13-AES-256-GCM-SHA384", "FOO");
    }

    @Test
    void whatLeavesNothingOrIsNoWordIsRefused() {
        assertThatThrownBy(() -> CipherString.read("ECDHE-RSA-AES128-GCM-SHA265:!aNULL"))
                .hasMessageStartingWith(
                        "\"ECDHE-RSA-AES128-GCM-SHA265\" is neither a cipher suite nor a class of them");
        assertThatThrownBy(() -> CipherString.read("HIGH:!")).hasMessageContaining("is neither");
        assertThatThrownBy(() -> CipherString.read("HIGH:$x")).hasMessageContaining("is neither");
        assertThatThrownBy(() -> CipherString.read("HIGH:@SECLEVEL=9")).hasMessageContaining("is neither");
        assertThatThrownBy(() -> CipherString.read("HIGH:@SPEED")).hasMessageStartingWith("\"@SPEED\"");
        assertThatThrownBy(() -> CipherString.read("RC4:MEDIUM")).hasMessageStartingWith("no cipher suite is left");
        assertThatThrownBy(() -> CipherString.read("")).isInstanceOf(IllegalArgumentException.class);
    }
}
