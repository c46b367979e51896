package io.waflab.connection;

import static io.waflab.connection.CloseAct.ALERT_FIN;
import static io.waflab.connection.CloseAct.SILENT_FIN;
import static io.waflab.connection.ConnectionRules.close;
import static io.waflab.connection.ConnectionRules.ending;

import io.waflab.config.Directive;
import io.waflab.config.Settings;
import io.waflab.connection.Event.ClientLeft;
import java.util.Optional;

/** The part of the rules about a client that leaves: by close_notify, FIN or RST, or by sending what is no TLS. */
final class Leaving {

    private Leaving() {}

    /** While it waits for an upstream nginx does not read the client, so it does not see a close_notify without FIN. */
    static Step notified(Life life) {
        return switch (life.phase()) {
            case AWAITING_RESPONSE, RESPONSE, HELD, CONNECT, CLOSED -> new Step(life);
            case HANDSHAKE -> close(life, ending(life, Cause.HANDSHAKE_ABORTED_BY_CLIENT, Peer.CLIENT, SILENT_FIN));
            case UNUSED, IDLE -> close(life, ending(life, Cause.CLIENT_IDLE_TIMEOUT, Peer.CLIENT, SILENT_FIN));
            case REQUEST -> close(life, ending(life, Cause.CLIENT_GAVE_UP, Peer.CLIENT, SILENT_FIN));
            case TUNNEL -> close(life, ending(life, Cause.NORMAL_CLOSE, Peer.CLIENT, SILENT_FIN));
            case LINGERING -> leftLingering(life);
        };
    }

    /** Who leaves as soon as it has its answer has no timeout for idle connections: it wants no more. */
    static Step after(Step step, ClientLeft left) {
        var early = step.life()
                .ending()
                .filter(ending -> ending.cause() == Cause.CLIENT_IDLE_TIMEOUT && ending.phase() == Phase.IDLE)
                .filter(ending -> left.isSoon());
        return early.map(ending -> new Step(step.life().endedInstead(ending.with(Cause.NORMAL_CLOSE)), step.actions()))
                .orElse(step);
    }

    /** Whatever was planned, nothing more is said: behind its FIN the answer is known to be the last. */
    private static Step leftLingering(Life life) {
        var known = life.ending().or(life::whenDone).map(plan -> plan.with(SILENT_FIN));
        return close(life, known.orElse(ending(life, Cause.CLIENT_GAVE_UP, Peer.CLIENT, SILENT_FIN)));
    }

    /** @param act how nginx's kernel answers, which sends RST over bytes that nginx never read */
    static Step fin(Life life, CloseAct act, Settings in) {
        if (!exchanging(life)) {
            return notified(life);
        }
        return ignored(life, in) ? new Step(life) : close(life, ending(life, Cause.CLIENT_GAVE_UP, Peer.CLIENT, act));
    }

    static Step reset(Life life, Settings in) {
        return exchanging(life) && ignored(life, in) ? new Step(life) : gone(life);
    }

    /** The client is gone, and it matters now. */
    static Step gone(Life life) {
        var cause = switch (life.phase()) {
            case HANDSHAKE -> Cause.HANDSHAKE_ABORTED_BY_CLIENT;
            case UNUSED, IDLE -> Cause.CLIENT_IDLE_TIMEOUT;
            case TUNNEL -> Cause.NORMAL_CLOSE;
            default -> Cause.CLIENT_GAVE_UP;
        };
        var ending = new Ending(cause, Peer.CLIENT, SILENT_FIN, life.phase(), Optional.empty(), "RST");
        return close(life, life.ending().orElse(ending));
    }

    private static boolean exchanging(Life life) {
        return life.phase() == Phase.AWAITING_RESPONSE || life.phase() == Phase.RESPONSE || life.phase() == Phase.HELD;
    }

    /**
     * proxy_ignore_client_abort is about an upstream that is still busy; with the whole response in nginx's hands, or a
     * request that limit_req holds, ngx_http_test_reading decides, which knows no directive.
     */
    private static boolean ignored(Life life, Settings in) {
        return !life.answered() && life.phase() != Phase.HELD && in.flag(Directive.PROXY_IGNORE_CLIENT_ABORT);
    }

    static Step garbage(Life life) {
        return close(life, unreadable(life.phase()));
    }

    /** A TLS record could not be read. */
    static Ending unreadable(Phase phase) {
        return new Ending(
                Cause.REQUEST_REFUSED, Peer.SERVER, ALERT_FIN, phase, Optional.empty(), "unreadable TLS record");
    }
}
