package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.diagnose.Diagnosis;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Sight;
import io.waflab.journal.TlsShown;
import io.waflab.journal.Traffic;
import java.util.List;
import org.junit.jupiter.api.Test;

class WantedTest {

    private static final Diagnosis UNANSWERED = Diagnosis.of(new ConnectionStory(
            3,
            "10.0.0.5:51544",
            "[2001:db8::1]:443",
            0,
            TlsShown.NOTHING,
            Traffic.NONE,
            Traffic.NONE,
            Sight.WHOLE,
            List.of(),
            0));

    private static boolean holds(String... terms) {
        return Wanted.of(List.of(terms)).holds(UNANSWERED);
    }

    @Test
    void anAddressMayComeWithItsPortOrWithout() {
        assertThat(holds("client=10.0.0.5")).isTrue();
        assertThat(holds("client=10.0.0.5:51544")).isTrue();
        assertThat(holds("client=10.0.0.50")).isFalse();
        assertThat(holds("server=2001:db8::1")).isTrue();
        assertThat(holds("server=[2001:db8::1]:443")).isTrue();
        assertThat(holds("server=2001:db8::2")).isFalse();
    }

    @Test
    void allTermsMustHold() {
        assertThat(holds("port=443", "conn=3")).isTrue();
        assertThat(holds("port=43", "conn=3")).isFalse();
        assertThat(holds("port=443", "conn=33")).isFalse();
        assertThat(holds()).isTrue();
    }

    @Test
    void aConnectionWithoutASilenceIsNeitherLongerNorShorter() {
        assertThat(UNANSWERED.finding().gap()).isEmpty();
        assertThat(holds("gap>0s")).isFalse();
        assertThat(holds("gap<1h")).isFalse();
    }

    /** A word misspelt would hold for nothing, and pass for an answer. */
    @Test
    void aValueThatNoFindingHasIsRefused() {
        for (var wrong : List.of("how=FINN", "cause=no-such", "phase=sleeping", "closed_by=nobody")) {
            assertThatThrownBy(() -> Wanted.of(List.of(wrong)))
                    .hasMessageStartingWith("--filter \"" + wrong + "\": expected one of ");
        }
        assertThat(holds("cause=certificate-rejected:unknown_ca")).isFalse();
        assertThat(holds("how=close_notify+fin")).isFalse();
        assertThat(holds("how=" + UNANSWERED.finding().how().word(), "closed_by=neither"))
                .isTrue();
    }

    @Test
    void whatIsNoTermIsRefused() {
        for (var wrong : List.of("x", "speed=1", "gap>soon", "gap=60")) {
            assertThatThrownBy(() -> Wanted.of(List.of(wrong))).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
