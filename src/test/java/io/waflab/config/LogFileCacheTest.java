package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogFileCacheTest {

    @Test
    void whatIsNotSaidIsNginxs() {
        assertThat(LogFileCache.of(List.of("off"))).isEmpty();
        assertThat(LogFileCache.of(List.of("max=3")))
                .contains(new LogFileCache(3, Duration.ofSeconds(10), Duration.ofSeconds(60), 1));
        assertThat(LogFileCache.of(List.of("max=3", "inactive=20s", "valid=1m", "min_uses=2")))
                .contains(new LogFileCache(3, Duration.ofSeconds(20), Duration.ofMinutes(1), 2));
    }

    @Test
    void maxMustBeThereAndNothingElse() {
        assertThatThrownBy(() -> LogFileCache.of(List.of("valid=1m")))
                .hasMessage("open_log_file_cache must have \"max\" parameter");
        assertThatThrownBy(() -> LogFileCache.of(List.of("max=1", "size=2"))).hasMessageContaining("\"size=2\"");
        assertThatThrownBy(() -> LogFileCache.of(List.of("max=0"))).hasMessageContaining("invalid value \"0\"");
    }
}
