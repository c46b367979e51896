package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecondsTest {

    @Test
    void theyHaveThreeDigits() {
        assertThat(Seconds.text(0)).isEqualTo("0.000");
        assertThat(Seconds.text(999_999)).isEqualTo("0.000");
        assertThat(Seconds.text(61_005_000_000L)).isEqualTo("61.005");
        assertThat(Seconds.ofMillis(1_764_464_400_070L)).isEqualTo("1764464400.070");
    }

    @Test
    void aSilenceIsRounded() {
        assertThat(Seconds.rounded(499_999)).isEqualTo("0.000");
        assertThat(Seconds.rounded(500_000)).isEqualTo("0.001");
        assertThat(Seconds.rounded(119_999_600_000L)).isEqualTo("120.000");
    }

    /** As {@code ngx_max(ms, 0)} in nginx. */
    @Test
    void noneIsTheLeast() {
        assertThat(Seconds.text(-1_000_000)).isEqualTo("0.000");
        assertThat(Seconds.rounded(-2_000_000)).isEqualTo("0.000");
        assertThat(Seconds.ofMillis(-1001)).isEqualTo("0.000");
    }
}
