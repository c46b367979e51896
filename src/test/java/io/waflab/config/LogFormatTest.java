package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogFormatTest {

    @Test
    void piecesArePutTogether() {
        var format = LogFormat.of(List.of("main", "$status ", "$host"));
        assertThat(format.text().source()).isEqualTo("$status $host");
        assertThat(format.escape()).isEqualTo(LogFormat.Escape.DEFAULT);
    }

    @Test
    void valuesAreEscapedAsItSays() {
        assertThat(LogFormat.of(List.of("main", "escape=json", "$host")).escape())
                .isEqualTo(LogFormat.Escape.JSON);
        assertThat(LogFormat.of(List.of("main", "escape=none", "$host")).escape())
                .isEqualTo(LogFormat.Escape.NONE);
        assertThatThrownBy(() -> LogFormat.of(List.of("main", "escape=xml", "$host")))
                .hasMessage("unknown log format escaping \"xml\"");
        assertThatThrownBy(() -> LogFormat.of(List.of("main"))).hasMessageContaining("invalid number of arguments");
    }
}
