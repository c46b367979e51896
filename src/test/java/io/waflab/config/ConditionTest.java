package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.config.Condition.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

    private static Condition of(String words) {
        return Condition.of(Words.split(words), Variables.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "($uri), TRUE, false",
        "( $uri ), TRUE, false",
        "($uri = /a), EQUALS, false",
        "( $uri != /a ), EQUALS, true",
        "($uri ~ ^/a$), MATCHES, false",
        "($uri !~ a), MATCHES, true",
        "($uri !~* a), MATCHES, true",
        "(-f $request_filename), IS_FILE, false",
        "(!-f $request_filename), IS_FILE, true",
        "(-d /x), IS_DIRECTORY, false",
        "(!-e /x), EXISTS, true",
        "(-x /x), IS_EXECUTABLE, false"
    })
    void anOperatorIsKnown(String words, Test test, boolean negated) {
        assertThat(of(words).test()).isEqualTo(test);
        assertThat(of(words).negated()).isEqualTo(negated);
        assertThat(of(words).asksForFile()).isEqualTo(words.contains("-") && !words.contains("$uri"));
    }

    @org.junit.jupiter.api.Test
    void lettersMatchInBothCasesBehindAnAsterisk() {
        assertThat(of("($uri ~* A)").regex().orElseThrow().anyCase()).isTrue();
        assertThat(of("($uri ~ A)").regex().orElseThrow().anyCase()).isFalse();
        assertThat(of("($uri ~ (a)|(b))").regex().orElseThrow().source()).isEqualTo("(a)|(b)");
    }

    @ParameterizedTest
    @CsvSource({
        "$uri, invalid condition \"$uri\"",
        "($uri, invalid condition \"($uri\"",
        "(), invalid condition \"()\"",
        "(uri = a), invalid condition \"uri\"",
        "($uri = a b), invalid condition \"$uri\"",
        "($uri=/a), unknown \"uri=/a\" variable (blanks are expected around an operator)",
        "($uri == a), unexpected \"==\" in condition",
        "(-z /x), invalid condition \"-z\"",
        "(-f), invalid condition \"-f\""
    })
    void otherFormsAreRefusedInNginxsWords(String words, String message) {
        assertThatThrownBy(() -> of(words)).hasMessage(message);
    }
}
