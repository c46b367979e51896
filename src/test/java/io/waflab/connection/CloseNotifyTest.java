package io.waflab.connection;

import static io.waflab.connection.RulesStory.runs;
import static io.waflab.connection.RulesStory.stops;
import static io.waflab.connection.RulesStory.story;
import static io.waflab.connection.RulesStory.storyOf;

import io.waflab.config.Directive;
import io.waflab.connection.Action.GoAway;
import io.waflab.connection.Action.Plain;
import io.waflab.connection.Action.Respond;
import io.waflab.connection.Action.Stop;
import io.waflab.connection.Event.Answered;
import io.waflab.connection.Event.Expired;
import io.waflab.connection.Event.RequestRead;
import io.waflab.connection.Timer.Slot;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Endings of other products than nginx, whose own are those of the other tests. */
class CloseNotifyTest {

    private static final String HALF = "close_notify=half_requests";
    private static final String NEVER = "close_notify=never";

    @ParameterizedTest
    @CsvSource({
        "good_standing, off, SILENT_FIN",
        "half_requests, off, NOTIFY_FIN",
        "half_requests, on, SILENT_RESET",
        "never, off, SILENT_FIN",
        "never, on, SILENT_RESET"
    })
    void halfARequestEndsAsAsked(String notify, String reset, CloseAct act) {
        var sets = new String[] {"close_notify=" + notify, "reset_timedout_connection=" + reset};
        story(sets)
                .unused()
                .when(Happened.HEAD_BEGUN)
                .thenNothing()
                .when(new Expired(Timer.CLIENT_HEADER))
                .thenHangsUp(act)
                .endedAs(Cause.HEADER_TIMEOUT, Peer.SERVER, act, Phase.REQUEST, Directive.CLIENT_HEADER_TIMEOUT);
        story(sets)
                .readingBody()
                .when(new Expired(Timer.CLIENT_BODY))
                .thenHangsUp(act)
                .endedAs(Cause.BODY_TIMEOUT, Peer.SERVER, act, Phase.REQUEST, Directive.CLIENT_BODY_TIMEOUT);
    }

    @Test
    void soDoesTheRestOfABodyBehindTheAnswer() {
        story(HALF)
                .readingBody()
                .when(new Answered(413, true))
                .then(stops(Slot.CLIENT_READ), new Respond(413), Plain.DROP_BODY)
                .when(Happened.RESPONSE_FLUSHED)
                .then(runs(Timer.LINGERING), runs(Timer.LINGERING_TIME), stops(Slot.CLIENT_WRITE))
                .when(new Expired(Timer.LINGERING))
                .thenHangsUp(CloseAct.NOTIFY_FIN);
    }

    @Test
    void nothingIsSaidOverAnAnswerThatWasNotTakenNorInAHandshake() {
        story(HALF)
                .responding()
                .when(Happened.CLIENT_BLOCKED)
                .then(runs(Timer.SEND))
                .when(new Expired(Timer.SEND))
                .thenHangsUp(CloseAct.SILENT_FIN);
        story(HALF).handshaking().when(new Expired(Timer.CLIENT_HEADER)).thenHangsUp(CloseAct.SILENT_FIN);
    }

    @Test
    void aConnectionInGoodStandingEndsWithoutAWord() {
        story(NEVER)
                .idle()
                .when(new Expired(Timer.KEEPALIVE))
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(
                        Cause.SERVER_IDLE_TIMEOUT,
                        Peer.SERVER,
                        CloseAct.SILENT_FIN,
                        Phase.IDLE,
                        Directive.KEEPALIVE_TIMEOUT);
        story(NEVER)
                .awaiting(new RequestRead(false, Optional.of(new Event.Last(Cause.NORMAL_CLOSE, Optional.empty()))))
                .responseBegins()
                .responseEnds()
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(Cause.NORMAL_CLOSE, Peer.SERVER, CloseAct.SILENT_FIN, Phase.RESPONSE);
    }

    @Test
    void lingeringBeginsWithAFinAlone() {
        story(NEVER, "lingering_close=always")
                .awaiting(new RequestRead(false, Optional.of(new Event.Last(Cause.NORMAL_CLOSE, Optional.empty()))))
                .responseBegins()
                .responseEnds()
                .when(Happened.RESPONSE_FLUSHED)
                .then(stops(Slot.CLIENT_WRITE), Plain.SHUT_CLIENT, runs(Timer.LINGERING), runs(Timer.LINGERING_TIME))
                .in(Phase.LINGERING);
    }

    @Test
    void bytesBehindLingeringTimeAreAnsweredByRstAlone() {
        story(NEVER)
                .readingBody()
                .when(new Answered(413, true))
                .then(stops(Slot.CLIENT_READ), new Respond(413), Plain.DROP_BODY)
                .when(Happened.RESPONSE_FLUSHED)
                .then(runs(Timer.LINGERING), runs(Timer.LINGERING_TIME), stops(Slot.CLIENT_WRITE))
                .when(new Expired(Timer.LINGERING_TIME))
                .then(new Action.Start(Timer.LINGERING, Duration.ofSeconds(1)))
                .when(Happened.BODY_READ)
                .thenHangsUp(CloseAct.SILENT_RESET);
    }

    @Test
    void http2SaysGoawayAndNothingMore() {
        storyOf(Http2Rules::next, NEVER, "lingering_close=off")
                .when(Happened.HTTP2_BEGUN)
                .thenNothing()
                .when(new Expired(Timer.CLIENT_HEADER))
                .then(new GoAway(Http2Error.NO_ERROR), new Action.Close(CloseAct.SILENT_FIN))
                .endedAs(
                        Cause.UNUSED_CONNECTION_TIMEOUT,
                        Peer.SERVER,
                        CloseAct.SILENT_FIN,
                        Phase.UNUSED,
                        Directive.CLIENT_HEADER_TIMEOUT);
        storyOf(Http2Rules::next, NEVER, "lingering_close=on")
                .when(Happened.HTTP2_BEGUN)
                .thenNothing()
                .when(new Expired(Timer.CLIENT_HEADER))
                .then(
                        new GoAway(Http2Error.NO_ERROR),
                        new Stop(Slot.CLIENT_READ),
                        Plain.END_STREAMS,
                        stops(Slot.CLIENT_WRITE),
                        Plain.SHUT_CLIENT,
                        runs(Timer.LINGERING),
                        runs(Timer.LINGERING_TIME));
    }
}
