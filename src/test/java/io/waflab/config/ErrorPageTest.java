package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ErrorPageTest {

    private static ErrorPage of(String words) {
        return ErrorPage.of(Words.split(words));
    }

    @Test
    void theResponseIsTheOriginalAnotherOrTheAnswers() {
        assertThat(of("502 503 /50x.html"))
                .isEqualTo(new ErrorPage(List.of(502, 503), Optional.empty(), Template.of("/50x.html")));
        assertThat(of("404 =200 /empty").response()).contains(200);
        assertThat(of("404 = /x").response()).contains(0);
    }

    @Test
    void whatIsIncompleteOrImpossibleIsRefused() {
        assertThatThrownBy(() -> of("/50x.html")).hasMessageContaining("invalid number of arguments");
        assertThatThrownBy(() -> of("=200 /x")).hasMessage("invalid value \"=200\"");
        assertThatThrownBy(() -> of("200 /x")).hasMessage("value \"200\" must be between 300 and 599");
        assertThatThrownBy(() -> of("499 /x")).hasMessage("invalid value \"499\"");
        assertThatThrownBy(() -> of("502 =x /y")).hasMessage("invalid value \"=x\"");
        assertThatThrownBy(() -> of("")).hasMessageContaining("invalid number of arguments");
    }

    @Test
    void aNamedLocationOrAnyUrlMayAnswer() {
        assertThat(of("502 @fallback").uri().literal()).isEqualTo("@fallback");
        assertThat(of("403 http://example.com/").uri().literal()).isEqualTo("http://example.com/");
        assertThat(of("403 $there").uri().isLiteral()).isFalse();
    }
}
