package io.waflab.connection;

import static io.waflab.connection.RulesStory.stops;
import static io.waflab.connection.RulesStory.story;
import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.Directive;
import io.waflab.connection.Action.Plain;
import io.waflab.connection.Action.Start;
import io.waflab.connection.Event.Expired;
import io.waflab.connection.Timer.Slot;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection between two requests. */
class IdleTest {

    @Test
    void anIdleConnectionIsClosedInGoodStanding() {
        story().idle()
                .when(new Expired(Timer.KEEPALIVE))
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(
                        Cause.SERVER_IDLE_TIMEOUT,
                        Peer.SERVER,
                        CloseAct.NOTIFY_FIN,
                        Phase.IDLE,
                        Directive.KEEPALIVE_TIMEOUT);
    }

    @Test
    void aSecondRequestBeginsWithNothingLeftOfTheFirst() {
        assertThat(story().idle().life()).isEqualTo(Life.NEW.in(Phase.IDLE));
    }

    @Test
    void keepaliveMinTimeoutIsTheFirstPartOfKeepaliveTimeout() {
        sparing("5s")
                .when(new Expired(Timer.KEEPALIVE_MIN))
                .then(new Start(Timer.KEEPALIVE, Duration.ofSeconds(9)))
                .in(Phase.IDLE)
                .when(new Expired(Timer.KEEPALIVE))
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(
                        Cause.SERVER_IDLE_TIMEOUT,
                        Peer.SERVER,
                        CloseAct.NOTIFY_FIN,
                        Phase.IDLE,
                        Directive.KEEPALIVE_TIMEOUT);
    }

    @Test
    void aShutdownWaitsForKeepaliveMinTimeout() {
        sparing("5s")
                .when(Happened.STOP)
                .thenNothing()
                .in(Phase.IDLE)
                .when(new Expired(Timer.KEEPALIVE_MIN))
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(Cause.SHUTDOWN, Peer.SERVER, CloseAct.NOTIFY_FIN, Phase.IDLE);
    }

    @Test
    void aShutdownBehindKeepaliveMinTimeoutWaitsForNothing() {
        sparing("5s")
                .when(new Expired(Timer.KEEPALIVE_MIN))
                .then(new Start(Timer.KEEPALIVE, Duration.ofSeconds(9)))
                .when(Happened.STOP)
                .thenHangsUp(CloseAct.NOTIFY_FIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"14s", "60s"})
    void aLongerKeepaliveMinTimeoutDoesNotLengthenKeepaliveTimeout(String least) {
        story("keepalive_min_timeout=" + least)
                .responded()
                .when(Happened.RESPONSE_FLUSHED)
                .then(
                        stops(Slot.CLIENT_WRITE),
                        stops(Slot.CLIENT_LINGERING),
                        new Start(Timer.KEEPALIVE_MIN, Duration.ofSeconds(14)),
                        Plain.NEXT_REQUEST)
                .when(new Expired(Timer.KEEPALIVE_MIN))
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(
                        Cause.SERVER_IDLE_TIMEOUT,
                        Peer.SERVER,
                        CloseAct.NOTIFY_FIN,
                        Phase.IDLE,
                        Directive.KEEPALIVE_TIMEOUT);
    }

    private static RulesStory sparing(String least) {
        return story("keepalive_min_timeout=" + least)
                .responded()
                .when(Happened.RESPONSE_FLUSHED)
                .then(
                        stops(Slot.CLIENT_WRITE),
                        stops(Slot.CLIENT_LINGERING),
                        new Start(Timer.KEEPALIVE_MIN, Duration.ofSeconds(5)),
                        Plain.NEXT_REQUEST)
                .in(Phase.IDLE);
    }
}
