package io.waflab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Action.AbandonUpstream;
import io.waflab.connection.Action.Plain;
import io.waflab.connection.Action.Start;
import io.waflab.connection.Event.Expired;
import io.waflab.connection.Event.UpstreamSlowed;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is not a story of its own in {@link ConnectionRulesTest}. */
class UpstreamRulesTest {

    private static final Life AWAITING = Life.NEW.in(Phase.AWAITING_RESPONSE);
    private static final Life RELAYING = AWAITING.withHeadSent().in(Phase.RESPONSE);

    @Test
    void aNameThatIsNotFoundInTimeIsGivenUp() {
        var step = ConnectionRules.next(AWAITING, new Expired(Timer.RESOLVER), null);
        assertThat(step.actions()).contains(new AbandonUpstream(Timer.RESOLVER));
        assertThat(step.life().ending()).isEmpty();
    }

    @Test
    void aSlowedUpstreamIsReadAgainAfterAWhile() {
        var slowed = ConnectionRules.next(RELAYING, new UpstreamSlowed(Duration.ofMillis(70)), null);
        assertThat(slowed.actions()).containsExactly(new Start(Timer.PROXY_LIMIT_RATE, Duration.ofMillis(70)));
        var on = ConnectionRules.next(slowed.life(), new Expired(Timer.PROXY_LIMIT_RATE), null);
        assertThat(on.actions()).containsExactly(Plain.READ_ON);
    }

    @Test
    void anUpstreamThatWasLeftHasNoTimers() {
        var step = ConnectionRules.next(AWAITING, Happened.UPSTREAM_LEFT, null);
        assertThat(step.actions())
                .containsExactly(ConnectionRules.STOP_UPSTREAM_READ, ConnectionRules.STOP_UPSTREAM_WRITE);
    }

    @Test
    void aResponseThatStallsIsCutInGoodStanding() {
        var step = ConnectionRules.next(RELAYING, new Expired(Timer.PROXY_READ), null);
        assertThat(step.life().ending().map(Ending::cause)).isEqualTo(Optional.of(Cause.RESPONSE_CUT));
        assertThat(step.actions()).contains(Plain.CLOSE_UPSTREAM, Plain.FLUSH);
    }
}
