package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReturnTest {

    @Test
    void aUrlAloneIsA302() {
        assertThat(Return.of(List.of("https://example.com/"), Variables.NONE))
                .isEqualTo(new Return(302, Optional.of(Template.of("https://example.com/"))));
        assertThat(Return.of(List.of("$scheme://x"), Variables.NONE).code()).isEqualTo(302);
    }

    @Test
    void theTextOfARedirectIsItsLocationAndElseABody() {
        assertThat(Return.of(List.of("301", "/x"), Variables.NONE).isRedirect()).isTrue();
        assertThat(Return.of(List.of("200", "text"), Variables.NONE).isRedirect())
                .isFalse();
        assertThat(Return.of(List.of("444"), Variables.NONE)).isEqualTo(new Return(444, Optional.empty()));
    }

    @Test
    void otherFormsAreRefused() {
        assertThatThrownBy(() -> Return.of(List.of("/x"), Variables.NONE)).hasMessageContaining("invalid return code");
        assertThatThrownBy(() -> Return.of(List.of("1000"), Variables.NONE)).hasMessageContaining("0 to 999");
        assertThatThrownBy(() -> Return.of(List.of("200", "a", "b"), Variables.NONE))
                .hasMessageContaining("expected: return");
        assertThatThrownBy(() -> Return.of(List.of(), Variables.NONE)).hasMessageContaining("expected: return");
    }
}
