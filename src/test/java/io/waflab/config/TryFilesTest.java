package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.config.TryFiles.Candidate;
import java.util.List;
import org.junit.jupiter.api.Test;

class TryFilesTest {

    @Test
    void theLastWordAnswersWhenNothingIsThere() {
        var tries = TryFiles.of(List.of("$uri", "$uri/", "/x?y"), Variables.NONE);
        assertThat(tries.candidates())
                .containsExactly(new Candidate(Template.of("$uri"), false), new Candidate(Template.of("$uri"), true));
        assertThat(tries.fallback().source()).isEqualTo("/x?y");
        assertThat(tries.code()).isEmpty();
        assertThat(TryFiles.of(List.of("a", "=404"), Variables.NONE).code()).contains(404);
        assertThat(TryFiles.of(List.of("a", "@name"), Variables.NONE).fallback().literal())
                .isEqualTo("@name");
    }

    @Test
    void otherFormsAreRefused() {
        assertThatThrownBy(() -> TryFiles.of(List.of("a"), Variables.NONE)).hasMessageContaining("number of arguments");
        assertThatThrownBy(() -> TryFiles.of(List.of("a", "=x"), Variables.NONE))
                .hasMessage("invalid code \"x\"");
        assertThatThrownBy(() -> TryFiles.of(List.of("a", "=1000"), Variables.NONE))
                .hasMessage("invalid code \"1000\"");
    }
}
