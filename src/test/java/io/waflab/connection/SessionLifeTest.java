package io.waflab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionLifeTest {

    private static Ending ending(Cause cause) {
        return new Ending(cause, Peer.CLIENT, CloseAct.SILENT_FIN, Phase.TUNNEL, Optional.empty(), "");
    }

    @Test
    void theFirstPlanAndTheFirstEndingAreKept() {
        var first = ending(Cause.NORMAL_CLOSE);
        var second = ending(Cause.SERVER_RESET);
        var life = SessionLife.NEW.withEnded(Side.DOWNSTREAM, first).withEnded(Side.UPSTREAM, second);
        assertThat(life.plan()).contains(first);
        assertThat(life.clientEnded()).isTrue();
        assertThat(life.upstreamEnded()).isTrue();
        var ended = life.ended(first, 200).ended(second, 502);
        assertThat(ended.ending()).contains(first);
        assertThat(ended.status()).isEqualTo(200);
    }

    @Test
    void eachSideIsToldApart() {
        var waits = SessionLife.NEW.withWaiting(Side.UPSTREAM, true);
        assertThat(waits.upstreamWaits()).isTrue();
        assertThat(waits.clientWaits()).isFalse();
        var slowed = SessionLife.NEW.withSlowed(Side.DOWNSTREAM, true);
        assertThat(slowed.uploadSlowed()).isTrue();
        assertThat(slowed.downloadSlowed()).isFalse();
        assertThat(slowed.withSlowed(Side.DOWNSTREAM, false).isSlowed()).isFalse();
    }
}
