package io.waflab.connection;

import static io.waflab.connection.CloseAct.NOTIFY_FIN;
import static io.waflab.connection.RulesStory.runs;
import static io.waflab.connection.RulesStory.stops;
import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.Directive;
import io.waflab.connection.Action.Plain;
import io.waflab.connection.Action.ResetStream;
import io.waflab.connection.Action.Respond;
import io.waflab.connection.Action.Start;
import io.waflab.connection.Event.Answered;
import io.waflab.connection.Event.Expired;
import io.waflab.connection.Event.Held;
import io.waflab.connection.Event.LastRequest;
import io.waflab.connection.Event.Refused;
import io.waflab.connection.Event.RequestRead;
import io.waflab.connection.Event.Slowed;
import io.waflab.connection.Event.StreamBroken;
import io.waflab.connection.Event.StreamReset;
import io.waflab.connection.Event.UpstreamFailed;
import io.waflab.connection.Event.UpstreamSlowed;
import io.waflab.connection.Timer.Slot;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamRulesTest {

    private static final Action[] OVER = {Plain.CLOSE_UPSTREAM, Plain.END_STREAM};
    private static final Ending IGNORED = new Ending(
            Cause.CLIENT_GAVE_UP, Peer.CLIENT, NOTIFY_FIN, Phase.AWAITING_RESPONSE, Optional.empty(), "CANCEL");

    @Test
    void aWholeExchangeEndsTheStream() {
        awaiting()
                .responseBegins()
                .responseEnds()
                .when(Happened.RESPONSE_FLUSHED)
                .then(Plain.END_STREAM)
                .in(Phase.CLOSED)
                .staysAlive();
    }

    @Test
    void proxyReadTimeoutBeforeTheHeadIs504OnTheStream() {
        awaiting()
                .when(new Expired(Timer.PROXY_READ))
                .thenAbandonsUpstream(Timer.PROXY_READ)
                .when(new UpstreamFailed(504, Optional.of(Timer.PROXY_READ)))
                .thenRespondsItself(504)
                .when(Happened.RESPONSE_FLUSHED)
                .then(Plain.END_STREAM)
                .staysAlive();
    }

    @Test
    void proxyReadTimeoutInMidBodyResetsTheStream() {
        awaiting()
                .responseBegins()
                .when(new Expired(Timer.PROXY_READ))
                .thenCuts()
                .when(Happened.RESPONSE_FLUSHED)
                .then(Plain.CLOSE_UPSTREAM, new ResetStream(Http2Error.INTERNAL_ERROR), Plain.END_STREAM)
                .endedAs(Cause.RESPONSE_CUT, Peer.SERVER, NOTIFY_FIN, Phase.RESPONSE, Directive.PROXY_READ_TIMEOUT);
    }

    @Test
    void aResponseThatBreaksOffResetsTheStream() {
        resetBehind(Happened.RESPONSE_CUT, "");
        resetBehind(Happened.RESPONSE_CUT_BY_FIN, "the upstream's FIN");
        resetBehind(Happened.RESPONSE_CUT_BY_NOTIFY, "the upstream's close_notify");
        resetBehind(Happened.RESPONSE_CUT_BY_RST, "the upstream's RST");
    }

    private static void resetBehind(Happened how, String note) {
        awaiting()
                .responseBegins()
                .when(how)
                .thenCuts()
                .when(Happened.RESPONSE_FLUSHED)
                .then(Plain.CLOSE_UPSTREAM, new ResetStream(Http2Error.INTERNAL_ERROR), Plain.END_STREAM)
                .endedAs(new Ending(
                        Cause.RESPONSE_CUT, Peer.SERVER, NOTIFY_FIN, Phase.RESPONSE, Optional.empty(), note));
    }

    @Test
    void aBodyThatIsWrongBehindTheResponsesHeadResetsTheStream() {
        awaiting()
                .responseBegins()
                .when(Happened.BODY_WRONG)
                .thenCuts()
                .when(Happened.RESPONSE_FLUSHED)
                .then(Plain.CLOSE_UPSTREAM, new ResetStream(Http2Error.INTERNAL_ERROR), Plain.END_STREAM)
                .endedAs(Cause.REQUEST_REFUSED, Peer.SERVER, NOTIFY_FIN, Phase.RESPONSE);
    }

    @Test
    void theUpstreamsTimersRunAsForAConnectionOfHttp1() {
        awaiting()
                .when(Happened.UPSTREAM_BLOCKED)
                .then(runs(Timer.PROXY_SEND))
                .when(Happened.UPSTREAM_PROGRESS)
                .then(runs(Timer.PROXY_SEND))
                .when(Happened.UPSTREAM_DRAINED)
                .then(stops(Slot.UPSTREAM_WRITE))
                .responseBegins()
                .when(Happened.RESPONSE_READ)
                .then(runs(Timer.PROXY_READ))
                .when(Happened.UPSTREAM_PAUSED)
                .then(stops(Slot.UPSTREAM_READ));
    }

    @Test
    void anUpstreamThatIsTooLateIsGivenUpAndNotTheStream() {
        for (var timer : new Timer[] {Timer.PROXY_CONNECT, Timer.PROXY_SEND}) {
            awaiting().when(new Expired(timer)).thenAbandonsUpstream(timer).staysAlive();
        }
    }

    @Test
    void theClientsTimersResetTheStreamWithProtocolError() {
        headBegun()
                .when(new Expired(Timer.CLIENT_HEADER))
                .then(reset(Http2Error.PROTOCOL_ERROR))
                .endedAs(Cause.HEADER_TIMEOUT, Peer.SERVER, NOTIFY_FIN, Phase.REQUEST, Directive.CLIENT_HEADER_TIMEOUT);
        readingBody()
                .when(Happened.BODY_READ)
                .then(runs(Timer.CLIENT_BODY))
                .when(new Expired(Timer.CLIENT_BODY))
                .then(reset(Http2Error.PROTOCOL_ERROR))
                .endedAs(Cause.BODY_TIMEOUT, Peer.SERVER, NOTIFY_FIN, Phase.REQUEST, Directive.CLIENT_BODY_TIMEOUT);
        awaiting()
                .responseBegins()
                .when(Happened.CLIENT_BLOCKED)
                .then(runs(Timer.SEND))
                .when(new Expired(Timer.SEND))
                .then(reset(Http2Error.PROTOCOL_ERROR))
                .endedAs(Cause.SEND_TIMEOUT, Peer.SERVER, NOTIFY_FIN, Phase.RESPONSE, Directive.SEND_TIMEOUT);
    }

    @Test
    void aClientThatIsNotReadHasNoTimer() {
        readingBody()
                .when(Happened.CLIENT_PAUSED)
                .then(stops(Slot.CLIENT_READ))
                .when(Happened.BODY_READ)
                .then(runs(Timer.CLIENT_BODY))
                .when(Happened.BODY_END)
                .then(stops(Slot.CLIENT_READ))
                .when(Happened.CLIENT_PAUSED)
                .thenNothing();
    }

    @Test
    void aHeadThatIsWholeHasNoTimerAnyMore() {
        headBegun()
                .when(new RequestRead(false, Optional.empty()))
                .then(stops(Slot.CLIENT_READ))
                .in(Phase.AWAITING_RESPONSE);
        headBegun().when(new RequestRead(true, Optional.empty())).then(runs(Timer.CLIENT_BODY));
        headBegun().when(new Refused(400, false)).then(stops(Slot.CLIENT_READ), new Respond(400));
    }

    @Test
    void headersInPiecesHaveOneTimer() {
        headBegun().when(Happened.HEAD_BEGUN).thenNothing();
    }

    @Test
    void anAnswerToAnUnfinishedBodyIsFollowedByNoError() {
        readingBody()
                .when(new Answered(200, false))
                .then(stops(Slot.CLIENT_READ), new Respond(200))
                .when(Happened.RESPONSE_FLUSHED_MORE_UNREAD)
                .then(Plain.CLOSE_UPSTREAM, new ResetStream(Http2Error.NO_ERROR), Plain.END_STREAM)
                .in(Phase.CLOSED)
                .staysAlive();
    }

    @Test
    void aBodyThatEndsLeavesNothingToReset() {
        readingBody()
                .when(Happened.BODY_END)
                .then(stops(Slot.CLIENT_READ))
                .in(Phase.AWAITING_RESPONSE)
                .when(new Answered(400, true))
                .then(stops(Slot.CLIENT_READ), new Respond(400))
                .when(Happened.RESPONSE_FLUSHED)
                .then(Plain.END_STREAM);
    }

    @Test
    void whatIsRefusedGetsItsPage() {
        stream()
                .when(new Refused(400, false))
                .then(stops(Slot.CLIENT_READ), new Respond(400))
                .in(Phase.RESPONSE);
    }

    @Test
    void statusesThatSendNothingResetTheStream() {
        awaiting()
                .when(new Answered(444, false))
                .then(reset(Http2Error.PROTOCOL_ERROR))
                .endedAs(new Ending(
                        Cause.REQUEST_REFUSED,
                        Peer.SERVER,
                        NOTIFY_FIN,
                        Phase.REQUEST,
                        Optional.of(Directive.RETURN),
                        "status 444"));
        awaiting().when(new Answered(408, false)).then(reset(Http2Error.INTERNAL_ERROR));
        awaiting().when(new Answered(499, false)).then(reset(Http2Error.INTERNAL_ERROR));
    }

    @Test
    void aClientsResetAbortsTheUpstream() {
        awaiting()
                .when(new StreamReset(8))
                .then(Plain.CLOSE_UPSTREAM, Plain.END_STREAM)
                .in(Phase.CLOSED)
                .endedAs(new Ending(
                        Cause.CLIENT_GAVE_UP,
                        Peer.CLIENT,
                        NOTIFY_FIN,
                        Phase.AWAITING_RESPONSE,
                        Optional.empty(),
                        "CANCEL"));
    }

    @Test
    void aClientsResetCanBeIgnored() {
        ignored()
                .responseBegins()
                .responseEnds()
                .when(Happened.RESPONSE_FLUSHED)
                .then(Plain.END_STREAM)
                .in(Phase.CLOSED)
                .endedAs(IGNORED);
    }

    @Test
    void whatThereIsToSendEndsAStreamThatNobodyReads() {
        ignored().when(Happened.CLIENT_BROKEN).then(OVER).endedAs(IGNORED);
        ignored()
                .when(new UpstreamFailed(504, Optional.of(Timer.PROXY_READ)))
                .then(OVER)
                .endedAs(IGNORED);
        ignored().when(new Answered(502, false)).then(OVER).endedAs(IGNORED);
    }

    private static RulesStory ignored() {
        return awaiting("proxy_ignore_client_abort=on")
                .when(new StreamReset(8))
                .thenNothing()
                .in(Phase.AWAITING_RESPONSE);
    }

    @Test
    void aClientsResetIsIgnoredOnlyWhileTheUpstreamIsBusy() {
        var ignoring = "proxy_ignore_client_abort=on";
        awaiting(ignoring).responseBegins().when(new StreamReset(8)).thenNothing();
        awaiting(ignoring)
                .responseBegins()
                .responseEnds()
                .when(new StreamReset(8))
                .then(OVER);
        stream(ignoring)
                .when(new RequestRead(true, Optional.empty()))
                .then(runs(Timer.CLIENT_BODY))
                .when(new StreamReset(8))
                .then(OVER);
        answered(stream(ignoring).when(new Refused(400, false)), 400)
                .when(new StreamReset(8))
                .then(OVER);
        answered(awaiting(ignoring).when(new Answered(200, false)), 200)
                .when(new StreamReset(8))
                .then(OVER);
    }

    private static RulesStory answered(RulesStory begun, int status) {
        var answered = begun.then(stops(Slot.CLIENT_READ), new Respond(status)).in(Phase.RESPONSE);
        assertThat(answered.life().headSent()).as("no error's page can follow").isTrue();
        return answered;
    }

    @Test
    void anUpstreamsFailureIsAnsweredOnce() {
        var failed = awaiting("proxy_ignore_client_abort=on")
                .when(new UpstreamFailed(502, Optional.empty()))
                .thenRespondsItself(502)
                .in(Phase.RESPONSE);
        assertThat(failed.life().headSent()).as("no error's page can follow").isTrue();
        failed.when(new StreamReset(8)).then(OVER);
    }

    @Test
    void anUpstreamIsSoughtAndLeftAsForAConnectionOfHttp1() {
        stream("resolver_timeout=19s")
                .when(new RequestRead(false, Optional.empty()))
                .then(stops(Slot.CLIENT_READ))
                .when(Happened.RESOLVING)
                .then(new Start(Timer.RESOLVER, Duration.ofSeconds(19)))
                .when(new Expired(Timer.RESOLVER))
                .thenAbandonsUpstream(Timer.RESOLVER)
                .when(Happened.UPSTREAM_LEFT)
                .then(stops(Slot.UPSTREAM_READ), stops(Slot.UPSTREAM_WRITE))
                .staysAlive();
    }

    @Test
    void whatAStreamIsMadeToWaitForGoesOnWhenItsTimeIsOver() {
        var time = Duration.ofMillis(70);
        stream()
                .when(new Held(time))
                .then(stops(Slot.CLIENT_READ), new Start(Timer.LIMIT_REQ, time))
                .in(Phase.HELD)
                .when(new Expired(Timer.LIMIT_REQ))
                .then(Plain.RESUME)
                .in(Phase.AWAITING_RESPONSE);
        awaiting()
                .responseBegins()
                .when(new Slowed(time))
                .then(new Start(Timer.LIMIT_RATE, time))
                .when(new Expired(Timer.LIMIT_RATE))
                .then(Plain.SEND_ON)
                .when(new UpstreamSlowed(time))
                .then(new Start(Timer.PROXY_LIMIT_RATE, time))
                .when(new Expired(Timer.PROXY_LIMIT_RATE))
                .then(Plain.READ_ON)
                .staysAlive();
    }

    @Test
    void sendTimeoutRunsWhileTheStreamsWindowIsShut() {
        awaiting()
                .responseBegins()
                .when(Happened.CLIENT_BLOCKED)
                .then(runs(Timer.SEND))
                .when(Happened.CLIENT_PROGRESS)
                .then(runs(Timer.SEND))
                .when(Happened.CLIENT_DRAINED)
                .then(stops(Slot.CLIENT_WRITE));
    }

    @Test
    void aBrokenStreamIsResetWithItsError() {
        readingBody()
                .when(new StreamBroken(Http2Error.FLOW_CONTROL_ERROR))
                .then(reset(Http2Error.FLOW_CONTROL_ERROR))
                .in(Phase.CLOSED)
                .endedAs(new Ending(
                        Cause.CLIENT_GAVE_UP,
                        Peer.SERVER,
                        NOTIFY_FIN,
                        Phase.REQUEST,
                        Optional.empty(),
                        "FLOW_CONTROL_ERROR"));
    }

    @Test
    void theOwnLadderOfGatewayTimeoutsHoldsForStreams() {
        awaiting("gateway_timeout_closes=silent")
                .when(new UpstreamFailed(504, Optional.of(Timer.PROXY_READ)))
                .then(reset(Http2Error.INTERNAL_ERROR))
                .endedAs(
                        Cause.RESPONSE_TIMEOUT,
                        Peer.SERVER,
                        NOTIFY_FIN,
                        Phase.AWAITING_RESPONSE,
                        Directive.PROXY_READ_TIMEOUT);
    }

    @Test
    void noStatusEndsTheConnection() {
        awaiting()
                .when(new LastRequest(KeepAlive.DISABLED))
                .thenNothing()
                .when(Happened.REQUEST_WRONG)
                .thenNothing()
                .when(Happened.RESPONSE_UNBOUNDED)
                .thenNothing()
                .staysAlive();
    }

    @Test
    void withItsConnectionAStreamEndsInTheMiddleOfWhatItDid() {
        var timedOut = new Ending(
                Cause.SEND_TIMEOUT,
                Peer.SERVER,
                CloseAct.SILENT_FIN,
                Phase.RESPONSE,
                Optional.of(Directive.SEND_TIMEOUT),
                "");
        var life = StreamRules.connectionEnded(awaiting().life(), timedOut);
        assertThat(life.phase()).isEqualTo(Phase.CLOSED);
        assertThat(life.ending())
                .contains(new Ending(
                        Cause.CLIENT_GAVE_UP,
                        Peer.SERVER,
                        CloseAct.SILENT_FIN,
                        Phase.AWAITING_RESPONSE,
                        Optional.of(Directive.SEND_TIMEOUT),
                        ""));
        assertThat(StreamRules.connectionEnded(life, ending(Cause.SHUTDOWN))).isEqualTo(life);
    }

    @Test
    void aStreamThatIsOverHasNoPartInItsConnectionsEnd() {
        var over = awaiting()
                .responseBegins()
                .responseEnds()
                .when(Happened.RESPONSE_FLUSHED)
                .then(Plain.END_STREAM)
                .life();
        assertThat(StreamRules.connectionEnded(over, ending(Cause.SEND_TIMEOUT)))
                .isEqualTo(over);
    }

    @Test
    void aStopEndsStreamsAsAStop() {
        var life = StreamRules.connectionEnded(readingBody().life(), ending(Cause.SHUTDOWN));
        assertThat(life.ending()).map(Ending::cause).contains(Cause.SHUTDOWN);
        assertThat(life.ending()).map(Ending::phase).contains(Phase.REQUEST);
    }

    @Test
    void theFirstCauseOfAStreamWinsOverItsConnections() {
        var cut =
                awaiting().responseBegins().when(new Expired(Timer.PROXY_READ)).thenCuts();
        assertThat(StreamRules.connectionEnded(cut.life(), ending(Cause.SEND_TIMEOUT))
                        .ending())
                .map(Ending::cause)
                .contains(Cause.RESPONSE_CUT);
    }

    private static Ending ending(Cause cause) {
        return new Ending(cause, Peer.SERVER, NOTIFY_FIN, Phase.RESPONSE, Optional.empty(), "");
    }

    private static Action[] reset(Http2Error error) {
        return new Action[] {Plain.CLOSE_UPSTREAM, new ResetStream(error), Plain.END_STREAM};
    }

    private static RulesStory stream(String... sets) {
        return RulesStory.storyOf(StreamRules::next, sets);
    }

    private static RulesStory headBegun() {
        return stream()
                .when(Happened.HEAD_BEGUN)
                .then(runs(Timer.CLIENT_HEADER))
                .in(Phase.REQUEST);
    }

    private static RulesStory readingBody() {
        return stream()
                .when(new RequestRead(true, Optional.empty()))
                .then(runs(Timer.CLIENT_BODY))
                .in(Phase.REQUEST);
    }

    private static RulesStory awaiting(String... sets) {
        return stream(sets)
                .when(new RequestRead(false, Optional.empty()))
                .then(stops(Slot.CLIENT_READ))
                .in(Phase.AWAITING_RESPONSE)
                .sent();
    }
}
