package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcreClassTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "[]a] ] true",
                "[^]a] ] false",
                "[^]a] b true",
                "[a-c] b true",
                "[a-] - true",
                "[-a] - true",
                "[\\d-x] - true",
                "[a-\\d] - true",
                "[a[b] [ true",
                "[a&&b] & true",
                "[a&&b] a true",
                "[[:digit:]x] 1 true",
                "[[:^digit:]] 1 false",
                "[[:word:]] _ true",
                "[[:^space:]] a true",
                "[a[:b] : true",
                "[\\]] ] true",
                "[\\x41-\\x43] B true",
                "[\\Q]\\E] ] true",
                "[\\w.] . true",
                "[a^] ^ true",
                "[\\b] b false"
            })
    void aClassHoldsWhatItHoldsInPcre(String regex, String text, boolean matches) {
        assertThat(Regex.of("^" + regex + "$", false).find(text).isPresent()).isEqualTo(matches);
    }
}
