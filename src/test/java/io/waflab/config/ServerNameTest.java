package io.waflab.config;

import static io.waflab.config.ServerName.Form.EXACT;
import static io.waflab.config.ServerName.Form.REGEX;
import static io.waflab.config.ServerName.Form.WILDCARD_AFTER;
import static io.waflab.config.ServerName.Form.WILDCARD_BEFORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerNameTest {

    @Test
    void aNameIsExactAWildcardOrARegularExpression() {
        assertThat(ServerName.of("Example.COM"))
                .containsExactly(new ServerName(EXACT, "example.com", Optional.empty()));
        assertThat(ServerName.of("*.example.com"))
                .containsExactly(new ServerName(WILDCARD_BEFORE, ".example.com", Optional.empty()));
        assertThat(ServerName.of("www.*")).containsExactly(new ServerName(WILDCARD_AFTER, "www.", Optional.empty()));
        assertThat(ServerName.of("_")).containsExactly(new ServerName(EXACT, "_", Optional.empty()));
        assertThat(ServerName.of("")).containsExactly(new ServerName(EXACT, "", Optional.empty()));
        var regex = ServerName.of("~^www\\d+\\.x$").get(0);
        assertThat(regex.form()).isEqualTo(REGEX);
        assertThat(regex.regex().orElseThrow().find("WWW1.x")).isPresent();
    }

    @Test
    void aDotInFrontIsTheNameAndAllBelowIt() {
        assertThat(ServerName.of(".example.com"))
                .containsExactly(
                        new ServerName(EXACT, "example.com", Optional.empty()),
                        new ServerName(WILDCARD_BEFORE, ".example.com", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*.", ".", "*a.example.com", "~(", "~"})
    void otherFormsAreRefused(String word) {
        assertThatThrownBy(() -> ServerName.of(word)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatNobodyCanAskForIsTakenAsItIs() {
        for (var word : new String[] {
            "http://example.com", "example.com:8080", "a/b", "x y", "$foo", "$HOSTNAME", "w*.a", "*.a.*", "A.*.b"
        }) {
            assertThat(ServerName.of(word))
                    .containsExactly(new ServerName(EXACT, word.toLowerCase(java.util.Locale.ROOT), Optional.empty()));
        }
    }

    @Test
    void hostnameIsTheMachinesName() {
        assertThat(ServerName.of("$hostname"))
                .containsExactly(new ServerName(EXACT, MachineName.own(), Optional.empty()));
    }

    @Test
    void itsTextIsAsItWasWritten() {
        for (var word : new String[] {"a.b", "*.b", "a.*", "~^a$"}) {
            assertThat(ServerName.of(word).get(0)).hasToString(word);
        }
    }
}
