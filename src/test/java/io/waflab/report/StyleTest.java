package io.waflab.report;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StyleTest {

    @Test
    void colourIsForTerminalsThatWantIt() {
        assertThat(Style.of(true, UTF_8, Map.of()).colour()).isTrue();
        assertThat(Style.of(true, UTF_8, Map.of("NO_COLOR", "")).colour()).isTrue();
        assertThat(Style.of(true, UTF_8, Map.of("NO_COLOR", "1")).colour()).isFalse();
        assertThat(Style.of(true, UTF_8, Map.of("TERM", "dumb")).colour()).isFalse();
        assertThat(Style.of(false, UTF_8, Map.of()).colour()).isFalse();
    }

    @Test
    void arrowsAreForOutputsThatCanWriteThem() {
        assertThat(Style.of(true, UTF_8, Map.of()).unicode()).isTrue();
        assertThat(Style.of(true, US_ASCII, Map.of()).unicode()).isFalse();
    }

    @Test
    void fewerThan60ColumnsAreRefused() {
        assertThatThrownBy(() -> new Style(59, false, false)).hasMessage("width: 59 (expected: >= 60)");
    }
}
