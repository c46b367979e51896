package io.waflab.connection;

import static io.waflab.connection.RulesStory.refused;
import static io.waflab.connection.RulesStory.runs;
import static io.waflab.connection.RulesStory.stops;
import static io.waflab.connection.RulesStory.story;
import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.Directive;
import io.waflab.connection.Action.Respond;
import io.waflab.connection.Event.Answered;
import io.waflab.connection.Event.Expired;
import io.waflab.connection.Event.Last;
import io.waflab.connection.Event.RequestRead;
import io.waflab.connection.Timer.Slot;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A response on its way to the client, an upstream's or the proxy's own, and how the connection goes on behind it. */
class ResponseTest {

    private static final Optional<Directive> NONE = Optional.empty();

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
    void behindAReturnThereIsNothingMoreToWaitFor() {
        var life = story("proxy_ignore_client_abort=on")
                .unused()
                .when(new RequestRead(false, Optional.empty()))
                .then(stops(Slot.CLIENT_READ))
                .when(new Answered(200, false))
                .then(stops(Slot.CLIENT_READ), new Respond(200))
                .when(Happened.CLIENT_FIN)
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(Cause.CLIENT_GAVE_UP, Peer.CLIENT, CloseAct.SILENT_FIN, Phase.RESPONSE)
                .life();
        assertThat(life.headSent()).as("no error's page can follow").isTrue();
    }

    @Test
    void theAnswerToAConditionThatFailedIsTheLast() {
        story().unused()
                .when(new RequestRead(false, Optional.empty()))
                .then(stops(Slot.CLIENT_READ))
                .when(Happened.CONDITION_FAILED)
                .thenNothing()
                .when(new Answered(412, false))
                .then(stops(Slot.CLIENT_READ), new Respond(412))
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(refused(412, CloseAct.NOTIFY_FIN, Phase.RESPONSE));
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
}
