package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.diagnose.Comparison.Playing;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Observation;
import io.waflab.journal.Sight;
import io.waflab.journal.TlsShown;
import io.waflab.journal.Traffic;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StretchTest {

    private static final Playing TWENTY = new Playing(20, Duration.ZERO);

    @Test
    void silencesGrowAndTheMachinesOwnTimeStays() {
        var played = story(at(0, What.OPEN), at(10, What.DATA), at(6_010, What.FIN), at(6_757, What.RST));

        assertThat(millis(Stretch.of(played, TWENTY))).containsExactly(0L, 10L, 120_010L, 134_950L);
    }

    @Test
    void whatALateMachineDidIsItsOwn() {
        var played = story(at(0, What.OPEN), at(60, What.DATA), at(560, What.FIN));

        assertThat(millis(Stretch.of(played, TWENTY))).containsExactly(0L, 1_200L, 11_200L);
        assertThat(millis(Stretch.of(played, new Playing(20, Duration.ofMillis(70)))))
                .containsExactly(0L, 60L, 10_060L);
    }

    /** The kernel's timers know no speed; a bare acknowledgement in a silence does not cut it in two. */
    @Test
    void retransmissionsStayAndAcknowledgementsMoveAlong() {
        var played = story(
                at(0, What.DATA),
                at(40, What.ACK),
                at(1_000, What.DATA),
                at(1_200, What.RETRANSMISSION),
                at(1_600, What.RETRANSMISSION));

        assertThat(millis(Stretch.of(played, TWENTY))).containsExactly(0L, 800L, 20_000L, 20_200L, 20_600L);
    }

    @Test
    void aSilenceThatCannotBeToldFromTheWantedOneIsIt() {
        var played = story(at(0, What.DATA), at(491, What.FIN));

        assertThat(millis(Stretch.of(played, TWENTY))).containsExactly(0L, 9_820L);
        assertThat(millis(Stretch.of(played, TWENTY, wanted(10)))).containsExactly(0L, 10_000L);
        assertThat(millis(Stretch.of(played, TWENTY, wanted(11)))).containsExactly(0L, 9_820L);
    }

    @Test
    void aHandshakeIsTheMachinesOwn() {
        var played = story(at(0, What.OPEN), at(126, What.HANDSHAKE), at(626, What.FIN));

        assertThat(millis(Stretch.of(played, TWENTY))).containsExactly(0L, 126L, 10_126L);
    }

    /** 0.5 s of timer of which the handshake took 0.126 s: in life's time it took no longer, and the silence is the rest. */
    @Test
    void aTimerThatRunsSinceAcceptHadTheHandshakeInIt() {
        var played = story(
                at(0, What.OPEN), at(126, What.HANDSHAKE), at(127, What.DATA), at(500, What.FIN), at(600, What.RST));
        var since = Stretch.Wanted.silence(Optional.empty(), true);

        assertThat(millis(Stretch.of(played, TWENTY, since))).containsExactly(0L, 126L, 127L, 10_000L, 12_000L);
        assertThat(millis(Stretch.of(played, TWENTY))).containsExactly(0L, 126L, 127L, 7_587L, 9_587L);
    }

    @Test
    void whatCannotBeToldFromATimerSinceAcceptIsIt() {
        var played = story(at(0, What.OPEN), at(20, What.HANDSHAKE), at(21, What.DATA), at(305, What.RST));

        assertThat(millis(Stretch.of(played, TWENTY, Stretch.Wanted.timer(Duration.ofSeconds(6)))))
                .containsExactly(0L, 20L, 21L, 6_000L);
        assertThat(millis(Stretch.of(played, TWENTY, Stretch.Wanted.timer(Duration.ofSeconds(7)))))
                .containsExactly(0L, 20L, 21L, 6_100L);
    }

    @Test
    void inRealTimeNothingMoves() {
        var played = story(at(0, What.DATA), at(491, What.FIN));

        assertThat(Stretch.of(played, new Playing(1, Duration.ofSeconds(1)))).isSameAs(played);
    }

    private static Stretch.Wanted wanted(long seconds) {
        return Stretch.Wanted.silence(Optional.of(Duration.ofSeconds(seconds)), false);
    }

    private static List<Long> millis(ConnectionStory story) {
        return story.observations().stream()
                .map(seen -> seen.nanos() / 1_000_000)
                .toList();
    }

    private static Observation at(long millis, What what) {
        return new Observation(millis * 1_000_000, Side.DOWNSTREAM, Peer.CLIENT, what);
    }

    private static ConnectionStory story(Observation... seen) {
        return new ConnectionStory(
                1, "c:1", "s:2", 0, TlsShown.NOTHING, Traffic.NONE, Traffic.NONE, Sight.WHOLE, List.of(seen), 0);
    }
}
