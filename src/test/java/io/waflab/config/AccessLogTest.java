package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLogTest {

    @Test
    void theFormatIsCombinedUnlessNamed() {
        assertThat(AccessLog.of(List.of(List.of("a.log"), List.of("b.log", "main"), List.of("c.log", "buffer=1k"))))
                .extracting(AccessLog::format)
                .containsExactly("combined", "main", "combined");
    }

    @Test
    void offAmongThemIsNone() {
        assertThat(AccessLog.of(List.of(List.of("a.log"), List.of("off")))).isEmpty();
    }

    private static AccessLog one(String... words) {
        return AccessLog.of(List.of(List.of(words))).get(0);
    }

    @Test
    void linesAreGatheredAsBufferFlushAndGzipSay() {
        assertThat(one("a", "main").buffer()).isEmpty();
        assertThat(one("a", "main", "buffer=8k", "flush=5m").buffer())
                .contains(new AccessLog.Buffer(8192, Optional.of(Duration.ofMinutes(5)), 0));
        assertThat(one("a", "main", "gzip").buffer()).contains(new AccessLog.Buffer(65_536, Optional.empty(), 1));
        assertThat(one("a", "main", "gzip=9", "buffer=1m").buffer())
                .contains(new AccessLog.Buffer(1 << 20, Optional.empty(), 9));
    }

    @Test
    void aConditionAndAPathMayHaveVariables() {
        assertThat(one("a_$host", "main", "if=$arg_x").condition().orElseThrow().source())
                .isEqualTo("$arg_x");
        assertThat(one("a_$host").path().isLiteral()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "off main, 'invalid parameter \"main\"'",
        "a main fast, 'invalid parameter \"fast\"'",
        "a main flush=1s, 'no buffer is defined for access_log \"a\"'",
        "a main buffer=0, 'invalid buffer size \"buffer=0\"'",
        "a main buffer=1k flush=x, 'invalid flush time \"flush=x\"'",
        "a main gzip=0, 'invalid compression level \"gzip=0\"'",
        "a_$host main buffer=1k, buffered logs cannot have variables in name",
        "syslog:server=x, 'syslog is not supported'"
    })
    void whatIsWrongIsSaidInNginxWords(String words, String message) {
        assertThatThrownBy(() -> AccessLog.check(List.of(words.split(" ")))).hasMessageContaining(message);
    }

    @Test
    void aPathIsNeeded() {
        assertThatThrownBy(() -> AccessLog.check(List.of())).hasMessageContaining("expected: access_log");
    }
}
