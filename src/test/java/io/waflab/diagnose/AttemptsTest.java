package io.waflab.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AttemptsTest {

    private static void assertInterval(int raced, int trials, double low, double high) {
        var interval = new Attempts(trials - raced, 0, raced, 0).interval();
        assertThat(interval.low()).isCloseTo(low, within(0.0001));
        assertThat(interval.high()).isCloseTo(high, within(0.0001));
    }

    /** Against R's {@code prop.test(x, n, correct = FALSE)}. */
    @Test
    void theIntervalIsWilsons() {
        assertInterval(0, 20, 0, 0.1611);
        assertInterval(10, 20, 0.2993, 0.7007);
        assertInterval(20, 20, 0.8389, 1);
        assertInterval(1, 100, 0.0018, 0.0545);
    }

    @Test
    void withoutTrialsThatTellNothingIsKnown() {
        assertThat(new Attempts(0, 0, 0, 10).interval()).isEqualTo(new Attempts.Interval(0, 1));
        assertThat(new Attempts(0, 0, 0, 10).share()).isZero();
        assertThat(Attempts.NONE.interval()).isEqualTo(new Attempts.Interval(0, 1));
        assertThat(Attempts.NONE.share()).isZero();
    }

    @Test
    void failuresAreTrialsThatTellNothingOfRaces() {
        var both = new Attempts(1, 2, 3, 4).plus(new Attempts(1, 1, 1, 1));

        assertThat(both).isEqualTo(new Attempts(2, 3, 4, 5));
        assertThat(both.trials()).isEqualTo(14);
        assertThat(both.decided()).isEqualTo(9);
        assertThat(both.share()).isEqualTo(4 / 9.0);
        assertThat(both.interval()).isEqualTo(new Attempts(2, 3, 4, 0).interval());
    }
}
