package io.waflab.connection;

import static io.waflab.connection.RulesStory.refused;
import static io.waflab.connection.RulesStory.runs;
import static io.waflab.connection.RulesStory.stops;
import static io.waflab.connection.RulesStory.story;
import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.Directive;
import io.waflab.connection.Action.AbandonUpstream;
import io.waflab.connection.Action.Plain;
import io.waflab.connection.Action.Respond;
import io.waflab.connection.Action.Start;
import io.waflab.connection.Event.Answered;
import io.waflab.connection.Event.Expired;
import io.waflab.connection.Event.Last;
import io.waflab.connection.Event.LastRequest;
import io.waflab.connection.Event.Refused;
import io.waflab.connection.Event.RequestRead;
import io.waflab.connection.Event.UpstreamFailed;
import io.waflab.connection.Timer.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The endings, each as nginx and Tengine have it on the wire; clients that leave and lingering have tests of their own. */
class ConnectionRulesTest {

    private static final Optional<Directive> NONE = Optional.empty();

    // before a request

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
    void aConnectionThatNeverCarriedAByteIsClosedInGoodStanding() {
        story().unused()
                .when(new Expired(Timer.CLIENT_HEADER))
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(
                        Cause.UNUSED_CONNECTION_TIMEOUT,
                        Peer.SERVER,
                        CloseAct.NOTIFY_FIN,
                        Phase.UNUSED,
                        Directive.CLIENT_HEADER_TIMEOUT);
    }

    @Test
    void aPlainConnectionHasTheSameTimerFromAcceptOn() {
        story().when(Happened.ACCEPTED_PLAIN)
                .then(runs(Timer.CLIENT_HEADER))
                .in(Phase.UNUSED)
                .when(Happened.HEAD_BEGUN)
                .thenNothing()
                .in(Phase.REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "on"})
    void anUnfinishedHandshakeEndsWithABareFinWhateverResetTimedoutConnectionSays(String reset) {
        story("reset_timedout_connection=" + reset)
                .handshaking()
                .when(new Expired(Timer.CLIENT_HEADER))
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(
                        Cause.HANDSHAKE_TIMEOUT,
                        Peer.SERVER,
                        CloseAct.SILENT_FIN,
                        Phase.HANDSHAKE,
                        Directive.CLIENT_HEADER_TIMEOUT);
    }

    @Test
    void theServersAlertEndsAHandshake() {
        story().handshaking()
                .when(new HandshakeFailed(Peer.SERVER, "unrecognized_name"))
                .thenHangsUp(CloseAct.ALERT_FIN)
                .endedAs(new Ending(
                        Cause.HANDSHAKE_REFUSED,
                        Peer.SERVER,
                        CloseAct.ALERT_FIN,
                        Phase.HANDSHAKE,
                        NONE,
                        "unrecognized_name"));
    }

    @Test
    void theClientsAlertEndsAHandshakeWithABareFin() {
        story().handshaking()
                .when(new HandshakeFailed(Peer.CLIENT, "unknown_ca"))
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(new Ending(
                        Cause.CERTIFICATE_REJECTED,
                        Peer.CLIENT,
                        CloseAct.SILENT_FIN,
                        Phase.HANDSHAKE,
                        NONE,
                        "unknown_ca"));
    }

    // reading a request

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
    void plainHttpOnATlsPortIsAnsweredInThePlainAndClosedWithoutAnAlert() {
        story().handshaking()
                .when(Happened.PLAINTEXT)
                .thenNothing()
                .in(Phase.REQUEST)
                .when(new Refused(497, false))
                .then(stops(Slot.CLIENT_READ), new Respond(497))
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(Cause.PLAINTEXT_ON_TLS_PORT, Peer.SERVER, CloseAct.SILENT_FIN, Phase.HANDSHAKE);
    }

    @Test
    void halfAPlainHeadOnATlsPortEndsWithABareFin() {
        story().handshaking()
                .when(Happened.PLAINTEXT)
                .thenNothing()
                .when(new Expired(Timer.CLIENT_HEADER))
                .thenHangsUp(CloseAct.SILENT_FIN);
    }

    // awaiting the response

    @Test
    void proxyReadTimeoutBeforeTheHeadIsA504ThatKeepsTheConnection() {
        story().awaiting()
                .when(new Expired(Timer.PROXY_READ))
                .then(stops(Slot.UPSTREAM_READ), stops(Slot.UPSTREAM_WRITE), new AbandonUpstream(Timer.PROXY_READ))
                .when(new UpstreamFailed(504, Optional.of(Timer.PROXY_READ)))
                .then(
                        stops(Slot.CLIENT_READ),
                        stops(Slot.UPSTREAM_READ),
                        stops(Slot.UPSTREAM_WRITE),
                        Plain.CLOSE_UPSTREAM,
                        new Respond(504))
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
                .then(
                        stops(Slot.CLIENT_READ),
                        stops(Slot.UPSTREAM_READ),
                        stops(Slot.UPSTREAM_WRITE),
                        Plain.CLOSE_UPSTREAM,
                        new Respond(504))
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
                    .then(
                            stops(Slot.CLIENT_READ),
                            stops(Slot.UPSTREAM_READ),
                            stops(Slot.UPSTREAM_WRITE),
                            Plain.CLOSE_UPSTREAM,
                            new Respond(timer.isPresent() ? 504 : 502))
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
                .then(stops(Slot.UPSTREAM_READ), stops(Slot.UPSTREAM_WRITE), new AbandonUpstream(Timer.PROXY_CONNECT))
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
                .then(stops(Slot.UPSTREAM_READ), stops(Slot.UPSTREAM_WRITE), new AbandonUpstream(Timer.PROXY_SEND));
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
                .then(
                        stops(Slot.CLIENT_READ),
                        stops(Slot.UPSTREAM_READ),
                        stops(Slot.UPSTREAM_WRITE),
                        Plain.CLOSE_UPSTREAM,
                        new Respond(502))
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.NOTIFY_FIN);
    }

    @Test
    void aResponseThatCameBeforeTheRequestWasSentNeedsNoSecondTimer() {
        story().readingBody().responseBegins().when(Happened.REQUEST_SENT).then(stops(Slot.UPSTREAM_WRITE));
    }

    // the response

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
    void sendTimeoutRunsWhileTheClientTakesNothing() {
        story().responding()
                .when(Happened.CLIENT_BLOCKED)
                .then(runs(Timer.SEND))
                .when(Happened.CLIENT_PROGRESS)
                .then(runs(Timer.SEND))
                .when(Happened.CLIENT_DRAINED)
                .then(stops(Slot.CLIENT_WRITE));
    }

    @Test
    void aClientThatDoesNotReadIsClosedWithoutAnAlert() {
        story().responding()
                .when(Happened.CLIENT_BLOCKED)
                .then(runs(Timer.SEND))
                .when(new Expired(Timer.SEND))
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(Cause.SEND_TIMEOUT, Peer.SERVER, CloseAct.SILENT_FIN, Phase.RESPONSE, Directive.SEND_TIMEOUT);
    }

    @Test
    void aRequestThatIsTheLastClosesInGoodStandingBehindItsWholeAnswer() {
        for (var last : List.of(
                new Last(Cause.NORMAL_CLOSE, NONE),
                new Last(Cause.NORMAL_CLOSE, Optional.of(Directive.KEEPALIVE_TIMEOUT)),
                new Last(Cause.SERVER_MAX_REQUESTS, Optional.of(Directive.KEEPALIVE_REQUESTS)),
                new Last(Cause.SERVER_MAX_REQUESTS, Optional.of(Directive.KEEPALIVE_TIME)))) {
            story().awaiting(new RequestRead(false, Optional.of(last)))
                    .responseBegins()
                    .responseEnds()
                    .when(Happened.RESPONSE_FLUSHED)
                    .thenHangsUp(CloseAct.NOTIFY_FIN)
                    .endedAs(new Ending(
                            last.cause(), Peer.SERVER, CloseAct.NOTIFY_FIN, Phase.RESPONSE, last.directive(), ""));
        }
    }

    @Test
    void whatOnlyTheResponseTellsMayMakeARequestTheLast() {
        story().responding()
                .when(Happened.RESPONSE_UNBOUNDED)
                .thenNothing()
                .responseEnds()
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(Cause.NORMAL_CLOSE, Peer.SERVER, CloseAct.NOTIFY_FIN, Phase.RESPONSE);
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

    @Test
    void aBodyThatIsWrongBehindTheResponsesHeadCutsIt() {
        story().responding()
                .when(Happened.BODY_WRONG)
                .thenCuts()
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(Cause.REQUEST_REFUSED, Peer.SERVER, CloseAct.NOTIFY_FIN, Phase.RESPONSE);
    }

    @Test
    void aSecondRequestBeginsWithNothingLeftOfTheFirst() {
        assertThat(story().idle().life()).isEqualTo(Life.NEW.in(Phase.IDLE));
    }

    // answers of the proxy itself

    @Test
    void aReturnKeepsTheConnection() {
        story().unused()
                .when(new RequestRead(false, Optional.empty()))
                .then(stops(Slot.CLIENT_READ))
                .when(new Answered(404, false))
                .then(stops(Slot.CLIENT_READ), new Respond(404))
                .in(Phase.RESPONSE)
                .when(Happened.RESPONSE_FLUSHED)
                .thenKeepsAlive();
    }

    @Test
    void aReturnOfAStatusThatNginxClosesAfterDoesSo() {
        story().unused()
                .when(new RequestRead(false, Optional.empty()))
                .then(stops(Slot.CLIENT_READ))
                .when(new Answered(500, true))
                .then(stops(Slot.CLIENT_READ), new Respond(500))
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(refused(500, CloseAct.NOTIFY_FIN, Phase.RESPONSE));
    }

    @Test
    void return444SaysNothingAtAll() {
        story().unused()
                .when(new RequestRead(false, Optional.empty()))
                .then(stops(Slot.CLIENT_READ))
                .when(new Answered(444, false))
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(new Ending(
                        Cause.REQUEST_REFUSED,
                        Peer.SERVER,
                        CloseAct.SILENT_FIN,
                        Phase.REQUEST,
                        Optional.of(Directive.RETURN),
                        "status 444"));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 499})
    void return408And499SayOnlyCloseNotify(int status) {
        story().unused()
                .when(new RequestRead(false, Optional.empty()))
                .then(stops(Slot.CLIENT_READ))
                .when(new Answered(status, false))
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(Cause.REQUEST_REFUSED, Peer.SERVER, CloseAct.NOTIFY_FIN, Phase.AWAITING_RESPONSE);
    }

    // tunnels

    @Test
    void inATunnelOnlyTheUpstreamsBytesRestartProxyReadTimeout() {
        story().tunnel()
                .when(Happened.TUNNEL_SENT)
                .thenNothing()
                .when(Happened.TUNNEL_READ)
                .then(runs(Timer.PROXY_READ));
    }

    @Test
    void inATunnelOfNginx122TheBytesOfBothSidesRestartIt() {
        story("proxy_read_timeout_in_tunnel=both")
                .tunnel()
                .when(Happened.TUNNEL_SENT)
                .then(runs(Timer.PROXY_READ))
                .when(Happened.TUNNEL_READ)
                .then(runs(Timer.PROXY_READ));
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "on"})
    void aSilentTunnelIsClosedInGoodStanding(String reset) {
        story("reset_timedout_connection=" + reset)
                .tunnel()
                .when(new Expired(Timer.PROXY_READ))
                .thenCuts()
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(
                        Cause.TUNNEL_IDLE_TIMEOUT,
                        Peer.SERVER,
                        CloseAct.NOTIFY_FIN,
                        Phase.TUNNEL,
                        Directive.PROXY_READ_TIMEOUT);
    }

    @Test
    void anOriginThatEndsATunnelEndsItForTheClientInGoodStanding() {
        var ways = Map.of(
                Happened.TUNNEL_END, "FIN", Happened.TUNNEL_NOTIFIED, "close_notify", Happened.TUNNEL_RST, "RST");
        for (var how : ways.keySet()) {
            var note = "the upstream's " + ways.get(how);
            story().tunnel()
                    .when(how)
                    .thenCuts()
                    .when(Happened.RESPONSE_FLUSHED)
                    .thenHangsUp(CloseAct.NOTIFY_FIN)
                    .endedAs(new Ending(
                            Cause.NORMAL_CLOSE,
                            Peer.SERVER,
                            CloseAct.NOTIFY_FIN,
                            Phase.TUNNEL,
                            Optional.empty(),
                            note));
        }
    }

    @Test
    void anOriginThatDoesNotReadItsTunnelEndsItInGoodStanding() {
        story().tunnel()
                .when(Happened.UPSTREAM_BLOCKED)
                .then(runs(Timer.PROXY_SEND))
                .when(new Expired(Timer.PROXY_SEND))
                .thenCuts()
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.NOTIFY_FIN);
    }

    @Test
    void aClientThatDoesNotReadItsTunnelIsClosedWithoutAnAlert() {
        story().tunnel()
                .when(Happened.CLIENT_BLOCKED)
                .then(runs(Timer.SEND))
                .when(new Expired(Timer.SEND))
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(Cause.SEND_TIMEOUT, Peer.SERVER, CloseAct.SILENT_FIN, Phase.TUNNEL, Directive.SEND_TIMEOUT);
    }

    // reset_timedout_connection

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

    // keepalive_min_timeout

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

    // shutdown

    @Test
    void anIdleConnectionIsClosedAtOnceByAShutdown() {
        story().idle()
                .when(Happened.STOP)
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(Cause.SHUTDOWN, Peer.SERVER, CloseAct.NOTIFY_FIN, Phase.IDLE);
    }

    @Test
    void aFreshConnectionOutlivesAShutdownUntilItsHeadersTimer() {
        story().handshaking().when(Happened.STOP).thenNothing().in(Phase.HANDSHAKE);
        story().unused()
                .when(Happened.STOP)
                .thenNothing()
                .in(Phase.UNUSED)
                .when(new Expired(Timer.CLIENT_HEADER))
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(
                        Cause.UNUSED_CONNECTION_TIMEOUT,
                        Peer.SERVER,
                        CloseAct.NOTIFY_FIN,
                        Phase.UNUSED,
                        Directive.CLIENT_HEADER_TIMEOUT);
    }

    @Test
    void aRequestThatComesBehindAShutdownIsTheLast() {
        story().unused()
                .when(Happened.STOP)
                .thenNothing()
                .when(new RequestRead(false, Optional.empty()))
                .then(stops(Slot.CLIENT_READ))
                .sent()
                .responseBegins()
                .responseEnds()
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(Cause.SHUTDOWN, Peer.SERVER, CloseAct.NOTIFY_FIN, Phase.RESPONSE);
    }

    @Test
    void whatIsUnderWayFinishesBehindAShutdownAndThenCloses() {
        story().responding()
                .when(Happened.STOP)
                .thenNothing()
                .in(Phase.RESPONSE)
                .responseEnds()
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(Cause.SHUTDOWN, Peer.SERVER, CloseAct.NOTIFY_FIN, Phase.RESPONSE);
        story().awaiting().when(Happened.STOP).thenNothing().responseBegins();
        story().readingBody()
                .when(Happened.STOP)
                .thenNothing()
                .when(new Expired(Timer.CLIENT_BODY))
                .thenHangsUp(CloseAct.SILENT_FIN);
    }

    @Test
    void aTunnelOutlivesAShutdown() {
        story().tunnel()
                .when(Happened.STOP)
                .thenNothing()
                .in(Phase.TUNNEL)
                .when(Happened.TUNNEL_READ)
                .then(runs(Timer.PROXY_READ));
    }

    @Test
    void aFastShutdownEndsEverythingWithABareFin() {
        for (var begun : Stream.of(
                        story().handshaking(),
                        story().unused(),
                        story().readingBody(),
                        story().awaiting(),
                        story().responding(),
                        story().tunnel(),
                        story().idle())
                .toList()) {
            var phase = begun.life().phase();
            begun.when(Happened.STOP_NOW)
                    .thenHangsUp(CloseAct.SILENT_FIN)
                    .endedAs(Cause.SHUTDOWN, Peer.SERVER, CloseAct.SILENT_FIN, phase);
        }
    }

    // one cause

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
            assertThat(ConnectionRules.next(closed, event, RulesStory.settings()))
                    .as("%s", event)
                    .isEqualTo(new Step(closed));
        }
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void noEventIsTooMuchForAnyPhase(Phase phase) {
        for (var settings : List.of(
                RulesStory.settings(),
                RulesStory.settings("reset_timedout_connection=on", "lingering_close=always"),
                RulesStory.settings("gateway_timeout_closes=silent", "keepalive_min_timeout=99s"))) {
            for (var life : livesIn(phase)) {
                for (var event : everyEvent()) {
                    var step = ConnectionRules.next(life, event, settings);
                    boolean closes = step.actions().stream().anyMatch(Action.Close.class::isInstance);
                    assertThat(closes)
                            .as("%s in %s closes, and says so", event, life)
                            .isEqualTo(phase != Phase.CLOSED && step.life().phase() == Phase.CLOSED);
                    assertThat(!closes || step.life().ending().isPresent())
                            .as("%s in %s closes with a cause", event, life)
                            .isTrue();
                }
            }
        }
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
