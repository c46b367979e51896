package io.waflab.connection;

import static io.waflab.connection.RulesStory.runs;
import static io.waflab.connection.RulesStory.stops;
import static io.waflab.connection.RulesStory.story;
import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.Directive;
import io.waflab.connection.Action.AbandonUpstream;
import io.waflab.connection.Action.Plain;
import io.waflab.connection.Action.Start;
import io.waflab.connection.Event.Expired;
import io.waflab.connection.Event.RequestRead;
import io.waflab.connection.Event.UpstreamFailed;
import io.waflab.connection.Event.UpstreamSlowed;
import io.waflab.connection.Timer.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an upstream does, and fails to do, to the connection that waits for it. */
class UpstreamRulesTest {

    private static final Life AWAITING = Life.NEW.in(Phase.AWAITING_RESPONSE);
    private static final Life RELAYING = AWAITING.withHeadSent().in(Phase.RESPONSE);

    @Test
    void resolverTimeoutRunsWhileANameIsLookedUp() {
        story("resolver_timeout=19s")
                .unused()
                .when(new RequestRead(false, Optional.empty()))
                .then(stops(Slot.CLIENT_READ))
                .when(Happened.RESOLVING)
                .then(new Start(Timer.RESOLVER, Duration.ofSeconds(19)));
    }

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

    @Test
    void proxyReadTimeoutBeforeTheHeadIsA504ThatKeepsTheConnection() {
        story().awaiting()
                .when(new Expired(Timer.PROXY_READ))
                .thenAbandonsUpstream(Timer.PROXY_READ)
                .when(new UpstreamFailed(504, Optional.of(Timer.PROXY_READ)))
                .thenRespondsItself(504)
                .in(Phase.RESPONSE)
                .when(Happened.RESPONSE_FLUSHED)
                .thenKeepsAlive()
                .staysAlive()
                .when(new Expired(Timer.KEEPALIVE))
                .thenHangsUp(CloseAct.NOTIFY_FIN);
    }

    @Test
    void withGatewayTimeoutClosesThe504IsTheLastAnswer() {
        story("gateway_timeout_closes=on")
                .awaiting()
                .when(new UpstreamFailed(504, Optional.of(Timer.PROXY_READ)))
                .thenRespondsItself(504)
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(new Ending(
                        Cause.RESPONSE_TIMEOUT,
                        Peer.SERVER,
                        CloseAct.NOTIFY_FIN,
                        Phase.AWAITING_RESPONSE,
                        Optional.of(Directive.PROXY_READ_TIMEOUT),
                        "status 504"));
    }

    @Test
    void withGatewayTimeoutClosesSilentThereIsNoAnswerAtAll() {
        story("gateway_timeout_closes=silent")
                .awaiting()
                .when(new UpstreamFailed(504, Optional.of(Timer.PROXY_READ)))
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(
                        Cause.RESPONSE_TIMEOUT,
                        Peer.SERVER,
                        CloseAct.NOTIFY_FIN,
                        Phase.AWAITING_RESPONSE,
                        Directive.PROXY_READ_TIMEOUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "silent"})
    void gatewayTimeoutClosesIsNotAboutOtherFailures(String closes) {
        for (var timer : List.of(Optional.of(Timer.PROXY_CONNECT), Optional.of(Timer.PROXY_SEND), noTimer())) {
            story("gateway_timeout_closes=" + closes)
                    .awaiting()
                    .when(new UpstreamFailed(timer.isPresent() ? 504 : 502, timer))
                    .thenRespondsItself(timer.isPresent() ? 504 : 502)
                    .when(Happened.RESPONSE_FLUSHED)
                    .thenKeepsAlive();
        }
    }

    private static Optional<Timer> noTimer() {
        return Optional.empty();
    }

    @Test
    void proxyConnectTimeoutGivesTheServerUp() {
        story().unused()
                .when(new RequestRead(false, Optional.empty()))
                .then(stops(Slot.CLIENT_READ))
                .when(Happened.CONNECTING)
                .then(runs(Timer.PROXY_CONNECT))
                .when(new Expired(Timer.PROXY_CONNECT))
                .thenAbandonsUpstream(Timer.PROXY_CONNECT)
                .in(Phase.AWAITING_RESPONSE)
                .staysAlive();
    }

    @Test
    void proxySendTimeoutRunsWhileTheUpstreamTakesNothingAndGivesItUp() {
        story().awaiting()
                .when(Happened.UPSTREAM_BLOCKED)
                .then(runs(Timer.PROXY_SEND))
                .when(Happened.UPSTREAM_PROGRESS)
                .then(runs(Timer.PROXY_SEND))
                .when(Happened.UPSTREAM_DRAINED)
                .then(stops(Slot.UPSTREAM_WRITE))
                .when(Happened.UPSTREAM_BLOCKED)
                .then(runs(Timer.PROXY_SEND))
                .when(new Expired(Timer.PROXY_SEND))
                .thenAbandonsUpstream(Timer.PROXY_SEND);
    }

    @Test
    void proxyReadTimeoutDoesNotRunWhileTheRequestBodyIsUnfinished() {
        story().readingBody()
                .when(Happened.CONNECTING)
                .then(runs(Timer.PROXY_CONNECT))
                .when(Happened.CONNECTED)
                .then(stops(Slot.UPSTREAM_WRITE))
                .when(Happened.BODY_READ)
                .then(runs(Timer.CLIENT_BODY))
                .when(Happened.UPSTREAM_DRAINED)
                .then(stops(Slot.UPSTREAM_WRITE))
                .when(Happened.BODY_END)
                .then(stops(Slot.CLIENT_READ))
                .in(Phase.AWAITING_RESPONSE)
                .when(Happened.REQUEST_SENT)
                .then(stops(Slot.UPSTREAM_WRITE), runs(Timer.PROXY_READ));
    }

    @Test
    void anEarlyAnswerToAnUnfinishedBodyIsTheLast() {
        story("lingering_close=off")
                .readingBody()
                .responseBegins()
                .responseEnds()
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(Cause.NORMAL_CLOSE, Peer.SERVER, CloseAct.NOTIFY_FIN, Phase.RESPONSE);
    }

    @Test
    void a502ToAnUnfinishedBodyIsTheLastAnswer() {
        story("lingering_close=off")
                .readingBody()
                .when(new UpstreamFailed(502, Optional.empty()))
                .thenRespondsItself(502)
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.NOTIFY_FIN);
    }

    @Test
    void whereTheUpstreamHasFailedNothingIsLeftToFinishForAClientThatLeaves() {
        var failed = story("proxy_ignore_client_abort=on")
                .awaiting()
                .when(new UpstreamFailed(502, Optional.empty()))
                .thenRespondsItself(502)
                .when(Happened.CLIENT_FIN)
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(Cause.CLIENT_GAVE_UP, Peer.CLIENT, CloseAct.SILENT_FIN, Phase.RESPONSE);
        assertThat(failed.life().headSent()).as("no error's page can follow").isTrue();
        story("proxy_ignore_client_abort=on")
                .responding()
                .when(Happened.RESPONSE_CUT_BY_RST)
                .thenCuts()
                .when(Happened.CLIENT_FIN)
                .thenHangsUp(CloseAct.SILENT_FIN);
    }

    @Test
    void aResponseThatCameBeforeTheRequestWasSentNeedsNoSecondTimer() {
        story().readingBody().responseBegins().when(Happened.REQUEST_SENT).then(stops(Slot.UPSTREAM_WRITE));
    }

    @Test
    void proxyReadTimeoutRunsBetweenTwoReadsOfTheBodyAndNotWhileTheUpstreamIsNotRead() {
        story().responding()
                .when(Happened.RESPONSE_READ)
                .then(runs(Timer.PROXY_READ))
                .when(Happened.UPSTREAM_PAUSED)
                .then(stops(Slot.UPSTREAM_READ))
                .when(Happened.RESPONSE_READ)
                .then(runs(Timer.PROXY_READ));
    }

    @Test
    void proxyReadTimeoutInTheBodyCutsItAndClosesInGoodStanding() {
        story("reset_timedout_connection=on", "gateway_timeout_closes=on")
                .responding()
                .when(new Expired(Timer.PROXY_READ))
                .thenCuts()
                .in(Phase.RESPONSE)
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(
                        Cause.RESPONSE_CUT,
                        Peer.SERVER,
                        CloseAct.NOTIFY_FIN,
                        Phase.RESPONSE,
                        Directive.PROXY_READ_TIMEOUT);
    }

    @Test
    void aClientThatStirsRestartsTheUpstreamsTimerInMidAnswerAlone() {
        story().awaiting().when(Happened.CLIENT_STIRRED).thenNothing();
        story().responding()
                .when(Happened.CLIENT_STIRRED)
                .then(runs(Timer.PROXY_READ))
                .in(Phase.RESPONSE);
        story().tunnel().when(Happened.CLIENT_STIRRED).thenNothing();
    }

    @Test
    void anOriginThatLeavesInMidBodyCutsItAndTheConnectionIsClosedInGoodStanding() {
        cutBy(Happened.RESPONSE_CUT_BY_FIN, "the upstream's FIN");
        cutBy(Happened.RESPONSE_CUT_BY_NOTIFY, "the upstream's close_notify");
        cutBy(Happened.RESPONSE_CUT_BY_RST, "the upstream's RST");
    }

    @Test
    void aResponseThatIsFoundWrongOrAFileThatIsCutIsTheServersOwnEnd() {
        cutBy(Happened.RESPONSE_CUT, "");
    }

    private static void cutBy(Happened how, String note) {
        story().responding()
                .when(how)
                .thenCuts()
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(new Ending(
                        Cause.RESPONSE_CUT, Peer.SERVER, CloseAct.NOTIFY_FIN, Phase.RESPONSE, Optional.empty(), note));
    }

    @Test
    void aBodyThatIsWrongBehindTheResponsesHeadCutsIt() {
        story().responding()
                .when(Happened.BODY_WRONG)
                .thenCuts()
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(Cause.REQUEST_REFUSED, Peer.SERVER, CloseAct.NOTIFY_FIN, Phase.RESPONSE);
    }
}
