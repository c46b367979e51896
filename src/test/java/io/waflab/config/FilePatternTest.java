package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nginx 1.22.1 with glibc 2.36 includes of these names by each pattern. */
class FilePatternTest {

    private static final String NAMES = "#x *x -x 5x [ [] [abc \\x ]x ^x a]b a.b ax bx {a,b} \u6587x .hx";

    private static String of(String pattern) {
        return Stream.of(NAMES.split(" "))
                .filter(name -> FilePattern.matches(pattern, name))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            quoteCharacter = '"',
            value = {
                "[^.#]*x  = *x -x 5x \\x ]x ^x ax bx \u6587x",
                "[!a]*b*  = [abc {a,b}",
                "[b0-9-]x = -x 5x bx",
                "[abc     = [abc",
                "[a*      = [abc",
                "*[       = [",
                "[]       = []",
                "\\[*   = [ [] [abc",
                "\\*x   = *x",
                "?x       = #x *x -x 5x \\x ]x ^x ax bx",
                "???x     = \u6587x",
                "????     = [abc \u6587x",
                "[]a]x    = ]x ax",
                "[]-a]x   = ]x ^x ax",
                "[\\]]x = ]x",
                "[!]]x    = #x *x -x 5x \\x ^x ax bx",
                "[a\\-z]x = -x ax",
                "[[:digit:]^]x = 5x ^x",
                "[c-a]x   =",
                "[a-]x    = -x ax",
                "[!]      =",
                "{a,b}    = {a,b}",
                "a*b      = a]b a.b",
                ".*       = .hx",
                "\\.h*  = .hx",
                "[.]hx    =",
            })
    void aPatternMeansTheNamesThatItMeansInNginx(String pattern, String names) {
        assertThat(of(pattern)).isEqualTo(names == null ? "" : names);
    }

    @Test
    void aPatternOfManyStarsIsDecidedAtOnce() {
        assertThat(FilePattern.matches("*a".repeat(200) + "b", "a".repeat(255))).isFalse();
    }
}
