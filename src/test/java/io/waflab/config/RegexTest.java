package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RegexTest {

    @Test
    void groupsAreKnownByNumberAndName() {
        var match = Regex.of("^/(?<user_name>[^/]+)/(x)?(.*)", false)
                .find("/ann/rest")
                .orElseThrow();
        assertThat(match.group(0)).isEqualTo("/ann/rest");
        assertThat(match.group(1)).isEqualTo("ann");
        assertThat(match.group(2)).isEmpty();
        assertThat(match.groups().get(2)).isEmpty();
        assertThat(match.group(3)).isEqualTo("rest");
        assertThat(match.group(9)).isEmpty();
        assertThat(match.names()).containsOnlyKeys("user_name").containsEntry("user_name", 1);
    }

    @Test
    void lettersMatchInBothCasesOnlyWhenAsked() {
        assertThat(Regex.of("ABC", false).find("/abc")).isEmpty();
        assertThat(Regex.of("ABC", true).find("/abc")).isPresent();
    }

    @Test
    void aDollarMatchesAtTheEndAndBeforeALastLineFeedOnly() {
        var regex = Regex.of("a$", false);
        assertThat(regex.find("a\n")).isPresent();
        assertThat(regex.find("a\n\n")).isEmpty();
        assertThat(regex.find("a\r")).isEmpty();
        assertThat(regex.find("a\u0085")).isEmpty();
    }

    @Test
    void bytesAreCharactersUnlessUtf8IsAskedFor() {
        var cafe = TextBytes.of("caf\u00e9");
        assertThat(Regex.of("^caf..$", false).find(cafe)).isPresent();
        assertThat(Regex.of("^caf\u00e9$", false).find(cafe)).isPresent();
        var match = Regex.of("(*UTF8)^caf(.)$", false).find(cafe).orElseThrow();
        assertThat(match.group(1)).isEqualTo(TextBytes.of("\u00e9"));
    }

    @Test
    void aSearchThatTakesTooLongIsGivenUpInNginxsWords() {
        var text = "a".repeat(300);
        assertThatThrownBy(() -> Regex.of("(.*)(.*)(.*)(.*)x", false).find(text))
                .isInstanceOf(Regex.LimitReached.class)
                .hasMessage("pcre2_match() failed: -47 on \"" + text + "\" using \"(.*)(.*)(.*)(.*)x\"");
    }

    @Test
    void aSearchThatWouldGoTooDeepIsGivenUp() {
        var deep = Regex.of("^(?:a|b|(c))*$", false);
        try {
            assertThat(deep.find("abc".repeat(200_000))).isPresent();
        } catch (Regex.LimitReached givenUp) {
            assertThat(givenUp).hasMessageContaining("-47");
        }
    }

    @Test
    void whatIsNoExpressionIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> Regex.of("a(b", false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pcre2_compile() failed: missing closing parenthesis at offset 3 in \"a(b\"");
        assertThatThrownBy(() -> Regex.of("*a", false)).hasMessageContaining("\"*a\"");
    }
}
