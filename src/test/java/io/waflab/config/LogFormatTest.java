package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogFormatTest {

    @Test
    void thePiecesAreOneLineAndEscapedAsAskedFor() {
        var format = LogFormat.of(List.of("main", "$status ", "$uri"));
        assertThat(format.escape()).isEqualTo(LogFormat.Escape.DEFAULT);
        assertThat(format.text().source()).isEqualTo("$status $uri");
        assertThat(LogFormat.of(List.of("main", "escape=json", "$uri")).escape())
                .isEqualTo(LogFormat.Escape.JSON);
        assertThat(LogFormat.of(List.of("main", "escape=none", "$uri")).escape())
                .isEqualTo(LogFormat.Escape.NONE);
    }

    @Test
    void whatIsNoFormatIsRefused() {
        assertThatThrownBy(() -> LogFormat.of(List.of("main"))).hasMessageContaining("invalid number of arguments");
        assertThatThrownBy(() -> LogFormat.of(List.of("main", "escape=json")))
                .hasMessageContaining("invalid number of arguments");
        assertThatThrownBy(() -> LogFormat.of(List.of("main", "escape=xml", "$uri")))
                .hasMessageContaining("unknown log format escaping \"xml\"");
    }
}
