package io.waflab.connection;

import static io.waflab.connection.RulesStory.runs;
import static io.waflab.connection.RulesStory.stops;
import static io.waflab.connection.RulesStory.story;

import io.waflab.config.Directive;
import io.waflab.connection.Action.Respond;
import io.waflab.connection.Event.Expired;
import io.waflab.connection.Event.Refused;
import io.waflab.connection.Timer.Slot;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection before its first request: what it begins with, and what begins nothing. */
class OpeningTest {

    private static final Optional<Directive> NONE = Optional.empty();

    private static Ending broken(CloseAct act, Phase phase) {
        return new Ending(
                Cause.REQUEST_REFUSED, Peer.SERVER, act, phase, Optional.empty(), "broken PROXY protocol header");
    }

    @Test
    void whoDoesNotBeginWithAProxyHeaderIsHungUpOnSilently() {
        story().when(Happened.ACCEPTED_PLAIN)
                .then(runs(Timer.CLIENT_HEADER))
                .when(Happened.PROXY_HEADER_BROKEN)
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(broken(CloseAct.SILENT_FIN, Phase.UNUSED));
    }

    @Test
    void whatNginxHadOnlyPeekedAtIsUnreadInItsSocket() {
        story().handshaking()
                .when(Happened.PROXY_HEADER_BROKEN_UNREAD)
                .thenHangsUp(CloseAct.SILENT_RESET)
                .endedAs(broken(CloseAct.SILENT_RESET, Phase.HANDSHAKE));
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
}
