package io.waflab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LifeTest {

    private static final Ending FIRST =
            new Ending(Cause.SEND_TIMEOUT, Peer.SERVER, CloseAct.SILENT_FIN, Phase.RESPONSE, Optional.empty(), "first");
    private static final Ending SECOND =
            new Ending(Cause.SHUTDOWN, Peer.SERVER, CloseAct.NOTIFY_FIN, Phase.IDLE, Optional.empty(), "second");

    /** A life in which everything is remembered. */
    private static final Life FULL =
            new Life(Phase.RESPONSE, true, true, true, true, true, true, true, Optional.of(FIRST), Optional.of(FIRST));

    @Test
    void theFirstEndingIsKept() {
        assertThat(Life.NEW.ended(FIRST).ended(SECOND).ending()).contains(FIRST);
    }

    @Test
    void theFirstPlanIsKept() {
        assertThat(Life.NEW.endingWhenDone(FIRST).endingWhenDone(SECOND).whenDone())
                .contains(FIRST);
    }

    @Test
    void aPlanIsNoEnding() {
        assertThat(Life.NEW.endingWhenDone(FIRST).ending()).isEmpty();
        assertThat(Life.NEW.ended(FIRST).whenDone()).isEmpty();
    }

    @Test
    void idlenessForgetsTheExchangeAndKeepsPlanAndEnding() {
        assertThat(FULL.idle())
                .isEqualTo(Life.NEW.in(Phase.IDLE).endingWhenDone(FIRST).ended(FIRST));
    }

    @Test
    void eachChangeLeavesTheRestAlone() {
        var full = Stream.<UnaryOperator<Life>>of(
                life -> life.in(Phase.RESPONSE),
                life -> life.withBodyOpen(true),
                life -> life.withBodied(true),
                Life::withHeadSent,
                Life::withAnswered,
                Life::withDropping,
                Life::withLingered,
                life -> life.withSpared(true),
                life -> life.endingWhenDone(SECOND),
                life -> life.ended(SECOND));
        assertThat(full).allSatisfy(change -> assertThat(change.apply(FULL)).isEqualTo(FULL));
    }

    @Test
    void eachChangeChangesItsOwnPart() {
        var none = Life.NEW;
        assertThat(none.in(Phase.TUNNEL).phase()).isEqualTo(Phase.TUNNEL);
        assertThat(none.withBodyOpen(true).bodyOpen()).isTrue();
        assertThat(FULL.withBodyOpen(false).bodyOpen()).isFalse();
        assertThat(none.withHeadSent().headSent()).isTrue();
        assertThat(none.withAnswered().answered()).isTrue();
        assertThat(none.withDropping().dropping()).isTrue();
        assertThat(none.withLingered().lingered()).isTrue();
        assertThat(none.withSpared(true).spared()).isTrue();
        assertThat(FULL.withSpared(false).spared()).isFalse();
    }
}
