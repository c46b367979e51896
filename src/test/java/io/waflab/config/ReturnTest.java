package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReturnTest {

    @Test
    void aUrlAloneIsA302() {
        assertThat(Return.of(List.of("https://example.com/")))
                .isEqualTo(new Return(302, Optional.of(Template.of("https://example.com/"))));
        assertThat(Return.of(List.of("$scheme://x")).code()).isEqualTo(302);
    }

    @Test
    void theTextOfARedirectIsItsLocationAndElseABody() {
        assertThat(Return.of(List.of("301", "/x")).isRedirect()).isTrue();
        assertThat(Return.of(List.of("200", "text")).isRedirect()).isFalse();
        assertThat(Return.of(List.of("444"))).isEqualTo(new Return(444, Optional.empty()));
    }

    @Test
    void otherFormsAreRefused() {
        assertThatThrownBy(() -> Return.of(List.of("/x"))).hasMessageContaining("invalid return code");
        assertThatThrownBy(() -> Return.of(List.of("1000"))).hasMessageContaining("0 to 999");
        assertThatThrownBy(() -> Return.of(List.of("200", "a", "b"))).hasMessageContaining("expected: return");
        assertThatThrownBy(() -> Return.of(List.of())).hasMessageContaining("expected: return");
    }
}
