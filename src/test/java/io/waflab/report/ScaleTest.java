package io.waflab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScaleTest {

    private static final Duration MINUTES = Duration.ofSeconds(120);

    @Test
    void onePerCentOrThreeTenthsOfASecondThatReallyPassedIsNear() {
        assertThat(new Scale(1).agrees(121_190_000_000L, MINUTES)).isTrue();
        assertThat(new Scale(1).agrees(121_300_000_000L, MINUTES)).isFalse();
        assertThat(new Scale(10).agrees(12_290_000_000L, MINUTES)).isTrue();
        assertThat(new Scale(10).agrees(12_310_000_000L, MINUTES)).isFalse();
        assertThat(new Scale(10).agrees(11_690_000_000L, MINUTES)).isFalse();
    }

    @Test
    void theTimeAtSpeedOneIsSaidOnlyWhenItIsAnother() {
        assertThat(new Scale(1).measured(12_001_000_000L)).isEqualTo("12.001 s");
        assertThat(new Scale(10).measured(12_001_000_000L)).isEqualTo("12.001 s, which is 120.01 s at speed 1");
    }

    @Test
    void aSpeedBelowOneIsRefused() {
        assertThatThrownBy(() -> new Scale(0.5)).hasMessage("speed: 0.5 (expected: >= 1)");
        assertThatThrownBy(() -> new Scale(Double.NaN)).hasMessage("speed: NaN (expected: >= 1)");
    }
}
