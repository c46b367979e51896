package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {

    private static final List<String> WORDS = List.of("proxy_send_timeout", "proxy_read_timeout", "listen");

    @Test
    void theNearestWordIsNamed() {
        assertThat(Suggestion.of("proxy_read_timout", WORDS)).isEqualTo(" (did you mean proxy_read_timeout?)");
        assertThat(Suggestion.of("lisetn", WORDS)).isEqualTo(" (did you mean listen?)");
    }

    @Test
    void nothingIsNamedThatIsFar() {
        assertThat(Suggestion.of("gzip", WORDS)).isEmpty();
        assertThat(Suggestion.of("", WORDS)).isEmpty();
        assertThat(Suggestion.of("x".repeat(100_000), WORDS)).isEmpty();
    }
}
