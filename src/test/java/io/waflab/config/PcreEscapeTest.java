package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcreEscapeTest {

    @ParameterizedTest
    @CsvSource({
        "\\d, 1, true",
        "\\d, a, false",
        "\\D, a, true",
        "\\w, _, true",
        "\\h, 1, false",
        "\\N, x, true",
        "\\x41, A, true",
        "\\x4, A, false",
        "\\101, A, true",
        "\\o{101}, A, true",
        "\\cA, A, false",
        "\\pL, x, true",
        "\\p{Lu}, x, false",
        "\\P{Lu}, x, true",
        "\\p{^Lu}, x, true",
        "\\p{L&}, x, true",
        "\\p{Any}, 1, true",
        "\\p{Latin}, a, true",
        "\\Aa\\z, a, true",
        "\\ba\\b, a, true",
        "\\Ea, a, true",
        "\\., a, false"
    })
    void anEscapeMeansWhatItMeansInPcre(String regex, String text, boolean matches) {
        assertThat(Regex.of(regex, false).find(text).isPresent()).isEqualTo(matches);
    }
}
