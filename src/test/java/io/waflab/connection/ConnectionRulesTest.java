package io.waflab.connection;

import static io.waflab.connection.RulesStory.runs;
import static io.waflab.connection.RulesStory.story;
import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.Directive;
import io.waflab.connection.Event.Answered;
import io.waflab.connection.Event.Expired;
import io.waflab.connection.Event.Last;
import io.waflab.connection.Event.LastRequest;
import io.waflab.connection.Event.Refused;
import io.waflab.connection.Event.RequestRead;
import io.waflab.connection.Event.UpstreamFailed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for connections in every phase; what they end by has tests of its own, by phase and by cause. */
class ConnectionRulesTest {

    private static final Optional<Directive> NONE = Optional.empty();

    @Test
    void resetTimedoutConnectionSendsRstWhereTheConnectionItselfTimedOut() {
        resetting()
                .unused()
                .when(Happened.HEAD_BEGUN)
                .thenNothing()
                .when(new Expired(Timer.CLIENT_HEADER))
                .thenResets();
        resetting()
                .idle()
                .when(Happened.HEAD_BEGUN)
                .then(runs(Timer.CLIENT_HEADER))
                .when(new Expired(Timer.CLIENT_HEADER))
                .thenResets();
        resetting().readingBody().when(new Expired(Timer.CLIENT_BODY)).thenResets();
        resetting().responding().when(new Expired(Timer.SEND)).thenResets();
        resetting().tunnel().when(new Expired(Timer.SEND)).thenResets();
        resetting().awaiting().when(new Answered(444, false)).thenResets();
    }

    @Test
    void resetTimedoutConnectionChangesNothingForAConnectionInGoodStanding() {
        resetting().idle().when(new Expired(Timer.KEEPALIVE)).thenHangsUp(CloseAct.NOTIFY_FIN);
        resetting().unused().when(new Expired(Timer.CLIENT_HEADER)).thenHangsUp(CloseAct.NOTIFY_FIN);
    }

    private static RulesStory resetting() {
        return story("reset_timedout_connection=on");
    }

    @Test
    void theFirstCauseWinsOverWhatComesWhileItsBytesGoOut() {
        var cut = new Ending(
                Cause.RESPONSE_CUT,
                Peer.SERVER,
                CloseAct.NOTIFY_FIN,
                Phase.RESPONSE,
                Optional.of(Directive.PROXY_READ_TIMEOUT),
                "");
        for (var later : List.of(
                new Expired(Timer.SEND),
                Happened.RESPONSE_CUT,
                Happened.RESPONSE_CUT_BY_FIN,
                Happened.CLIENT_FIN,
                Happened.CLIENT_RST,
                Happened.CLIENT_BROKEN,
                Happened.CLIENT_GARBAGE,
                Happened.RESPONSE_FLUSHED,
                Happened.STOP,
                Happened.STOP_NOW)) {
            var life = story().responding()
                    .when(new Expired(Timer.PROXY_READ))
                    .thenCuts()
                    .life();
            assertThat(ConnectionRules.next(life, later, RulesStory.settings())
                            .life()
                            .ending())
                    .as("behind %s", later)
                    .contains(cut);
        }
    }

    @Test
    void theFirstPlanWinsOverLaterOnes() {
        story().awaiting(new RequestRead(
                        false, Optional.of(new Last(Cause.SERVER_MAX_REQUESTS, Optional.of(Directive.KEEPALIVE_TIME)))))
                .when(Happened.STOP)
                .thenNothing()
                .when(new LastRequest(new Last(Cause.NORMAL_CLOSE, NONE)))
                .thenNothing()
                .responseBegins()
                .responseEnds()
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(
                        Cause.SERVER_MAX_REQUESTS,
                        Peer.SERVER,
                        CloseAct.NOTIFY_FIN,
                        Phase.RESPONSE,
                        Directive.KEEPALIVE_TIME);
    }

    @Test
    void nothingHappensToAClosedConnection() {
        var closed = story().idle()
                .when(new Expired(Timer.KEEPALIVE))
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .life();
        for (var event : everyEvent()) {
            for (var life : List.of(closed, Life.OVER)) {
                assertThat(ConnectionRules.next(life, event, RulesStory.settings()))
                        .as("%s", event)
                        .isEqualTo(new Step(life));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void noEventIsTooMuchForAnyPhase(Phase phase) {
        var events = everyEvent();
        for (var settings : List.of(
                RulesStory.settings(),
                RulesStory.settings("reset_timedout_connection=on", "lingering_close=always"),
                RulesStory.settings("gateway_timeout_closes=silent", "keepalive_min_timeout=99s"))) {
            for (var life : livesIn(phase)) {
                assertThat(events)
                        .as("what closes %s does so with a cause, and says so", life)
                        .allMatch(event -> closesAsItSays(life, ConnectionRules.next(life, event, settings)));
            }
        }
    }

    private static boolean closesAsItSays(Life life, Step step) {
        boolean closes = step.actions().stream().anyMatch(Action.Close.class::isInstance);
        boolean saysSo = life.phase() != Phase.CLOSED && step.life().phase() == Phase.CLOSED;
        return closes == saysSo && (!closes || step.life().ending().isPresent());
    }

    /** Every combination of what the rules remember. */
    private static List<Life> livesIn(Phase phase) {
        var plan = new Ending(Cause.SHUTDOWN, Peer.SERVER, CloseAct.NOTIFY_FIN, phase, NONE, "");
        var lives = new ArrayList<Life>();
        for (int bits = 0; bits < 512; bits++) {
            lives.add(new Life(
                    phase,
                    (bits & 1) != 0,
                    (bits & 2) != 0,
                    (bits & 4) != 0,
                    (bits & 8) != 0,
                    (bits & 16) != 0,
                    (bits & 32) != 0,
                    (bits & 64) != 0,
                    (bits & 128) != 0 ? Optional.of(plan) : Optional.empty(),
                    (bits & 256) != 0 ? Optional.of(plan) : Optional.empty()));
        }
        return lives;
    }

    private static List<Event> everyEvent() {
        var events = new ArrayList<Event>(Arrays.asList(Happened.values()));
        for (var timer : Timer.values()) {
            events.add(new Expired(timer));
            events.add(new UpstreamFailed(504, Optional.of(timer)));
        }
        var last = new Last(Cause.NORMAL_CLOSE, NONE);
        events.add(new RequestRead(false, Optional.empty()));
        events.add(new RequestRead(true, Optional.of(last)));
        events.add(new LastRequest(last));
        events.add(new Refused(400, false));
        events.add(new Answered(200, false));
        events.add(new Answered(500, true));
        events.add(new Answered(444, false));
        events.add(new Answered(499, false));
        events.add(new UpstreamFailed(502, Optional.empty()));
        events.add(new HandshakeFailed(Peer.CLIENT, "unknown_ca"));
        events.add(new HandshakeFailed(Peer.SERVER, "handshake_failure"));
        return events;
    }
}
