package io.waflab.connection;

import static io.waflab.connection.RulesStory.runs;
import static io.waflab.connection.RulesStory.stops;
import static io.waflab.connection.RulesStory.story;
import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Action.Plain;
import io.waflab.connection.Action.Respond;
import io.waflab.connection.Event.Answered;
import io.waflab.connection.Event.ClientLeft;
import io.waflab.connection.Event.Expired;
import io.waflab.connection.Event.RequestRead;
import io.waflab.connection.Timer.Slot;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the proxy does about a client that leaves, phase by phase, as nginx 1.22.1 was measured to. */
class LeavingTest {

    @ParameterizedTest
    @EnumSource(
            value = Happened.class,
            names = {"CLIENT_NOTIFIED", "CLIENT_FIN", "CLIENT_FIN_UNREAD"})
    void aClientThatLeavesWhileItIsBeingReadGetsABareFin(Happened leaving) {
        leaves(story().handshaking(), leaving, Cause.HANDSHAKE_ABORTED_BY_CLIENT);
        leaves(story().unused(), leaving, Cause.CLIENT_IDLE_TIMEOUT);
        leaves(story().unused().when(Happened.HEAD_BEGUN).thenNothing(), leaving, Cause.CLIENT_GAVE_UP);
        leaves(story().readingBody(), leaving, Cause.CLIENT_GAVE_UP);
        leaves(story().tunnel(), leaving, Cause.NORMAL_CLOSE);
        leaves(story().idle(), leaving, Cause.CLIENT_IDLE_TIMEOUT);
    }

    /** A program that is done, not one whose pool has a timeout. */
    @ParameterizedTest
    @EnumSource(
            value = Happened.class,
            names = {"CLIENT_NOTIFIED", "CLIENT_FIN", "CLIENT_FIN_UNREAD", "CLIENT_RST"})
    void whoLeavesAsSoonAsItIsAnsweredHasNoIdleTimeout(Happened leaving) {
        var least = ClientLeft.LEAST_SILENCE;
        assertThat(cause(story().idle(), leaving, least)).isEqualTo(Cause.CLIENT_IDLE_TIMEOUT);
        assertThat(cause(story().idle(), leaving, least.minusNanos(1))).isEqualTo(Cause.NORMAL_CLOSE);
        assertThat(cause(story().unused(), leaving, Duration.ZERO)).isEqualTo(Cause.CLIENT_IDLE_TIMEOUT);
        assertThat(cause(story().readingBody(), leaving, Duration.ZERO)).isEqualTo(Cause.CLIENT_GAVE_UP);
    }

    private static Cause cause(RulesStory begun, Happened leaving, Duration silence) {
        return begun.when(new ClientLeft(leaving, silence))
                .thenHangsUp(CloseAct.SILENT_FIN)
                .life()
                .ending()
                .orElseThrow()
                .cause();
    }

    private static void leaves(RulesStory begun, Happened leaving, Cause cause) {
        var phase = begun.life().phase();
        begun.when(leaving).thenHangsUp(CloseAct.SILENT_FIN).endedAs(cause, Peer.CLIENT, CloseAct.SILENT_FIN, phase);
    }

    @Test
    void aBareFinWhileTheResponseIsAwaitedEndsBothSidesAtOnce() {
        story().awaiting()
                .when(Happened.CLIENT_FIN)
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(Cause.CLIENT_GAVE_UP, Peer.CLIENT, CloseAct.SILENT_FIN, Phase.AWAITING_RESPONSE);
    }

    @Test
    void aFinBehindBytesThatNginxNeverReadIsAnsweredByRst() {
        story().awaiting()
                .when(Happened.CLIENT_FIN_UNREAD)
                .thenHangsUp(CloseAct.SILENT_RESET)
                .endedAs(Cause.CLIENT_GAVE_UP, Peer.CLIENT, CloseAct.SILENT_RESET, Phase.AWAITING_RESPONSE);
    }

    @Test
    void aFinWhileTheBodyStreamsEndsBothSidesAtOnce() {
        story().responding()
                .when(Happened.CLIENT_FIN)
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(Cause.CLIENT_GAVE_UP, Peer.CLIENT, CloseAct.SILENT_FIN, Phase.RESPONSE);
        story().responding().when(Happened.CLIENT_FIN_UNREAD).thenHangsUp(CloseAct.SILENT_RESET);
    }

    @Test
    void aFinWhileTheWholeResponseWaitsForTheClientEndsTheConnection() {
        story().responding()
                .when(Happened.CLIENT_BLOCKED)
                .then(runs(Timer.SEND))
                .responseEnds()
                .when(Happened.CLIENT_FIN)
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(Cause.CLIENT_GAVE_UP, Peer.CLIENT, CloseAct.SILENT_FIN, Phase.RESPONSE);
    }

    @Test
    void closeNotifyAloneIsNotSeenWhileNginxDoesNotReadItsClient() {
        story().awaiting()
                .when(Happened.CLIENT_NOTIFIED)
                .thenNothing()
                .responseBegins()
                .when(Happened.CLIENT_NOTIFIED)
                .thenNothing()
                .responseEnds()
                .when(Happened.RESPONSE_FLUSHED)
                .thenKeepsAlive()
                .staysAlive();
    }

    @Test
    void proxyIgnoreClientAbortHasTheAnswerFinishedFirst() {
        ignoring()
                .awaiting()
                .when(Happened.CLIENT_FIN)
                .thenNothing()
                .when(Happened.CLIENT_FIN_UNREAD)
                .thenNothing()
                .when(Happened.CLIENT_RST)
                .thenNothing()
                .responseBegins()
                .when(Happened.CLIENT_RST)
                .thenNothing()
                .staysAlive();
    }

    @Test
    void aWriteThatFailsEndsWhatProxyIgnoreClientAbortHadLeftOpen() {
        ignoring()
                .responding()
                .when(Happened.CLIENT_RST)
                .thenNothing()
                .when(Happened.CLIENT_BROKEN)
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(new Ending(
                        Cause.CLIENT_GAVE_UP,
                        Peer.CLIENT,
                        CloseAct.SILENT_FIN,
                        Phase.RESPONSE,
                        Optional.empty(),
                        "RST"));
    }

    @Test
    void proxyIgnoreClientAbortIsNotAboutRequestsThatAreStillReadNorAboutWholeAnswers() {
        ignoring().readingBody().when(Happened.CLIENT_FIN).thenHangsUp(CloseAct.SILENT_FIN);
        ignoring().idle().when(Happened.CLIENT_RST).thenHangsUp(CloseAct.SILENT_FIN);
        ignoring().tunnel().when(Happened.CLIENT_FIN).thenHangsUp(CloseAct.SILENT_FIN);
        ignoring().responded().when(Happened.CLIENT_FIN).thenHangsUp(CloseAct.SILENT_FIN);
        ignoring().responded().when(Happened.CLIENT_RST).thenHangsUp(CloseAct.SILENT_FIN);
    }

    private static RulesStory ignoring() {
        return story("proxy_ignore_client_abort=on");
    }

    @ParameterizedTest
    @EnumSource(
            value = Happened.class,
            names = {"CLIENT_RST", "CLIENT_BROKEN"})
    void aResetClientIsHungUpOnAtOnceInEveryPhase(Happened reset) {
        isReset(story().handshaking(), reset, Cause.HANDSHAKE_ABORTED_BY_CLIENT);
        isReset(story().unused(), reset, Cause.CLIENT_IDLE_TIMEOUT);
        isReset(story().readingBody(), reset, Cause.CLIENT_GAVE_UP);
        isReset(story().awaiting(), reset, Cause.CLIENT_GAVE_UP);
        isReset(story().responding(), reset, Cause.CLIENT_GAVE_UP);
        isReset(story().tunnel(), reset, Cause.NORMAL_CLOSE);
        isReset(story().idle(), reset, Cause.CLIENT_IDLE_TIMEOUT);
    }

    private static void isReset(RulesStory begun, Happened reset, Cause cause) {
        var phase = begun.life().phase();
        begun.when(reset)
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(new Ending(cause, Peer.CLIENT, CloseAct.SILENT_FIN, phase, Optional.empty(), "RST"));
    }

    @Test
    void aRecordThatCannotBeReadEndsTheConnectionBehindTheEnginesAlert() {
        for (var begun : new RulesStory[] {story().unused(), story().idle(), story().readingBody(), story().tunnel()}) {
            var phase = begun.life().phase();
            begun.when(Happened.CLIENT_GARBAGE)
                    .thenHangsUp(CloseAct.ALERT_FIN)
                    .endedAs(new Ending(
                            Cause.REQUEST_REFUSED,
                            Peer.SERVER,
                            CloseAct.ALERT_FIN,
                            phase,
                            Optional.empty(),
                            "unreadable TLS record"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Happened.class,
            names = {"CLIENT_NOTIFIED", "CLIENT_FIN"})
    void aClientThatLeavesWhileItsBodyIsDroppedGetsABareFin(Happened leaving) {
        story().readingBody()
                .when(new Answered(413, true))
                .then(stops(Slot.CLIENT_READ), new Respond(413), Plain.DROP_BODY)
                .when(Happened.RESPONSE_FLUSHED)
                .then(runs(Timer.LINGERING), runs(Timer.LINGERING_TIME), stops(Slot.CLIENT_WRITE))
                .when(leaving)
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(new Ending(
                        Cause.REQUEST_REFUSED,
                        Peer.SERVER,
                        CloseAct.SILENT_FIN,
                        Phase.RESPONSE,
                        Optional.empty(),
                        "status 413"));
        story().readingBody()
                .when(new Answered(200, false))
                .then(stops(Slot.CLIENT_READ), new Respond(200), Plain.DROP_BODY)
                .when(Happened.RESPONSE_FLUSHED)
                .then(runs(Timer.LINGERING), runs(Timer.LINGERING_TIME), stops(Slot.CLIENT_WRITE))
                .when(leaving)
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(Cause.CLIENT_GAVE_UP, Peer.CLIENT, CloseAct.SILENT_FIN, Phase.LINGERING);
    }

    @Test
    void aFinBehindTheServersOwnFinEndsTheWaitAndChangesNoCause() {
        story("lingering_close=always")
                .awaiting(new RequestRead(false, Optional.of(new Event.Last(Cause.NORMAL_CLOSE, Optional.empty()))))
                .responseBegins()
                .responseEnds()
                .when(Happened.RESPONSE_FLUSHED)
                .then(stops(Slot.CLIENT_WRITE), Plain.HALF_CLOSE, runs(Timer.LINGERING), runs(Timer.LINGERING_TIME))
                .when(Happened.CLIENT_FIN)
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(Cause.NORMAL_CLOSE, Peer.SERVER, CloseAct.NOTIFY_FIN, Phase.RESPONSE);
    }

    @Test
    void aClientThatTheCutFoundGoneStaysACut() {
        story().responding()
                .when(new Expired(Timer.PROXY_READ))
                .thenCuts()
                .when(Happened.CLIENT_RST)
                .thenHangsUp(CloseAct.NOTIFY_FIN);
    }
}
