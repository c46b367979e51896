package io.waflab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.ConfigReader;
import io.waflab.config.Directive;
import io.waflab.config.Settings;
import io.waflab.connection.Action.AbandonUpstream;
import io.waflab.connection.Action.Close;
import io.waflab.connection.Action.Start;
import io.waflab.connection.Action.Stop;
import io.waflab.connection.SessionEvent.Expired;
import io.waflab.connection.SessionEvent.NoUpstream;
import io.waflab.connection.SessionEvent.Plain;
import io.waflab.connection.SessionEvent.Refused;
import io.waflab.connection.SessionEvent.Slowed;
import io.waflab.connection.Timer.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SessionRulesTest {

    private static final Settings IN = settings("");
    private static final Settings HALF = settings("proxy_half_close = on");

    private SessionLife life = SessionLife.NEW;
    private List<Action> actions = List.of();
    private Settings in = IN;

    private static Settings settings(String more) {
        try {
            return ConfigReader.read(
                            "stream { servers = [{ listen = [\"127.0.0.1:1\"], return = x, proxy_timeout = 7s\n" + more
                                    + "}] }",
                            "t.conf",
                            List.of())
                    .stream()
                    .servers()
                    .get(0)
                    .settings();
        } catch (io.waflab.config.ConfigException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private SessionRulesTest told(SessionEvent... events) {
        for (var event : events) {
            var step = SessionRules.next(life, event, in);
            life = step.life();
            actions = step.actions();
        }
        return this;
    }

    private void ends(Cause cause, int status, Action... expected) {
        assertThat(life.ending()).map(Ending::cause).contains(cause);
        assertThat(life.status()).isEqualTo(status);
        assertThat(actions).containsExactly(expected);
    }

    private void told(Peer by, Phase in, String note, Directive... directive) {
        var ending = life.ending().orElseThrow();
        assertThat(ending.by()).isEqualTo(by);
        assertThat(ending.phase()).isEqualTo(in);
        assertThat(ending.note()).isEqualTo(note);
        assertThat(ending.directive()).isEqualTo(Stream.of(directive).findFirst());
    }

    private static Action close(CloseAct act) {
        return new Close(act);
    }

    private static Start start(Timer timer, long seconds) {
        return new Start(timer, Duration.ofSeconds(seconds));
    }

    private static final Action[] NOTIFIES = {
        new Stop(Slot.UPSTREAM_READ),
        new Stop(Slot.UPSTREAM_WRITE),
        Action.Plain.CLOSE_UPSTREAM,
        Action.Plain.NOTIFY,
        start(Timer.SSL_SHUTDOWN, 3)
    };

    @Test
    void eachWaitHasItsTimer() {
        told(Plain.PROXY_HEADER_AWAITED);
        assertThat(actions).containsExactly(start(Timer.PROXY_PROTOCOL, 30));
        told(Plain.PROXY_HEADER_READ);
        assertThat(actions).containsExactly(new Stop(Slot.CLIENT_READ));
        told(Plain.HANDSHAKING);
        assertThat(actions).containsExactly(start(Timer.SSL_HANDSHAKE, 60));
        told(Plain.HANDSHAKE_DONE);
        assertThat(actions).containsExactly(new Stop(Slot.CLIENT_READ));
        told(Plain.PREREADING);
        assertThat(actions).containsExactly(start(Timer.PREREAD, 30));
        told(Plain.PREREAD_DONE, Plain.CONNECTING);
        assertThat(actions).containsExactly(start(Timer.PROXY_CONNECT, 60));
        told(Plain.CONNECTED);
        assertThat(actions)
                .containsExactly(
                        new Stop(Slot.UPSTREAM_WRITE), start(Timer.PROXY_IDLE, 7), Action.Plain.READ_CLIENT_ON);
    }

    @Test
    void bytesEitherWayRestartProxyTimeout() {
        told(Plain.CONNECTING, Plain.CONNECTED, Plain.FLOWED);
        assertThat(actions).containsExactly(start(Timer.PROXY_IDLE, 7));
        told(new Expired(Timer.PROXY_IDLE));
        ends(Cause.TUNNEL_IDLE_TIMEOUT, 200, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
        assertThat(life.ending().orElseThrow().directive()).contains(Directive.PROXY_TIMEOUT);
    }

    @Test
    void bytesBeforeTheUpstreamIsThereRestartNothing() {
        told(Plain.CONNECTING, Plain.FLOWED);
        assertThat(actions).isEmpty();
    }

    @Test
    void aRateHoldsProxyTimeoutOff() {
        told(Plain.CONNECTING, Plain.CONNECTED, new Slowed(Timer.DOWNLOAD_RATE, Duration.ofSeconds(1)));
        assertThat(actions).containsExactly(new Stop(Slot.CLIENT_WRITE), start(Timer.DOWNLOAD_RATE, 1));
        told(Plain.FLOWED);
        assertThat(actions).isEmpty();
        told(new Slowed(Timer.UPLOAD_RATE, Duration.ofSeconds(1)), new Expired(Timer.DOWNLOAD_RATE));
        assertThat(actions).as("the other still slowed").containsExactly(Action.Plain.READ_ON);
        told(new Expired(Timer.UPLOAD_RATE));
        assertThat(actions).containsExactly(start(Timer.PROXY_IDLE, 7), Action.Plain.READ_CLIENT_ON);
    }

    @Test
    void theClientsEndWaitsForWhatItSentAndNotForWhatItWouldGet() {
        told(Plain.CONNECTING, Plain.CONNECTED, Plain.CLIENT_BLOCKED, Plain.UPSTREAM_BLOCKED, Plain.CLIENT_FIN);
        assertThat(actions).containsExactly(start(Timer.PROXY_IDLE, 7));
        assertThat(life.ending()).isEmpty();
        told(Plain.UPSTREAM_DRAINED);
        ends(Cause.NORMAL_CLOSE, 200, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
        assertThat(life.ending().orElseThrow().by()).isEqualTo(Peer.CLIENT);
        assertThat(life.ending().orElseThrow().note()).isEqualTo("FIN");
    }

    @Test
    void theUpstreamsEndWaitsForWhatItSent() {
        told(Plain.CONNECTING, Plain.CONNECTED, Plain.CLIENT_BLOCKED, Plain.UPSTREAM_BLOCKED, Plain.UPSTREAM_FIN);
        assertThat(life.ending()).isEmpty();
        told(Plain.CLIENT_DRAINED);
        ends(Cause.NORMAL_CLOSE, 200, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
        assertThat(life.ending().orElseThrow().note()).isEqualTo("the upstream's FIN");
    }

    @Test
    void howAnUpstreamLeavesIsTold() {
        told(Plain.CONNECTING, Plain.CONNECTED);
        var open = life;
        told(Plain.UPSTREAM_NOTIFIED);
        ends(Cause.NORMAL_CLOSE, 200, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
        told(Peer.SERVER, Phase.TUNNEL, "the upstream's close_notify");
        life = open;
        told(Plain.UPSTREAM_RST);
        ends(Cause.SERVER_RESET, 200, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
        told(Peer.SERVER, Phase.TUNNEL, "the upstream's RST");
    }

    @Test
    void anUpstreamsNameIsWaitedForAndThenGivenUp() {
        told(Plain.RESOLVING);
        assertThat(actions).containsExactly(start(Timer.RESOLVER, 30));
        assertThat(life.phase()).isEqualTo(Phase.AWAITING_RESPONSE);
        told(new Expired(Timer.RESOLVER));
        assertThat(actions).containsExactly(new AbandonUpstream(Timer.RESOLVER));
        told(Plain.UPSTREAM_LEFT);
        assertThat(actions).containsExactly(new Stop(Slot.UPSTREAM_WRITE));
        assertThat(life.ending()).isEmpty();
    }

    @Test
    void aClientThatLeavesBetweenTheHandshakeAndTheUpstreamOrBehindItsReplyEndsNothingYet() {
        told(Plain.HANDSHAKING, Plain.HANDSHAKE_DONE, Plain.CLIENT_FIN);
        assertThat(life.ending()).isEmpty();
        assertThat(actions).isEmpty();
        life = SessionLife.NEW;
        told(Plain.REPLYING, Plain.CLIENT_FIN);
        assertThat(life.ending()).isEmpty();
        assertThat(actions).isEmpty();
    }

    @Test
    void aClientThatLeftMeanwhileCountsOnceTheUpstreamIsThere() {
        told(Plain.CONNECTING, Plain.CLIENT_BLOCKED, Plain.CLIENT_FIN, Plain.CLIENT_DRAINED);
        assertThat(life.ending()).isEmpty();
        told(Plain.CONNECTED);
        ends(Cause.NORMAL_CLOSE, 200, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
    }

    @Test
    void withHalfCloseBothHaveToEnd() {
        in = HALF;
        told(Plain.CONNECTING, Plain.CONNECTED, Plain.UPSTREAM_BLOCKED, Plain.CLIENT_FIN);
        assertThat(actions).as("not before all is sent").containsExactly(start(Timer.PROXY_IDLE, 7));
        told(Plain.UPSTREAM_DRAINED);
        assertThat(actions).containsExactly(start(Timer.PROXY_IDLE, 7), Action.Plain.SHUT_UPSTREAM);
        told(Plain.CLIENT_BLOCKED, Plain.UPSTREAM_RST);
        assertThat(life.ending()).isEmpty();
        told(Plain.CLIENT_DRAINED);
        ends(Cause.NORMAL_CLOSE, 200, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
    }

    @Test
    void withHalfCloseNoSidesFinComesBeforeWhatItHasYetToGet() {
        in = HALF;
        told(Plain.CONNECTING, Plain.CONNECTED, Plain.CLIENT_BLOCKED, Plain.UPSTREAM_BLOCKED, Plain.UPSTREAM_FIN);
        assertThat(actions).containsExactly(start(Timer.PROXY_IDLE, 7));
        told(Plain.CLIENT_DRAINED);
        assertThat(actions).containsExactly(start(Timer.PROXY_IDLE, 7), Action.Plain.SHUT_CLIENT);
        told(Plain.CLIENT_FIN);
        assertThat(life.ending()).as("the upstream has not got all").isEmpty();
        told(Plain.UPSTREAM_DRAINED);
        ends(Cause.NORMAL_CLOSE, 200, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
    }

    @Test
    void withHalfCloseTheUpstreamsFinIsTheClients() {
        in = HALF;
        told(Plain.CONNECTING, Plain.CONNECTED, Plain.UPSTREAM_FIN);
        assertThat(actions).containsExactly(start(Timer.PROXY_IDLE, 7), Action.Plain.SHUT_CLIENT);
    }

    @Test
    void overTlsAClientInGoodStandingIsToldAndWaitedFor() {
        told(Plain.HANDSHAKING, Plain.HANDSHAKE_DONE, Plain.CONNECTING, Plain.CONNECTED, Plain.UPSTREAM_FIN);
        ends(Cause.NORMAL_CLOSE, 200, NOTIFIES);
        for (var answer : List.of(
                Plain.CLIENT_NOTIFIED,
                Plain.CLIENT_FIN,
                Plain.CLIENT_RST,
                Plain.CLIENT_LATE,
                Plain.CLIENT_GARBAGE,
                Plain.STOP_NOW)) {
            var step = SessionRules.next(life, answer, in);
            assertThat(step.life().phase()).as("" + answer).isEqualTo(Phase.CLOSED);
            assertThat(step.actions()).as("" + answer).containsExactly(close(CloseAct.SILENT_FIN));
        }
        assertThat(SessionRules.next(life, Plain.FLOWED, in).actions()).isEmpty();
        told(new Expired(Timer.SSL_SHUTDOWN));
        assertThat(actions).containsExactly(close(CloseAct.SILENT_FIN));
        assertThat(life.ending().orElseThrow().act()).isEqualTo(CloseAct.NOTIFY_FIN);
    }

    @Test
    void overTlsNothingIsSaidToAClientThatLeftOrDoesNotRead() {
        told(Plain.HANDSHAKING, Plain.HANDSHAKE_DONE, Plain.CONNECTING, Plain.CONNECTED);
        var open = life;
        told(Plain.CLIENT_NOTIFIED);
        ends(Cause.NORMAL_CLOSE, 200, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
        life = open;
        told(Plain.CLIENT_BLOCKED, new Expired(Timer.PROXY_IDLE));
        ends(Cause.TUNNEL_IDLE_TIMEOUT, 200, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
        life = open;
        told(Plain.CLIENT_GARBAGE);
        ends(Cause.REQUEST_REFUSED, 200, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.ALERT_FIN));
    }

    @Test
    void handshakesEndWithStatus500() {
        told(Plain.HANDSHAKING);
        var begun = life;
        told(new Expired(Timer.SSL_HANDSHAKE));
        ends(Cause.HANDSHAKE_TIMEOUT, 500, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
        life = begun;
        told(Plain.CLIENT_FIN);
        ends(Cause.HANDSHAKE_ABORTED_BY_CLIENT, 500, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
        life = begun;
        told(Plain.PLAINTEXT);
        ends(Cause.PLAINTEXT_ON_TLS_PORT, 500, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
        told(Peer.CLIENT, Phase.HANDSHAKE, "no TLS");
        life = begun;
        told(new HandshakeFailed(Peer.SERVER, "protocol_version"));
        ends(Cause.HANDSHAKE_REFUSED, 500, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.ALERT_FIN));
        life = begun;
        told(new HandshakeFailed(Peer.CLIENT, "unknown_ca"));
        ends(Cause.CERTIFICATE_REJECTED, 500, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
    }

    @Test
    void whatComesBeforeTheUpstreamEndsWithNginxsStatus() {
        told(Plain.PROXY_HEADER_AWAITED);
        var awaiting = life;
        told(Plain.PROXY_HEADER_BROKEN);
        ends(Cause.REQUEST_REFUSED, 400, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_RESET));
        told(Peer.SERVER, Phase.CONNECT, "no PROXY protocol header");
        assertThat(life.ending()).map(Ending::act).contains(CloseAct.SILENT_RESET);
        life = awaiting;
        told(new Expired(Timer.PROXY_PROTOCOL));
        ends(Cause.HEADER_TIMEOUT, 200, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
        life = awaiting;
        told(Plain.CLIENT_FIN);
        ends(Cause.CLIENT_GAVE_UP, 400, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
        life = SessionLife.NEW;
        told(Plain.PREREADING);
        var prereading = life;
        told(Plain.CLIENT_RST);
        ends(Cause.CLIENT_GAVE_UP, 200, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
        told(Peer.CLIENT, Phase.REQUEST, "RST");
        life = prereading;
        told(new Expired(Timer.PREREAD));
        ends(Cause.HEADER_TIMEOUT, 200, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
        told(Peer.SERVER, Phase.REQUEST, "", Directive.PREREAD_TIMEOUT);
        life = SessionLife.NEW;
        told(new Refused(403, Directive.DENY));
        ends(Cause.REQUEST_REFUSED, 403, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
        told(Peer.SERVER, Phase.CONNECT, "", Directive.DENY);
    }

    @Test
    void anUpstreamIsGivenUpAndWithTheLastTheClient() {
        told(Plain.CONNECTING, new Expired(Timer.PROXY_CONNECT));
        assertThat(actions).containsExactly(new AbandonUpstream(Timer.PROXY_CONNECT));
        var abandoned = life;
        told(new NoUpstream(502, Optional.of(Timer.PROXY_CONNECT)));
        ends(Cause.CONNECT_TIMEOUT, 502, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
        told(Peer.SERVER, Phase.AWAITING_RESPONSE, "", Directive.PROXY_CONNECT_TIMEOUT);
        life = abandoned;
        told(new NoUpstream(502, Optional.empty()));
        ends(Cause.CONNECT_REFUSED, 502, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
        told(Peer.SERVER, Phase.AWAITING_RESPONSE, "no upstream");
    }

    @Test
    void aReplyEndsWhenItIsSentOrNotTakenFor5Seconds() {
        told(Plain.REPLYING);
        assertThat(actions).containsExactly(start(Timer.STREAM_RETURN, 5));
        var replying = life;
        told(Plain.REPLIED);
        ends(Cause.NORMAL_CLOSE, 200, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
        told(Peer.SERVER, Phase.RESPONSE, "", Directive.RETURN);
        life = replying;
        told(new Expired(Timer.STREAM_RETURN));
        ends(Cause.SEND_TIMEOUT, 200, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
    }

    @Test
    void theFirstCauseWinsAndWhatIsClosedStaysSo() {
        told(Plain.CONNECTING, Plain.CONNECTED, Plain.CLIENT_FIN, Plain.UPSTREAM_RST, Plain.STOP_NOW);
        assertThat(life.ending()).map(Ending::cause).contains(Cause.NORMAL_CLOSE);
        assertThat(actions).isEmpty();
        life = SessionLife.NEW;
        told(Plain.CONNECTING, Plain.CONNECTED, Plain.STOP_NOW);
        ends(Cause.SHUTDOWN, 200, Action.Plain.CLOSE_UPSTREAM, close(CloseAct.SILENT_FIN));
        told(Peer.SERVER, Phase.TUNNEL, "");
    }
}
