package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessLogTest {

    private static AccessLog one(String... words) {
        AccessLog.check(List.of(words));
        return AccessLog.of(List.of(List.of(words))).get(0);
    }

    @Test
    void theFormatIsCombinedUnlessNamed() {
        assertThat(one("a.log").format()).isEqualTo("combined");
        assertThat(one("b.log", "main").format()).isEqualTo("main");
    }

    @Test
    void offAmongThemIsNone() {
        assertThat(AccessLog.of(List.of(List.of("a.log"), List.of("off")))).isEmpty();
    }

    @Test
    void linesMayWaitAndBeCompressedAndHaveACondition() {
        assertThat(one("a", "m", "gzip=5", "buffer=1m", "flush=100ms", "if=$arg_a"))
                .isEqualTo(new AccessLog("a", "m", 1 << 20, Duration.ofMillis(100), 5, Optional.of("$arg_a")));
        assertThat(one("a", "m", "gzip").buffer()).isEqualTo(64 << 10);
    }

    @Test
    void aNameMayHaveVariables() {
        assertThat(one("logs/$host.log").hasVariables()).isTrue();
        assertThat(one("logs/host.log").hasVariables()).isFalse();
        assertThatThrownBy(() -> one("$host", "main", "buffer=1k"))
                .hasMessage("buffered logs cannot have variables in name");
    }

    @Test
    void whatIsNotDoneIsRefused() {
        assertThatThrownBy(() -> AccessLog.check(List.of("off", "main"))).hasMessageContaining("behind off");
        assertThatThrownBy(() -> AccessLog.check(List.of("a", "b", "zip"))).hasMessageContaining("\"zip\"");
        assertThatThrownBy(() -> AccessLog.check(List.of("a", "b", "flush=1s")))
                .hasMessage("no buffer is defined for access_log \"a\"");
        assertThatThrownBy(() -> AccessLog.check(List.of("a", "b", "buffer=0"))).hasMessageContaining("buffer size");
        assertThatThrownBy(() -> AccessLog.check(List.of())).hasMessageContaining("expected: access_log");
    }

    @Test
    void syslogAndMemoryAreNoFilesAndANoteSaysSo() throws ConfigException {
        var config = Configs.http("access_log = \"syslog:server=192.0.2.1:514,tag=a combined\"\n"
                + "error_log = [\"memory:32m debug\", \"syslog:server=unix:/dev/log\", \"stderr\"]");
        assertThat(config.notes())
                .extracting(Problem::toString)
                .containsExactly(
                        "lab.conf:2: access_log to syslog: known, and nothing is written there",
                        "lab.conf:3: error_log to memory: known, and nothing is written there",
                        "lab.conf:3: error_log to syslog: known, and nothing is written there");
        assertThat(AccessLog.isElsewhere("syslog.log")).isFalse();
    }
}
