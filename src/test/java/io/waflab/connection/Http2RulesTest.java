package io.waflab.connection;

import static io.waflab.connection.CloseAct.ALERT_FIN;
import static io.waflab.connection.CloseAct.NOTIFY_FIN;
import static io.waflab.connection.CloseAct.SILENT_FIN;
import static io.waflab.connection.RulesStory.runs;
import static io.waflab.connection.RulesStory.stops;

import io.waflab.config.Directive;
import io.waflab.connection.Action.Close;
import io.waflab.connection.Action.GoAway;
import io.waflab.connection.Action.Plain;
import io.waflab.connection.Event.ClientLeft;
import io.waflab.connection.Event.ConnectionBroken;
import io.waflab.connection.Event.Expired;
import io.waflab.connection.Event.Last;
import io.waflab.connection.Event.LastRequest;
import io.waflab.connection.Event.StreamAt;
import io.waflab.connection.Timer.Slot;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class Http2RulesTest {

    private static final Action GOAWAY = new GoAway(Http2Error.NO_ERROR);
    private static final String OFF = "lingering_close=off";

    @Test
    void anIdleConnectionGetsGoawayThenCloseNotifyThenFin() {
        idle(OFF)
                .when(new Expired(Timer.KEEPALIVE))
                .then(GOAWAY, new Close(NOTIFY_FIN))
                .in(Phase.CLOSED)
                .endedAs(Cause.SERVER_IDLE_TIMEOUT, Peer.SERVER, NOTIFY_FIN, Phase.IDLE, Directive.KEEPALIVE_TIMEOUT);
    }

    @Test
    void oneThatOpensNoStreamGetsTheSameAtClientHeaderTimeout() {
        unused(OFF)
                .when(new Expired(Timer.CLIENT_HEADER))
                .then(GOAWAY, new Close(NOTIFY_FIN))
                .endedAs(
                        Cause.UNUSED_CONNECTION_TIMEOUT,
                        Peer.SERVER,
                        NOTIFY_FIN,
                        Phase.UNUSED,
                        Directive.CLIENT_HEADER_TIMEOUT);
    }

    @Test
    void inTheMiddleOfAFrameTheClientIsAtFault() {
        unused(OFF)
                .when(Happened.FRAME_BEGUN)
                .thenNothing()
                .when(new Expired(Timer.CLIENT_HEADER))
                .then(new GoAway(Http2Error.PROTOCOL_ERROR), new Close(NOTIFY_FIN))
                .endedAs(Cause.HEADER_TIMEOUT, Peer.SERVER, NOTIFY_FIN, Phase.UNUSED, Directive.CLIENT_HEADER_TIMEOUT);
        idle(OFF)
                .when(Happened.FRAME_BEGUN)
                .thenNothing()
                .when(Happened.FRAME_WHOLE)
                .thenNothing()
                .when(new Expired(Timer.KEEPALIVE))
                .then(GOAWAY, new Close(NOTIFY_FIN));
    }

    @Test
    void framesThatOpenNoStreamDoNotRestartTheTimer() {
        idle(OFF)
                .when(Happened.FRAME_BEGUN)
                .thenNothing()
                .when(Happened.FRAME_WHOLE)
                .thenNothing();
    }

    @Test
    void lingeringComesBehindGoaway() {
        lingering()
                .when(Happened.LINGERED)
                .then(runs(Timer.LINGERING))
                .when(Happened.CLIENT_FIN)
                .thenHangsUp(SILENT_FIN)
                .endedAs(Cause.SERVER_IDLE_TIMEOUT, Peer.SERVER, NOTIFY_FIN, Phase.IDLE, Directive.KEEPALIVE_TIMEOUT);
    }

    @Test
    void aConnectionThatLingersOnlyEnds() {
        lingering()
                .when(new StreamAt(Phase.REQUEST))
                .thenNothing()
                .when(Happened.STREAMS_DONE)
                .thenNothing()
                .when(new ConnectionBroken(Http2Error.PROTOCOL_ERROR))
                .thenNothing()
                .in(Phase.LINGERING)
                .when(new Expired(Timer.LINGERING))
                .thenHangsUp(NOTIFY_FIN)
                .endedAs(Cause.SERVER_IDLE_TIMEOUT, Peer.SERVER, NOTIFY_FIN, Phase.IDLE, Directive.KEEPALIVE_TIMEOUT);
        lingering()
                .when(new Expired(Timer.LINGERING_TIME))
                .then(new Action.Start(Timer.LINGERING, Duration.ofSeconds(1)))
                .when(Happened.LINGERED)
                .thenHangsUp(CloseAct.SILENT_RESET);
        lingering().when(Happened.STOP).thenHangsUp(NOTIFY_FIN);
    }

    private static RulesStory lingering() {
        return idle("lingering_close=on")
                .when(new Expired(Timer.KEEPALIVE))
                .then(
                        GOAWAY,
                        stops(Slot.CLIENT_READ),
                        Plain.END_STREAMS,
                        stops(Slot.CLIENT_WRITE),
                        Plain.HALF_CLOSE,
                        runs(Timer.LINGERING),
                        runs(Timer.LINGERING_TIME))
                .in(Phase.LINGERING);
    }

    @Test
    void theLastRequestIsToldWithGoawayAndAnswered() {
        var last = new Last(Cause.SERVER_MAX_REQUESTS, Optional.of(Directive.KEEPALIVE_REQUESTS));
        busy(OFF)
                .when(new LastRequest(last))
                .then(GOAWAY)
                .when(new LastRequest(last))
                .thenNothing()
                .when(Happened.STREAMS_DONE)
                .then(new Close(NOTIFY_FIN))
                .endedAs(
                        Cause.SERVER_MAX_REQUESTS,
                        Peer.SERVER,
                        NOTIFY_FIN,
                        Phase.RESPONSE,
                        Directive.KEEPALIVE_REQUESTS);
    }

    @Test
    void aBrokenConnectionGetsGoawayWithTheError() {
        busy(OFF)
                .when(new ConnectionBroken(Http2Error.FRAME_SIZE_ERROR))
                .then(new GoAway(Http2Error.FRAME_SIZE_ERROR), new Close(NOTIFY_FIN))
                .endedAs(new Ending(
                        Cause.REQUEST_REFUSED,
                        Peer.SERVER,
                        NOTIFY_FIN,
                        Phase.AWAITING_RESPONSE,
                        Optional.empty(),
                        "FRAME_SIZE_ERROR"));
    }

    @Test
    void aStreamBehindGoawayBringsNoOther() {
        busy(OFF)
                .when(new LastRequest(KeepAlive.DISABLED))
                .then(GOAWAY)
                .when(Happened.STREAM_BEGUN)
                .then(stops(Slot.CLIENT_READ))
                .when(Happened.STREAMS_DONE)
                .then(new Close(NOTIFY_FIN));
    }

    @Test
    void goawayIsSentOnce() {
        busy(OFF)
                .when(Happened.STOP)
                .then(GOAWAY)
                .when(new ConnectionBroken(Http2Error.PROTOCOL_ERROR))
                .then(new Close(NOTIFY_FIN));
    }

    @Test
    void stoppingWaitsForTheStreams() {
        busy(OFF)
                .when(Happened.STOP)
                .then(GOAWAY)
                .when(Happened.STREAMS_DONE)
                .then(new Close(NOTIFY_FIN))
                .endedAs(Cause.SHUTDOWN, Peer.SERVER, NOTIFY_FIN, Phase.AWAITING_RESPONSE);
        idle(OFF)
                .when(Happened.STOP)
                .then(GOAWAY, new Close(NOTIFY_FIN))
                .endedAs(Cause.SHUTDOWN, Peer.SERVER, NOTIFY_FIN, Phase.IDLE);
        unused(OFF)
                .when(Happened.STOP)
                .then(GOAWAY, new Close(NOTIFY_FIN))
                .endedAs(Cause.SHUTDOWN, Peer.SERVER, NOTIFY_FIN, Phase.UNUSED);
    }

    @Test
    void keepaliveMinTimeoutOutlastsTheWordToStop() {
        spared("keepalive_timeout=75s")
                .when(Happened.STOP)
                .thenNothing()
                .when(new Expired(Timer.KEEPALIVE_MIN))
                .then(GOAWAY, new Close(NOTIFY_FIN))
                .endedAs(Cause.SHUTDOWN, Peer.SERVER, NOTIFY_FIN, Phase.IDLE);
        spared("keepalive_timeout=75s")
                .when(Happened.STOP)
                .thenNothing()
                .when(Happened.STREAM_BEGUN)
                .then(stops(Slot.CLIENT_READ))
                .when(Happened.STREAMS_DONE)
                .then(GOAWAY, new Close(NOTIFY_FIN));
    }

    @Test
    void behindKeepaliveMinTimeoutTheRestOfKeepaliveTimeoutRuns() {
        spared("keepalive_timeout=75s")
                .when(new Expired(Timer.KEEPALIVE_MIN))
                .then(new Action.Start(Timer.KEEPALIVE, Duration.ofSeconds(65)))
                .when(Happened.STOP)
                .then(GOAWAY, new Close(NOTIFY_FIN));
        spared("keepalive_timeout=10s")
                .when(new Expired(Timer.KEEPALIVE_MIN))
                .then(GOAWAY, new Close(NOTIFY_FIN))
                .endedAs(Cause.SERVER_IDLE_TIMEOUT, Peer.SERVER, NOTIFY_FIN, Phase.IDLE, Directive.KEEPALIVE_TIMEOUT);
        busy(OFF, "keepalive_min_timeout=10s", "keepalive_timeout=9s")
                .when(Happened.STREAMS_DONE)
                .then(stops(Slot.CLIENT_WRITE), new Action.Start(Timer.KEEPALIVE_MIN, Duration.ofSeconds(9)))
                .when(new Expired(Timer.KEEPALIVE_MIN))
                .then(GOAWAY, new Close(NOTIFY_FIN));
        spared("keepalive_timeout=75s")
                .when(Happened.FRAME_BEGUN)
                .thenNothing()
                .when(new Expired(Timer.KEEPALIVE_MIN))
                .then(new GoAway(Http2Error.PROTOCOL_ERROR), new Close(NOTIFY_FIN))
                .endedAs(Cause.HEADER_TIMEOUT, Peer.SERVER, NOTIFY_FIN, Phase.IDLE, Directive.KEEPALIVE_TIMEOUT);
    }

    @Test
    void aStreamEndsTheSparing() {
        spared("keepalive_timeout=75s")
                .when(Happened.STREAM_BEGUN)
                .then(stops(Slot.CLIENT_READ))
                .when(Happened.STOP)
                .then(GOAWAY)
                .when(Happened.STREAMS_DONE)
                .then(new Close(NOTIFY_FIN));
    }

    @Test
    void stoppingAtOnceSaysNothing() {
        busy(OFF)
                .when(Happened.STOP_NOW)
                .thenHangsUp(SILENT_FIN)
                .endedAs(Cause.SHUTDOWN, Peer.SERVER, SILENT_FIN, Phase.AWAITING_RESPONSE);
    }

    @Test
    void aClientThatTakesNothingIsHungUpOnInSilence() {
        busy(OFF)
                .when(Happened.CLIENT_BLOCKED)
                .then(runs(Timer.SEND))
                .when(Happened.CLIENT_PROGRESS)
                .then(runs(Timer.SEND))
                .when(new Expired(Timer.SEND))
                .thenHangsUp(SILENT_FIN)
                .endedAs(Cause.SEND_TIMEOUT, Peer.SERVER, SILENT_FIN, Phase.AWAITING_RESPONSE, Directive.SEND_TIMEOUT);
        busy(OFF, "reset_timedout_connection=on").when(new Expired(Timer.SEND)).thenResets();
        busy(OFF).when(Happened.CLIENT_DRAINED).then(stops(Slot.CLIENT_WRITE));
    }

    @Test
    void aClientThatLeavesGetsFinAndNoGoaway() {
        for (var leaves : new Happened[] {Happened.CLIENT_FIN, Happened.CLIENT_FIN_UNREAD, Happened.CLIENT_NOTIFIED}) {
            idle(OFF)
                    .when(leaves)
                    .thenHangsUp(SILENT_FIN)
                    .endedAs(Cause.CLIENT_IDLE_TIMEOUT, Peer.CLIENT, SILENT_FIN, Phase.IDLE);
        }
        idle(OFF)
                .when(Happened.FRAME_BEGUN)
                .thenNothing()
                .when(Happened.CLIENT_FIN)
                .thenHangsUp(SILENT_FIN)
                .endedAs(Cause.CLIENT_GAVE_UP, Peer.CLIENT, SILENT_FIN, Phase.IDLE);
        unused(OFF)
                .when(Happened.FRAME_BEGUN)
                .thenNothing()
                .when(Happened.CLIENT_FIN)
                .thenHangsUp(SILENT_FIN)
                .endedAs(Cause.CLIENT_GAVE_UP, Peer.CLIENT, SILENT_FIN, Phase.UNUSED);
        idle(OFF).when(Happened.CLIENT_RST).thenHangsUp(SILENT_FIN);
        idle(OFF).when(Happened.CLIENT_BROKEN).thenHangsUp(SILENT_FIN);
        idle(OFF).when(Happened.CLIENT_GARBAGE).thenHangsUp(ALERT_FIN);
    }

    /** What is said of a client that leaves as soon as it is answered is not said of one that stops in mid-frame. */
    @Test
    void aClientThatLeavesInMidFrameGaveUpHoweverSoonItDoesSo() {
        idle(OFF)
                .when(Happened.FRAME_BEGUN)
                .thenNothing()
                .when(new ClientLeft(Happened.CLIENT_FIN, Duration.ZERO))
                .thenHangsUp(SILENT_FIN)
                .endedAs(Cause.CLIENT_GAVE_UP, Peer.CLIENT, SILENT_FIN, Phase.IDLE);
    }

    @Test
    void aClientThatLeavesItsStreamsGetsFinBehindTheLast() {
        for (var leaves : new Happened[] {Happened.CLIENT_FIN, Happened.CLIENT_NOTIFIED, Happened.CLIENT_RST}) {
            for (var phase : new Phase[] {Phase.REQUEST, Phase.HELD, Phase.AWAITING_RESPONSE, Phase.RESPONSE}) {
                busy(OFF)
                        .when(new StreamAt(phase))
                        .thenNothing()
                        .when(leaves)
                        .then(stops(Slot.CLIENT_WRITE), Plain.LEAVE_STREAMS)
                        .in(phase)
                        .when(Happened.CLIENT_RST)
                        .thenNothing()
                        .when(Happened.STREAMS_DONE)
                        .thenHangsUp(SILENT_FIN)
                        .endedAs(new Ending(
                                Cause.CLIENT_GAVE_UP,
                                Peer.CLIENT,
                                SILENT_FIN,
                                phase,
                                Optional.empty(),
                                leaves == Happened.CLIENT_RST ? "RST" : ""));
            }
        }
    }

    @Test
    void answersThatPileUpEndItInSilence() {
        busy(OFF)
                .when(Happened.ANSWERS_PILED_UP)
                .thenHangsUp(SILENT_FIN)
                .endedAs(Cause.REQUEST_REFUSED, Peer.SERVER, SILENT_FIN, Phase.AWAITING_RESPONSE);
    }

    private static RulesStory unused(String... sets) {
        return RulesStory.storyOf(Http2Rules::next, sets)
                .when(Happened.HTTP2_BEGUN)
                .thenNothing()
                .in(Phase.UNUSED);
    }

    private static RulesStory busy(String... sets) {
        return unused(sets)
                .when(Happened.STREAM_BEGUN)
                .then(stops(Slot.CLIENT_READ))
                .in(Phase.REQUEST)
                .when(new StreamAt(Phase.AWAITING_RESPONSE))
                .thenNothing()
                .in(Phase.AWAITING_RESPONSE);
    }

    private static RulesStory spared(String timeout) {
        return busy(OFF, "keepalive_min_timeout=10s", timeout)
                .when(Happened.STREAMS_DONE)
                .then(stops(Slot.CLIENT_WRITE), new Action.Start(Timer.KEEPALIVE_MIN, Duration.ofSeconds(10)))
                .in(Phase.IDLE);
    }

    private static RulesStory idle(String... sets) {
        return busy(sets)
                .when(Happened.STREAMS_DONE)
                .then(stops(Slot.CLIENT_WRITE), runs(Timer.KEEPALIVE))
                .in(Phase.IDLE);
    }
}
