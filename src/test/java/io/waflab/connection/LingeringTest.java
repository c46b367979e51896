package io.waflab.connection;

import static io.waflab.connection.RulesStory.refused;
import static io.waflab.connection.RulesStory.runs;
import static io.waflab.connection.RulesStory.stops;
import static io.waflab.connection.RulesStory.story;

import io.waflab.config.Directive;
import io.waflab.connection.Action.Plain;
import io.waflab.connection.Action.Respond;
import io.waflab.connection.Action.Start;
import io.waflab.connection.Event.Answered;
import io.waflab.connection.Event.Expired;
import io.waflab.connection.Event.Last;
import io.waflab.connection.Event.Refused;
import io.waflab.connection.Event.RequestRead;
import io.waflab.connection.Timer.Slot;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are read only to be dropped: behind an early answer, and behind the server's own FIN. */
class LingeringTest {

    // an unfinished body behind an answer

    @ParameterizedTest
    @ValueSource(strings = {"off", "on", "always"})
    void theRestOfABodyIsDroppedBehindTheAnswerWhateverLingeringCloseSays(String close) {
        dropping(413, "lingering_close=" + close)
                .when(new Expired(Timer.LINGERING))
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(refused(413, CloseAct.SILENT_FIN, Phase.RESPONSE));
    }

    @Test
    void theBodyOfARequestThatIsRefusedIsDroppedToo() {
        story().unused()
                .when(new Refused(405, true))
                .then(stops(Slot.CLIENT_READ), new Respond(405), Plain.DROP_BODY)
                .when(Happened.RESPONSE_FLUSHED_MORE_UNREAD)
                .then(runs(Timer.LINGERING), runs(Timer.LINGERING_TIME), stops(Slot.CLIENT_WRITE))
                .in(Phase.LINGERING)
                .when(new Expired(Timer.LINGERING))
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(refused(405, CloseAct.SILENT_FIN, Phase.REQUEST));
    }

    @Test
    void aBodyThatNeverComesBehindAKeptConnectionsAnswerIsABodyTimeout() {
        dropping(200)
                .when(new Expired(Timer.LINGERING))
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(
                        Cause.BODY_TIMEOUT,
                        Peer.SERVER,
                        CloseAct.SILENT_FIN,
                        Phase.LINGERING,
                        Directive.LINGERING_TIMEOUT);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 413})
    void resetTimedoutConnectionMakesItRst(int status) {
        dropping(status, "reset_timedout_connection=on")
                .when(new Expired(Timer.LINGERING))
                .thenResets();
    }

    @Test
    void droppedBytesRestartLingeringTimeoutButNotBeforeTheAnswerIsOut() {
        story().readingBody()
                .when(new Answered(413, true))
                .then(stops(Slot.CLIENT_READ), new Respond(413), Plain.DROP_BODY)
                .when(Happened.BODY_READ)
                .thenNothing()
                .when(Happened.RESPONSE_FLUSHED)
                .then(runs(Timer.LINGERING), runs(Timer.LINGERING_TIME), stops(Slot.CLIENT_WRITE))
                .in(Phase.LINGERING)
                .when(Happened.BODY_READ)
                .then(runs(Timer.LINGERING))
                .in(Phase.LINGERING);
    }

    @ParameterizedTest
    @CsvSource({"200, off", "200, always", "413, off", "413, always"})
    void chunksThatAreNoneEndWithFinAlone(int status, String close) {
        dropping(status, "lingering_close=" + close, "reset_timedout_connection=on")
                .when(Happened.DROPPED_BODY_WRONG)
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(new Ending(
                        Cause.REQUEST_REFUSED,
                        Peer.SERVER,
                        CloseAct.SILENT_FIN,
                        status == 200 ? Phase.LINGERING : Phase.RESPONSE,
                        Optional.empty(),
                        status == 200 ? "" : "status 413"));
    }

    @Test
    void chunksThatAreNoneAreNoMatterWhileTheAnswerGoesOutOrBehindTheServersOwnEnd() {
        story().readingBody()
                .when(new Answered(413, true))
                .then(stops(Slot.CLIENT_READ), new Respond(413), Plain.DROP_BODY)
                .when(Happened.DROPPED_BODY_WRONG)
                .thenNothing()
                .in(Phase.RESPONSE);
        story("lingering_close=always")
                .awaiting(new RequestRead(false, Optional.of(new Last(Cause.NORMAL_CLOSE, Optional.empty()))))
                .responseBegins()
                .responseEnds()
                .when(Happened.RESPONSE_FLUSHED)
                .then(stops(Slot.CLIENT_WRITE), Plain.HALF_CLOSE, runs(Timer.LINGERING), runs(Timer.LINGERING_TIME))
                .when(Happened.DROPPED_BODY_WRONG)
                .thenNothing()
                .in(Phase.LINGERING);
    }

    @Test
    void aBodyThatCompletesGivesAKeptConnectionItsNextRequest() {
        dropping(200).when(Happened.BODY_END).thenKeepsAlive().staysAlive();
    }

    @Test
    void aBodyThatCompletesEndsAClosingConnectionInGoodStanding() {
        dropping(413, "lingering_close=off")
                .when(Happened.BODY_END)
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(refused(413, CloseAct.NOTIFY_FIN, Phase.RESPONSE));
    }

    @Test
    void aBodyThatCompletesBeforeTheAnswerIsOutNeedsNoLingering() {
        story().readingBody()
                .when(new Answered(200, false))
                .then(stops(Slot.CLIENT_READ), new Respond(200), Plain.DROP_BODY)
                .when(Happened.BODY_END)
                .then(stops(Slot.CLIENT_READ))
                .when(Happened.RESPONSE_FLUSHED)
                .thenKeepsAlive();
    }

    @ParameterizedTest
    @CsvSource({"200, BODY_READ", "200, BODY_END", "413, BODY_READ", "413, BODY_END"})
    void bytesBehindLingeringTimeAreLeftUnreadSoThatTheKernelSendsRst(int status, Happened bytes) {
        dropping(status, "lingering_timeout=1s")
                .when(new Expired(Timer.LINGERING_TIME))
                .thenNothing()
                .in(Phase.LINGERING)
                .when(bytes)
                .thenHangsUp(CloseAct.NOTIFY_RESET)
                .endedAs(
                        status == 200
                                ? new Ending(
                                        Cause.BODY_TIMEOUT,
                                        Peer.SERVER,
                                        CloseAct.NOTIFY_RESET,
                                        Phase.LINGERING,
                                        Optional.of(Directive.LINGERING_TIME),
                                        "")
                                : refused(413, CloseAct.NOTIFY_RESET, Phase.RESPONSE));
    }

    @Test
    void silenceBehindLingeringTimeEndsWithinASecond() {
        dropping(413)
                .when(new Expired(Timer.LINGERING_TIME))
                .then(new Start(Timer.LINGERING, Duration.ofSeconds(1)))
                .when(new Expired(Timer.LINGERING))
                .thenHangsUp(CloseAct.SILENT_FIN);
    }

    private static RulesStory dropping(int status, String... sets) {
        var timer = new Start(Timer.LINGERING, RulesStory.settings(sets).time(Directive.LINGERING_TIMEOUT));
        return story(sets)
                .readingBody()
                .when(new Answered(status, status == 413))
                .then(stops(Slot.CLIENT_READ), new Respond(status), Plain.DROP_BODY)
                .in(Phase.RESPONSE)
                .when(Happened.RESPONSE_FLUSHED)
                .then(timer, runs(Timer.LINGERING_TIME), stops(Slot.CLIENT_WRITE))
                .in(Phase.LINGERING);
    }

    // behind the server's FIN

    /** Of a client that sends bodies nginx expects more, also behind a whole one. */
    @ParameterizedTest
    @ValueSource(strings = {"on", "always", "off"})
    void behindARequestWithABodyTheServerReadsOn(String close) {
        var answered = story("lingering_close=" + close)
                .unused()
                .when(new RequestRead(true, Optional.of(new Last(Cause.NORMAL_CLOSE, Optional.empty()))))
                .then(runs(Timer.CLIENT_BODY))
                .when(Happened.BODY_END)
                .then(stops(Slot.CLIENT_READ))
                .when(new Answered(200, false))
                .then(stops(Slot.CLIENT_READ), new Respond(200))
                .when(Happened.RESPONSE_FLUSHED);
        if (close.equals("off")) {
            answered.thenHangsUp(CloseAct.NOTIFY_FIN);
        } else {
            answered.then(
                    stops(Slot.CLIENT_WRITE), Plain.HALF_CLOSE, runs(Timer.LINGERING), runs(Timer.LINGERING_TIME));
        }
        answered.endedAs(Cause.NORMAL_CLOSE, Peer.SERVER, CloseAct.NOTIFY_FIN, Phase.RESPONSE);
    }

    @ParameterizedTest
    @CsvSource({
        "off,    RESPONSE_FLUSHED,             false",
        "off,    RESPONSE_FLUSHED_MORE_UNREAD, false",
        "on,     RESPONSE_FLUSHED,             false",
        "on,     RESPONSE_FLUSHED_MORE_UNREAD, true",
        "always, RESPONSE_FLUSHED,             true",
        "always, RESPONSE_FLUSHED_MORE_UNREAD, true"
    })
    void lingeringCloseSaysWhenTheServerReadsOnBehindItsFin(String close, Happened flushed, boolean lingers) {
        var refused = story("lingering_close=" + close)
                .unused()
                .when(new Refused(400, false))
                .then(stops(Slot.CLIENT_READ), new Respond(400))
                .when(flushed);
        if (lingers) {
            refused.then(stops(Slot.CLIENT_WRITE), Plain.HALF_CLOSE, runs(Timer.LINGERING), runs(Timer.LINGERING_TIME))
                    .in(Phase.LINGERING);
        } else {
            refused.thenHangsUp(CloseAct.NOTIFY_FIN);
        }
        refused.endedAs(refused(400, CloseAct.NOTIFY_FIN, Phase.REQUEST));
    }

    @ParameterizedTest
    @CsvSource({
        "off,    RESPONSE_FLUSHED_MORE_UNREAD, false",
        "on,     RESPONSE_FLUSHED,             false",
        "on,     RESPONSE_FLUSHED_MORE_UNREAD, true",
        "always, RESPONSE_FLUSHED,             true"
    })
    void anAnswerThatIsCutEndsAsAWholeOne(String close, Happened flushed, boolean lingers) {
        var cut = story("lingering_close=" + close)
                .responding()
                .when(Happened.RESPONSE_CUT)
                .thenCuts()
                .when(flushed);
        if (lingers) {
            cut.then(stops(Slot.CLIENT_WRITE), Plain.HALF_CLOSE, runs(Timer.LINGERING), runs(Timer.LINGERING_TIME))
                    .in(Phase.LINGERING);
        } else {
            cut.thenHangsUp(CloseAct.NOTIFY_FIN);
        }
        cut.endedAs(Cause.RESPONSE_CUT, Peer.SERVER, CloseAct.NOTIFY_FIN, Phase.RESPONSE);
    }

    @Test
    void anUnfinishedBodyBehindAnEarlyResponseIsReasonEnoughToLinger() {
        story().readingBody()
                .responseBegins()
                .responseEnds()
                .when(Happened.RESPONSE_FLUSHED)
                .then(stops(Slot.CLIENT_WRITE), Plain.HALF_CLOSE, runs(Timer.LINGERING), runs(Timer.LINGERING_TIME))
                .in(Phase.LINGERING)
                .endedAs(Cause.NORMAL_CLOSE, Peer.SERVER, CloseAct.NOTIFY_FIN, Phase.RESPONSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "on"})
    void silenceBehindTheFinEndsItWhateverResetTimedoutConnectionSays(String reset) {
        behindFin("reset_timedout_connection=" + reset)
                .when(Happened.LINGERED)
                .then(runs(Timer.LINGERING))
                .when(new Expired(Timer.LINGERING))
                .thenHangsUp(CloseAct.NOTIFY_FIN);
    }

    @Test
    void bytesBehindTheFinAndBehindLingeringTimeAreAnsweredByRst() {
        behindFin()
                .when(new Expired(Timer.LINGERING_TIME))
                .then(new Start(Timer.LINGERING, Duration.ofSeconds(1)))
                .in(Phase.LINGERING)
                .when(Happened.LINGERED)
                .thenHangsUp(CloseAct.SILENT_RESET)
                .endedAs(Cause.NORMAL_CLOSE, Peer.SERVER, CloseAct.NOTIFY_FIN, Phase.RESPONSE);
    }

    private static RulesStory behindFin(String... sets) {
        return story(sets)
                .awaiting(new RequestRead(false, Optional.of(new Last(Cause.NORMAL_CLOSE, Optional.empty()))))
                .responseBegins()
                .responseEnds()
                .when(Happened.RESPONSE_FLUSHED_MORE_UNREAD)
                .then(stops(Slot.CLIENT_WRITE), Plain.HALF_CLOSE, runs(Timer.LINGERING), runs(Timer.LINGERING_TIME))
                .in(Phase.LINGERING);
    }
}
