package io.waflab.connection;

import static io.waflab.connection.RulesStory.refused;
import static io.waflab.connection.RulesStory.runs;
import static io.waflab.connection.RulesStory.stops;
import static io.waflab.connection.RulesStory.story;

import io.waflab.config.Directive;
import io.waflab.connection.Action.Plain;
import io.waflab.connection.Action.Respond;
import io.waflab.connection.Event.Answered;
import io.waflab.connection.Event.Expired;
import io.waflab.connection.Event.Refused;
import io.waflab.connection.Event.RequestRead;
import io.waflab.connection.Timer.Slot;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A request that is being read: its head, its body, and their timers. */
class RequestTest {

    @Test
    void theHeadersTimerIsOneFromAcceptToTheEndOfTheFirstHead() {
        story().unused()
                .when(Happened.HEAD_BEGUN)
                .thenNothing()
                .in(Phase.REQUEST)
                .when(Happened.HEAD_BEGUN)
                .thenNothing()
                .when(new RequestRead(false, Optional.empty()))
                .then(stops(Slot.CLIENT_READ))
                .in(Phase.AWAITING_RESPONSE);
    }

    @Test
    void theNextHeadsTimerBeginsWithItsFirstByteAndNoFurtherByteRestartsIt() {
        story().idle()
                .when(Happened.HEAD_BEGUN)
                .then(runs(Timer.CLIENT_HEADER))
                .in(Phase.REQUEST)
                .when(Happened.HEAD_BEGUN)
                .thenNothing()
                .in(Phase.REQUEST);
    }

    @Test
    void halfAHeadEndsWithABareFin() {
        story().unused()
                .when(Happened.HEAD_BEGUN)
                .thenNothing()
                .when(new Expired(Timer.CLIENT_HEADER))
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(
                        Cause.HEADER_TIMEOUT,
                        Peer.SERVER,
                        CloseAct.SILENT_FIN,
                        Phase.REQUEST,
                        Directive.CLIENT_HEADER_TIMEOUT);
    }

    @Test
    void bodyBytesRestartTheBodysTimerAndItsEndStopsIt() {
        story().readingBody()
                .when(Happened.BODY_READ)
                .then(runs(Timer.CLIENT_BODY))
                .when(Happened.BODY_END)
                .then(stops(Slot.CLIENT_READ))
                .in(Phase.AWAITING_RESPONSE);
    }

    @Test
    void halfABodyEndsWithABareFin() {
        story().readingBody()
                .when(new Expired(Timer.CLIENT_BODY))
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(
                        Cause.BODY_TIMEOUT,
                        Peer.SERVER,
                        CloseAct.SILENT_FIN,
                        Phase.REQUEST,
                        Directive.CLIENT_BODY_TIMEOUT);
    }

    @Test
    void aRefusedRequestGetsItsPageAndACloseInGoodStanding() {
        story().unused()
                .when(new Refused(400, false))
                .then(stops(Slot.CLIENT_READ), new Respond(400))
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(refused(400, CloseAct.NOTIFY_FIN, Phase.REQUEST));
    }

    @Test
    void clientBodyTimeoutDoesNotRunWhileTheBodyIsLeftUnread() {
        story().readingBody()
                .when(Happened.CLIENT_PAUSED)
                .then(stops(Slot.CLIENT_READ))
                .when(Happened.BODY_READ)
                .then(runs(Timer.CLIENT_BODY))
                .when(Happened.BODY_END)
                .then(stops(Slot.CLIENT_READ))
                .staysAlive();
    }

    @Test
    void whatIsLeftUnreadBehindARequestStopsNothing() {
        story().idle().when(Happened.CLIENT_PAUSED).thenNothing();
        story().tunnel().when(Happened.CLIENT_PAUSED).thenNothing();
    }

    @Test
    void aBodyThatIsDroppedAndLeftUnreadForAWhileIsStillLingeredOver() {
        story().readingBody()
                .when(new Answered(413, true))
                .then(stops(Slot.CLIENT_READ), new Respond(413), Plain.DROP_BODY)
                .when(Happened.RESPONSE_FLUSHED)
                .then(runs(Timer.LINGERING), runs(Timer.LINGERING_TIME), stops(Slot.CLIENT_WRITE))
                .when(Happened.CLIENT_PAUSED)
                .thenNothing();
    }

    @Test
    void clientBodyTimeoutEndsAStreamedRequestToo() {
        story().readingBody()
                .when(Happened.CONNECTING)
                .then(runs(Timer.PROXY_CONNECT))
                .when(Happened.CONNECTED)
                .then(stops(Slot.UPSTREAM_WRITE))
                .when(new Expired(Timer.CLIENT_BODY))
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(
                        Cause.BODY_TIMEOUT,
                        Peer.SERVER,
                        CloseAct.SILENT_FIN,
                        Phase.REQUEST,
                        Directive.CLIENT_BODY_TIMEOUT);
    }

    @Test
    void aWrongRequestsBodyIsLingeredOverAndNothingBehindIt() {
        story().readingBody()
                .when(Happened.REQUEST_WRONG)
                .thenNothing()
                .when(new Answered(400, false))
                .then(stops(Slot.CLIENT_READ), new Respond(400), Plain.DROP_BODY)
                .when(Happened.RESPONSE_FLUSHED)
                .then(runs(Timer.LINGERING), runs(Timer.LINGERING_TIME), stops(Slot.CLIENT_WRITE))
                .when(Happened.BODY_END)
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(Cause.REQUEST_REFUSED, Peer.SERVER, CloseAct.NOTIFY_FIN, Phase.RESPONSE);
    }

    @Test
    void nothingIsReadBehindARequestThatIsWrong() {
        story().readingBody()
                .when(Happened.REQUEST_WRONG)
                .thenNothing()
                .when(new Answered(400, false))
                .then(stops(Slot.CLIENT_READ), new Respond(400), Plain.DROP_BODY)
                .when(Happened.BODY_END)
                .then(stops(Slot.CLIENT_READ))
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(Cause.REQUEST_REFUSED, Peer.SERVER, CloseAct.NOTIFY_FIN, Phase.RESPONSE);
    }
}
