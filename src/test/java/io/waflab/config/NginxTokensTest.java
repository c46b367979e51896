package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.config.NginxTokens.End;
import io.waflab.config.NginxTokens.Source;
import io.waflab.config.NginxTokens.Token;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NginxTokensTest {

    private static List<Token> tokens(String text) throws ConfigException {
        var tokens = new NginxTokens(new Source("n.conf", text, false));
        var all = new ArrayList<Token>();
        do {
            all.add(tokens.next());
        } while (all.get(all.size() - 1).end() != End.FILE);
        return all.subList(0, all.size() - 1);
    }

    private static List<String> words(String text) throws ConfigException {
        return tokens(text).get(0).words();
    }

    @Test
    void aDirectiveEndsWithASemicolonOrABraceAndIsOnTheLineOfItsEnd() throws ConfigException {
        assertThat(tokens("a b\n  c; # d;\nlocation /{x;}"))
                .containsExactly(
                        new Token(List.of("a", "b", "c"), End.SEMICOLON, 2),
                        new Token(List.of("location", "/"), End.OPEN, 3),
                        new Token(List.of("x"), End.SEMICOLON, 3),
                        new Token(List.of(), End.CLOSE, 3));
    }

    @Test
    void quotesKeepBlanksAndWhatWouldEndADirective() throws ConfigException {
        assertThat(words("a \"b; c\" 'd {e}' \"#\" '';")).containsExactly("a", "b; c", "d {e}", "#", "");
    }

    @Test
    void aBackslashHidesQuotesAndBlanksAndIsKeptBeforeOtherLetters() throws ConfigException {
        assertThat(words("a \"\\\"q\\\"\" \\t\\r\\n b\\ c \\. \\\\ \\;;"))
                .containsExactly("a", "\"q\"", "\t\r\n", "b\\ c", "\\.", "\\", "\\;");
    }

    @Test
    void aBraceBehindADollarSignBelongsToItsWord() throws ConfigException {
        assertThat(words("return 200 a${b}c;")).containsExactly("return", "200", "a${b}c");
        assertThat(tokens("if (a) {").get(0).end()).isEqualTo(End.OPEN);
    }

    @Test
    void aParenthesisMayStandBehindAQuote() throws ConfigException {
        assertThat(words("if ($a = \"b\") {")).containsExactly("if", "($a", "=", "b", ")");
    }

    @Test
    void aHashInAWordIsNoComment() throws ConfigException {
        assertThat(words("a b#c;#d")).containsExactly("a", "b#c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a b|1|unexpected end of file, expecting \";\" or \"}\"",
                "`a 'b;\n\n`|3|unexpected end of file, expecting \";\" or \"}\"",
                "`\n;`|2|unexpected \";\"",
                "{|1|unexpected \"{\"",
                "`a\nb }`|2|unexpected \"}\"",
                "a \"b\"c;|1|unexpected \"c\"",
            })
    void whatIsNoDirectiveIsRefusedInNginxsWords(String text, int line, String message) {
        assertThatThrownBy(() -> tokens(text)).hasMessage("n.conf:" + line + ": " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "'"})
    void anUnclosedQuoteIsToldByTheLengthOfItsWordWhereItBegan(String quote) {
        assertThatThrownBy(() -> tokens("a\n " + quote + "\n;".repeat(4096)))
                .hasMessage("n.conf:2: too long parameter, probably missing terminating \"" + quote + "\" character");
        assertThatThrownBy(() -> tokens("a\n " + "0123456789".repeat(500)))
                .hasMessage("n.conf:2: too long parameter \"0123456789...\" started");
    }

    @Test
    void aBlockOfLuaIsPassedOverWhateverItSays() throws ConfigException {
        var tokens = new NginxTokens(new NginxTokens.Source(
                "t.conf", "a_by_lua_block {\n x = { '}', \"\\\"}\", [[}\n]] } -- }\n --[[ } ]] y = {}\n} b;", false));
        assertThat(tokens.next().end()).isEqualTo(NginxTokens.End.OPEN);
        tokens.skipLua();
        assertThat(tokens.next()).isEqualTo(new NginxTokens.Token(List.of("b"), NginxTokens.End.SEMICOLON, 5));
        var open = new NginxTokens(new NginxTokens.Source("t.conf", "a {\n { }", false));
        open.next();
        assertThatThrownBy(open::skipLua)
                .hasMessage("t.conf:2: unexpected end of file, expecting the \"}\" of a block of Lua");
    }
}
