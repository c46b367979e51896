package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferersTest {

    private static boolean allow(String words, String referer) {
        return Referers.of(List.of(Words.split(words)), ServerName.of("own.test"))
                .allow(Optional.ofNullable(referer));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "a.test, http://a.test, true",
                "a.test, HTTPS://A.test:80/x, true",
                "a.test, http://b.test/, false",
                "a.test, -, false",
                "none a.test, -, true",
                "none, '', false",
                "blocked a.test, a.test, true",
                "a.test, a.test, false",
                "a.test/x, http://a.test/xy, true",
                "a.test/x, http://a.test:8/xy, true",
                "a.test/x, http://a.test/y, false",
                "*.a.test, http://b.a.test/, true",
                "*.a.test, http://a.test/, false",
                "www.a.*, http://www.a.test/, true",
                "~A\\.test, http://xa.test/y, true",
                "~a\\.test$, http://a.test/y, false",
                "server_names, http://own.test/y, true",
                "server_names, http://other.test/y, false"
            })
    void aRefererIsValidByItsNameAndPath(String words, String referer, boolean valid) {
        assertThat(allow(words, referer)).isEqualTo(valid);
    }

    @Test
    void aNameThatNoHostHasIsNone() {
        assertThat(allow("~.*", "http://" + "a".repeat(300))).isFalse();
    }

    @Test
    void otherFormsAreRefused() {
        assertThatThrownBy(() -> allow("a*b", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> allow("\"\"", "x")).hasMessage("invalid referer \"\"");
        assertThatThrownBy(() -> allow("~(", "x")).hasMessageContaining("pcre2_compile() failed");
    }
}
