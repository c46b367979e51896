package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogFileCacheTest {

    @Test
    void offIsNone() {
        assertThat(LogFileCache.of(List.of("off"))).isEmpty();
    }

    @Test
    void whatIsNotSaidIsNginxsDefault() {
        assertThat(LogFileCache.of(List.of("max=3")))
                .contains(new LogFileCache(3, Duration.ofSeconds(10), Duration.ofSeconds(60), 1));
        assertThat(LogFileCache.of(List.of("max=3", "inactive=20s", "valid=1m", "min_uses=2")))
                .contains(new LogFileCache(3, Duration.ofSeconds(20), Duration.ofSeconds(60), 2));
    }

    @Test
    void whatIsWrongIsSaidInNginxWords() {
        assertThatThrownBy(() -> LogFileCache.of(List.of("inactive=1s")))
                .hasMessage("\"open_log_file_cache\" must have \"max\" parameter");
        assertThatThrownBy(() -> LogFileCache.of(List.of("max=0")))
                .hasMessage("invalid \"open_log_file_cache\" parameter \"max=0\"");
        assertThatThrownBy(() -> LogFileCache.of(List.of("size=1")))
                .hasMessage("invalid \"open_log_file_cache\" parameter \"size=1\"");
    }
}
