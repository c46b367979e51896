package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {

    @ParameterizedTest
    @CsvSource({
        "a, a", "Lab.TEST, lab.test", "lab.test., lab.test", "lab.test:8443, lab.test", "lab.test.:8443, lab.test",
        "lab.test:, lab.test", "a_b, a_b", "[::1], [::1]", "[FE80::1]:443, [fe80::1]", "10.0.0.1:1, 10.0.0.1",
        "a:0, a", "a:65535, a", ".a, .a", "*, *", "[], []",
        "[v1.A;b], [v1.a;b]", "a.:80, a", "a%2F~!$&()+;=-b, a%2f~!$&()+;=-b"
    })
    void aHostIsLowerCaseWithoutPortAndLastDot(String text, String expected) {
        assertThat(host(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a..b",
                "a..",
                ":80",
                "a:b",
                "a:8x",
                "a:65536",
                "a:99999999999",
                "a/b",
                "a b",
                "a\\b",
                "a@b",
                "a?",
                "a#",
                "[::1",
                "[::1]x",
                "[::1].",
                "[a%b]",
                "[::1]8",
                "[a..b]",
                "[::1]:65536",
                "a:-1",
                "a:1:2",
                "a\u007f",
                "a^",
                "a|b",
                "{a}",
                "a`",
                "a[",
                "a\u0000",
                "a\u0080",
                "a\"b",
                "<a>",
                "a,b c"
            })
    void whatCannotBeAHostIsNone(String text) {
        assertThat(host(text)).isNull();
    }

    @Test
    void onlyTheGivenBytesAreLookedAt() {
        assertThat(HostName.of(Bytes.of("/Ab/"), 1, 3)).isEqualTo("ab");
    }

    private static String host(String text) {
        return HostName.of(Bytes.of(text), 0, text.length());
    }
}
