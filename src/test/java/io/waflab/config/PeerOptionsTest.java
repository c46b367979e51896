package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerOptionsTest {

    @Test
    void unwrittenOptionsAreNginxsDefaults() {
        assertThat(PeerOptions.of(List.of())).isEqualTo(PeerOptions.NONE);
    }

    @Test
    void writtenOnesAreTaken() {
        assertThat(PeerOptions.of(List.of(
                        "weight=2", "max_conns=7", "max_fails=0", "fail_timeout=1m", "backup", "down", "resolve")))
                .isEqualTo(new PeerOptions(2, 7, 0, Duration.ofMinutes(1), true, true, true));
    }

    @Test
    void aServerMayBeHeavy() {
        assertThat(PeerOptions.of(List.of("weight=100000")).weight()).isEqualTo(100_000);
    }

    @Test
    void theyAreShownAsTheyAreWritten() {
        assertThat(PeerOptions.of(List.of("max_conns=3", "backup")))
                .hasToString("weight=1 max_conns=3 max_fails=1 fail_timeout=10s backup");
    }

    @Test
    void whatNginxOrWaflabDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> PeerOptions.of(List.of("wieght=2"))).hasMessageContaining("did you mean weight=?");
        assertThatThrownBy(() -> PeerOptions.of(List.of("weight=0"))).hasMessageContaining("1 to 1000000");
        assertThatThrownBy(() -> PeerOptions.of(List.of("slow_start=5s"))).hasMessageContaining("not supported");
        assertThatThrownBy(() -> PeerOptions.of(List.of("fail_timeout=5ms"))).hasMessageContaining("whole seconds");
    }
}
