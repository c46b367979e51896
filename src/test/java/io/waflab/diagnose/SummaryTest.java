package io.waflab.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Cause;
import io.waflab.connection.Phase;
import io.waflab.diagnose.Summary.Bin;
import io.waflab.diagnose.Summary.Count;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Sight;
import io.waflab.journal.TlsShown;
import io.waflab.journal.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private final Summary summary = new Summary();

    private void add(int number, Cause cause, String alert, double confidence, Optional<Duration> gap) {
        summary.add(new Diagnosis(
                new ConnectionStory(
                        number,
                        "a:1",
                        "b:2",
                        0,
                        TlsShown.NOTHING,
                        Traffic.NONE,
                        Traffic.NONE,
                        Sight.WHOLE,
                        List.of(),
                        0),
                new Finding(
                        cause,
                        alert,
                        confidence,
                        List.of(),
                        Optional.empty(),
                        How.FIN,
                        Phase.IDLE,
                        gap,
                        0,
                        0,
                        Sentence.of("x"),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        List.of(),
                        List.of())));
    }

    private static Optional<Duration> gap(long millis) {
        return Optional.of(Duration.ofMillis(millis));
    }

    @Test
    void aTimersSilencesAreOneBin() {
        for (var millis : List.of(119_600, 119_890, 120_110)) {
            add(1, Cause.SERVER_IDLE_TIMEOUT, "", 0.9, gap(millis));
        }
        add(2, Cause.SERVER_IDLE_TIMEOUT, "", 0.9, gap(75_010));
        add(3, Cause.NORMAL_CLOSE, "", 0.9, gap(100_000_000));
        add(4, Cause.NORMAL_CLOSE, "", 0.9, gap(0));

        assertThat(summary.silences())
                .containsExactly(
                        new Bin(Duration.ofMillis(500), 1, Duration.ZERO, Duration.ZERO),
                        new Bin(Duration.ofSeconds(75), 1, Duration.ofMillis(75_010), Duration.ofMillis(75_010)),
                        new Bin(Duration.ofSeconds(120), 3, Duration.ofMillis(119_600), Duration.ofMillis(120_110)),
                        new Bin(
                                Duration.ofSeconds(7200),
                                1,
                                Duration.ofMillis(100_000_000),
                                Duration.ofMillis(100_000_000)));
    }

    @Test
    void causesAreCountedWithTheirAlerts() {
        add(1, Cause.HANDSHAKE_REFUSED, "unrecognized_name", 0.9, Optional.empty());
        add(2, Cause.HANDSHAKE_REFUSED, "protocol_version", 0.9, Optional.empty());
        add(3, Cause.HANDSHAKE_REFUSED, "protocol_version", 0.9, Optional.empty());

        assertThat(summary.causes())
                .containsExactly(
                        new Count("handshake-refused:protocol_version", 2),
                        new Count("handshake-refused:unrecognized_name", 1));
        assertThat(summary.connections()).isEqualTo(3);
    }

    @Test
    void theSurestOfEachComplaintIsWorthOpening() {
        add(1, Cause.NORMAL_CLOSE, "", 0.99, Optional.empty());
        add(2, Cause.KEEPALIVE_RACE, "", 0.6, Optional.empty());
        add(3, Cause.SERVER_IDLE_TIMEOUT, "", 0.7, Optional.empty());
        add(4, Cause.SERVER_IDLE_TIMEOUT, "", 0.95, Optional.empty());
        add(5, Cause.SERVER_IDLE_TIMEOUT, "", 0.8, Optional.empty());

        assertThat(summary.worthOpening(3))
                .extracting(one -> one.story().number())
                .containsExactly(4, 2, 5);
        assertThat(summary.worthOpening(1))
                .extracting(one -> one.story().number())
                .containsExactly(4);
    }

    @Test
    void whereNothingWentWrongTheNormalOnesAreShown() {
        add(1, Cause.NORMAL_CLOSE, "", 0.99, Optional.empty());

        assertThat(summary.worthOpening(5))
                .extracting(one -> one.story().number())
                .containsExactly(1);
    }

    @Test
    void idsBeyondTheBoundAreCountedTogether() {
        for (var i = 0; i < Summary.MOST_CAUSES + 5; i++) {
            add(i, Cause.HANDSHAKE_REFUSED, "alert " + i, 0.9, Optional.empty());
        }

        assertThat(summary.causes().get(0)).isEqualTo(new Count(Summary.OTHERS, 5));
        assertThat(summary.causes()).hasSize(Summary.MOST_CAUSES + 1);
    }
}
