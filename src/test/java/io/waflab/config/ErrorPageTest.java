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
        assertThatThrownBy(() -> of("/50x.html")).hasMessageContaining("error_page code ...");
        assertThatThrownBy(() -> of("=200 /x")).hasMessageContaining("error_page code ...");
        assertThatThrownBy(() -> of("200 /x")).hasMessageContaining("300 to 599");
        assertThatThrownBy(() -> of("502 =x /y")).hasMessageContaining("100 to 999");
        assertThatThrownBy(() -> of("502 @fallback")).hasMessageContaining("named locations");
        assertThatThrownBy(() -> of("")).hasMessageContaining("error_page code ...");
    }
}
