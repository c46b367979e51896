package io.waflab.connection;

import static io.waflab.connection.CloseAct.NOTIFY_FIN;

import io.waflab.config.Directive;
import java.util.Optional;

/**
 * The statuses at which nginx hangs up without an answer, whatever error_page says: 444, which is there for that, and those
 * that ngx_http_finalize_request takes for what its own timers and clients bring about. Pure.
 */
public final class Unanswered {

    private Unanswered() {}

    public static boolean is(int status) {
        return switch (status) {
            case 408, 444, 499 -> true;
            default -> false;
        };
    }

    /**
     * @param status one of them
     * @param phase when
     * @param refused how 444 hangs up
     */
    static Ending ending(int status, Phase phase, CloseAct refused) {
        return status == 444
                ? new Ending(
                        Cause.REQUEST_REFUSED,
                        Peer.SERVER,
                        refused,
                        Phase.REQUEST,
                        Optional.of(Directive.RETURN),
                        "status 444")
                : new Ending(Cause.REQUEST_REFUSED, Peer.SERVER, NOTIFY_FIN, phase, Optional.empty(), "");
    }
}
