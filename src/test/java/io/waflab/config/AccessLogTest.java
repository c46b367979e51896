package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AccessLogTest {

    @Test
    void theFormatIsCombinedUnlessNamed() {
        assertThat(AccessLog.of(List.of(List.of("a.log"), List.of("b.log", "main"))))
                .containsExactly(new AccessLog("a.log", "combined"), new AccessLog("b.log", "main"));
    }

    @Test
    void offAmongThemIsNone() {
        assertThat(AccessLog.of(List.of(List.of("a.log"), List.of("off")))).isEmpty();
    }

    @Test
    void whatIsNotDoneIsRefused() {
        assertThatThrownBy(() -> AccessLog.check(List.of("off", "main"))).hasMessageContaining("behind off");
        assertThatThrownBy(() -> AccessLog.check(List.of("syslog:server=x"))).hasMessageContaining("not supported yet");
        assertThatThrownBy(() -> AccessLog.check(List.of("a", "b", "gzip"))).hasMessageContaining("\"gzip\"");
        assertThatThrownBy(() -> AccessLog.check(List.of())).hasMessageContaining("expected: access_log");
    }
}
