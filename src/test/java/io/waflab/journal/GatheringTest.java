package io.waflab.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GatheringTest {

    @Test
    void itIsAnotherOneInEachOfItsNumbers() {
        var gathering = new Gathering(8, Duration.ofMillis(5), 1);
        assertThat(gathering)
                .isEqualTo(new Gathering(8, Duration.ofMillis(5), 1))
                .hasSameHashCodeAs(new Gathering(8, Duration.ofMillis(5), 1))
                .isNotEqualTo(new Gathering(9, Duration.ofMillis(5), 1))
                .isNotEqualTo(new Gathering(8, Duration.ofMillis(6), 1))
                .isNotEqualTo(new Gathering(8, Duration.ofMillis(5), 2))
                .isNotEqualTo(null);
    }
}
