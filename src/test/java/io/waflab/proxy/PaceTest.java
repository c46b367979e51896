package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** In frozen time. */
class PaceTest {

    private long second = 1_000;

    private Pace pace(long rate, long free) {
        return new Pace(rate, free, 1_000, () -> second);
    }

    @Test
    void theFirstSecondsBytesGoAtOnceAndTheNextASecondLater() {
        var pace = pace(1_000, 0);
        assertThat(pace.allowed()).isEqualTo(1_000);
        assertThat(pace.sent(1_000)).isEqualTo(Duration.ofSeconds(1));
        assertThat(pace.allowed()).isZero();
        second++;
        assertThat(pace.allowed()).isEqualTo(1_000);
    }

    @Test
    void whatWentTooEarlyIsWaitedFor() {
        var pace = pace(1_000, 0);
        pace.sent(2_500);
        assertThat(pace.untilAllowed()).isEqualTo(Duration.ofMillis(1_501));
    }

    @Test
    void limitRateAfterIsFree() {
        var pace = pace(1_000, 5_000);
        assertThat(pace.allowed()).isEqualTo(6_000);
        assertThat(pace.sent(5_000)).isZero();
        assertThat(pace.sent(500)).isEqualTo(Duration.ofMillis(500));
    }
}
