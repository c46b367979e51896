package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PcreTranslationTest {

    private static boolean matches(String regex, String text) {
        return Regex.of(regex, false).find(text).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "(?<n>a)\\k<n> aa",
                "(?'n'a)\\k'n' aa",
                "(?P<n>a)(?P=n) aa",
                "(?P<n_1>a)\\k{n_1} aa",
                "(a)\\1 aa",
                "(a)\\g1 aa",
                "(a)\\g{1} aa",
                "(a)(b)\\g{-1} abb",
                "\\g{n}?(?<n>a) a",
                "(?i)ABC abc",
                "(?i:A)b ab",
                "a(?-i)b ab",
                "(?>a+)b aab",
                "a++b aab",
                "a{2}b aab",
                "a{1,}b ab",
                "a{,2} a{,2}",
                "a{x} a{x}",
                "x{ x{",
                "a(?#comment)b ab",
                "(?x)a#comment ab",
                "[[:alpha:]]+1 ab1",
                "\\Qa.b\\E a.b",
                "\\x41\\x{42} AB",
                "a]} a]}",
                "\\/\\-\\. /-."
            })
    void whatPcreMatchesIsMatched(String regex, String text) {
        assertThat(matches(regex, text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {"(?i:A)b AB", "(?>a+)a aaa", "\\Qa.b\\E axb", "a{,2} aa", "[a&&b]x x", "a(?i)b AB"})
    void whatPcreDoesNotMatchIsNot(String regex, String text) {
        assertThat(matches(regex, text)).isFalse();
    }

    @Test
    void blanksCountForNothingWhereXIsInForce() {
        assertThat(matches("(?x) a b # to the end\n c", "abc")).isTrue();
        assertThat(matches("(?x: a b )c d", "abc d")).isTrue();
        assertThat(matches("((?x) a )b c", "ab c")).isTrue();
        assertThat(matches("(?x)[ ]", " ")).isTrue();
        assertThat(matches("(?x)(?-x) a", " a")).isTrue();
        assertThat(matches("(?x) # ( is no group\n a", "a")).isTrue();
    }

    @Test
    void namesBelongToTheirNumbers() {
        var translation = PcreTranslation.of("(a)(?:b)(?<one>c)(?P<two>(d))");
        assertThat(translation.names()).containsEntry("one", 2).containsEntry("two", 3);
        assertThat(translation.groups()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?R)",
                "(?1)(a)",
                "(?&n)(?<n>a)",
                "(?P>n)(?<n>a)",
                "(?+1)(a)",
                "(?|(a)|(b))",
                "(?(1)a|b)",
                "(?C1)a",
                "(*ACCEPT)",
                "a\\Kb",
                "\\g<1>(a)",
                "(?<n>a)(?<n>b)",
                "(?<1>a)",
                "\\k<x>",
                "(a",
                "a)",
                "[a",
                "(?z)",
                "(?<n",
                "\\",
                "[[:none:]]",
                "(?U)a",
                "\\N{x}",
                "[a-\u00e9]",
                "\\i",
                "\\x{110000}",
                "\\g{-1}"
            })
    void whatCannotBeTranslatedIsRefusedInOneLineWithItsOffset(String regex) {
        assertThatThrownBy(() -> PcreTranslation.of(regex))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("pcre2_compile() failed: ")
                .hasMessageContaining(" at offset ")
                .hasMessageContaining("in \"" + regex + "\"");
    }

    @Test
    void noPrefixOfAnExpressionEndsInATrace() {
        var whole = "^(?i)/(?<a_b>[^]a[:alpha:]\\d-]+)(?:x{2,3}|\\x{41}\\Q(\\E)\\k<a_b>(?#c)\\p{Lu}$";
        for (int i = 0; i <= whole.length(); i++) {
            var prefix = whole.substring(0, i);
            try {
                Regex.of(prefix, false);
            } catch (IllegalArgumentException refused) {
                assertThat(refused.getMessage()).as(prefix).doesNotContain("\n");
            }
        }
    }
}
