package io.waflab.connection;

import static io.waflab.connection.CloseAct.ALERT_FIN;
import static io.waflab.connection.CloseAct.NOTIFY_FIN;
import static io.waflab.connection.CloseAct.SILENT_FIN;
import static io.waflab.connection.ConnectionRules.close;
import static io.waflab.connection.ConnectionRules.ending;

import io.waflab.config.Settings;
import java.util.Optional;

/** The part of the rules about a connection's first bytes: a PROXY protocol header, TLS, or what is neither. */
final class Opening {

    private Opening() {}

    /** nginx answers plain HTTP on a TLS port in the plain (status 497, sent as 400) and closes. */
    static Step plaintext(Life life) {
        var plan = ending(life, Cause.PLAINTEXT_ON_TLS_PORT, Peer.SERVER, SILENT_FIN);
        return new Step(life.endingWhenDone(plan).in(Phase.REQUEST));
    }

    static Step handshakeFailed(Life life, HandshakeFailed failed) {
        return close(life, handshakeFailed(life.phase(), failed));
    }

    /** Whose alert it was tells who is at fault; that of the client needs no answer. */
    static Ending handshakeFailed(Phase phase, HandshakeFailed failed) {
        boolean ours = failed.by() == Peer.SERVER;
        return new Ending(
                ours ? Cause.HANDSHAKE_REFUSED : Cause.CERTIFICATE_REJECTED,
                failed.by(),
                ours ? ALERT_FIN : SILENT_FIN,
                phase,
                Optional.empty(),
                failed.alert());
    }

    static Step headerTimeout(Life life, Settings in) {
        return switch (life.phase()) {
            case HANDSHAKE -> close(life, ending(life, Cause.HANDSHAKE_TIMEOUT, Timer.CLIENT_HEADER, SILENT_FIN));
            case UNUSED -> close(life, ending(life, Cause.UNUSED_CONNECTION_TIMEOUT, Timer.CLIENT_HEADER, NOTIFY_FIN));
            default ->
                close(life, ending(life, Cause.HEADER_TIMEOUT, Timer.CLIENT_HEADER, CloseNotify.inMidRequest(in)));
        };
    }

    /** A connection whose first bytes are no PROXY protocol header has nobody to answer to. */
    static Step broken(Life life, CloseAct act) {
        return close(
                life,
                new Ending(
                        Cause.REQUEST_REFUSED,
                        Peer.SERVER,
                        act,
                        life.phase(),
                        Optional.empty(),
                        "broken PROXY protocol header"));
    }
}
