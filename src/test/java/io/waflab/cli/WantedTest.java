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
    void eachPhaseIsOfferedOnce() {
        assertThatThrownBy(() -> Wanted.of(List.of("phase=sleeping")))
                .hasMessageContaining(
                        "one of connect, handshake, idle, request, awaiting-response, response, tunnel, closed");
    }

    @Test
    void aNumberThatNoConnectionOrPortHasIsRefused() {
        for (var wrong : List.of("port=https", "port=0", "port=65536", "conn=first", "conn=0", "conn=-1")) {
            assertThatThrownBy(() -> Wanted.of(List.of(wrong)))
                    .hasMessageStartingWith("--filter \"" + wrong + "\": expected a number from 1 to ");
        }
    }

    @Test
    void aTimeThatIsNoneIsRefusedWithItsTerm() {
        assertThatThrownBy(() -> Wanted.of(List.of("gap>soon")))
                .hasMessage("--filter \"gap>soon\": \"soon\" is not a time"
                        + " (expected a number with ms, s, m or h, as in 14.9s)");
    }

    /** Names of hosts are (RFC 4343). */
    @Test
    void anSniIsTheSameInCapitalLetters() {
        var tls = new TlsShown("TLSv1.3", "Lab.test", "", List.of(), "", false, false, -1, "", "");
        var named = Diagnosis.of(new ConnectionStory(
                1, "10.0.0.5:51544", "10.0.0.6:443", 0, tls, Traffic.NONE, Traffic.NONE, Sight.WHOLE, List.of(), 0));
        assertThat(Wanted.of(List.of("sni=lab.TEST")).holds(named)).isTrue();
        assertThat(Wanted.of(List.of("sni=lab.tes")).holds(named)).isFalse();
    }

    @Test
    void whatIsNoTermIsRefused() {
        for (var wrong : List.of("x", "speed=1", "gap>soon", "gap=60")) {
            assertThatThrownBy(() -> Wanted.of(List.of(wrong))).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
