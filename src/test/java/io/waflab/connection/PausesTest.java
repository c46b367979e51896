package io.waflab.connection;

import static io.waflab.connection.RulesStory.runs;
import static io.waflab.connection.RulesStory.stops;
import static io.waflab.connection.RulesStory.story;

import io.waflab.connection.Action.Plain;
import io.waflab.connection.Action.Start;
import io.waflab.connection.Event.Expired;
import io.waflab.connection.Event.Held;
import io.waflab.connection.Event.RequestRead;
import io.waflab.connection.Event.Slowed;
import io.waflab.connection.Timer.Slot;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PausesTest {

    private static final Duration HALF = Duration.ofMillis(500);
    private static final Start HOLD = new Start(Timer.LIMIT_REQ, HALF);

    private static RulesStory held(boolean body, String... sets) {
        return story(sets)
                .unused()
                .when(new RequestRead(body, Optional.empty()))
                .then(body ? runs(Timer.CLIENT_BODY) : stops(Slot.CLIENT_READ))
                .when(new Held(HALF))
                .then(stops(Slot.CLIENT_READ), HOLD);
    }

    @Test
    void aHeldRequestGoesOnWhenItsTimeHasPassed() {
        held(false).when(new Expired(Timer.LIMIT_REQ)).then(Plain.RESUME).in(Phase.AWAITING_RESPONSE);
    }

    @Test
    void theBodyOfAHeldRequestIsWaitedForOnlyThen() {
        held(true)
                .when(new Expired(Timer.LIMIT_REQ))
                .then(runs(Timer.CLIENT_BODY), Plain.RESUME)
                .in(Phase.REQUEST);
    }

    @Test
    void aClientThatLeavesWhileItIsHeldGaveUpWhateverIsSaidOfUpstreams() {
        held(false, "proxy_ignore_client_abort=on")
                .when(Happened.CLIENT_FIN)
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(Cause.CLIENT_GAVE_UP, Peer.CLIENT, CloseAct.SILENT_FIN, Phase.HELD);
    }

    @Test
    void aCloseNotifyIsNotSeenWhileTheRequestIsHeld() {
        held(false).when(Happened.CLIENT_NOTIFIED).thenNothing().in(Phase.HELD);
    }

    @Test
    void aSlowedResponseGoesOnWithoutSendTimeout() {
        held(false)
                .when(new Expired(Timer.LIMIT_REQ))
                .then(Plain.RESUME)
                .when(new Slowed(HALF))
                .then(new Start(Timer.LIMIT_RATE, HALF))
                .when(new Expired(Timer.LIMIT_RATE))
                .then(Plain.SEND_ON);
    }
}
