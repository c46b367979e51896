package io.waflab.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.journal.What;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private final Summary summary = new Summary();

    private void idle(double seconds) {
        summary.add(Diagnosis.of(Told.tls12()
                .ask(0.1, 90)
                .answer(0.2, 500)
                .serverCloses(0.2 + seconds)
                .story()));
    }

    @Test
    void countsCausesTheCommonestFirst() {
        idle(60);
        idle(75);
        summary.add(Diagnosis.of(
                Told.tls12().ask(0.1, 90).client(5, What.FIN, 0, "").story()));

        assertThat(summary.connections()).isEqualTo(3);
        assertThat(summary.causes().toString()).isEqualTo("{server-idle-timeout=2, client-gave-up=1}");
    }

    @Test
    void aSpikeAt120SecondsHasABinOfItsOwn() {
        for (var i = 0; i < 20; i++) {
            idle(120);
        }
        for (var i = 0; i < 5; i++) {
            idle(100 + 11 * i);
        }

        assertThat(summary.spikes()).containsExactly(120);
        assertThat(summary.silences()).contains(new Summary.Bin(120, 121, 20));
        assertThat(summary.silences().stream().mapToLong(Summary.Bin::count).sum())
                .isEqualTo(25);
    }

    @Test
    void keepsFewAndOfACauseTwo() {
        for (var i = 0; i < 50; i++) {
            idle(60);
            summary.add(Diagnosis.of(Told.tls12()
                    .ask(0.1, 90)
                    .answer(0.2, 500)
                    .client(0.21, What.FIN, 0, "")
                    .story()));
        }

        assertThat(summary.worthOpening())
                .hasSize(Summary.MOST_OF_A_CAUSE)
                .allMatch(one -> one.finding().id().equals("server-idle-timeout"));
    }
}
