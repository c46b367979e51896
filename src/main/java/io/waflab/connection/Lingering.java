package io.waflab.connection;

import static io.waflab.connection.Action.Plain.HALF_CLOSE;
import static io.waflab.connection.CloseAct.NOTIFY_RESET;
import static io.waflab.connection.CloseAct.SILENT_FIN;
import static io.waflab.connection.CloseAct.SILENT_RESET;
import static io.waflab.connection.ConnectionRules.STOP_CLIENT_WRITE;
import static io.waflab.connection.ConnectionRules.close;
import static io.waflab.connection.ConnectionRules.ending;
import static io.waflab.connection.ConnectionRules.hangUp;
import static io.waflab.connection.ConnectionRules.start;

import io.waflab.config.Directive;
import io.waflab.config.Settings;
import java.time.Duration;

/**
 * The part of the rules about bytes that are read only to be dropped. nginx does so in two ways: behind an answer to a
 * request whose body is unfinished, the connection still open (ngx_http_discard_request_body, whatever lingering_close
 * says), and behind its own close_notify and FIN (ngx_http_set_lingering_close; the life then has its ending already).
 */
final class Lingering {

    /** The longest that lingering_timeout runs on after lingering_time. */
    private static final Duration REST = Duration.ofSeconds(1);

    private Lingering() {}

    static Step discard(Life life, Settings in) {
        return new Step(
                life.in(Phase.LINGERING),
                start(Timer.LINGERING, in),
                start(Timer.LINGERING_TIME, in),
                STOP_CLIENT_WRITE);
    }

    /** @param life with its ending */
    static Step halfClose(Life life, Settings in) {
        return new Step(
                life.in(Phase.LINGERING),
                STOP_CLIENT_WRITE,
                HALF_CLOSE,
                start(Timer.LINGERING, in),
                start(Timer.LINGERING_TIME, in));
    }

    /** Bytes came. After lingering_time nginx closes over them unread, so that its kernel sends RST. */
    static Step bytes(Life life, Settings in) {
        if (!life.lingered()) {
            return new Step(life, start(Timer.LINGERING, in));
        }
        if (life.ending().isPresent()) {
            return hangUp(life, SILENT_RESET);
        }
        return planned(life, ending(life, Cause.BODY_TIMEOUT, Timer.LINGERING_TIME, NOTIFY_RESET));
    }

    /** The unfinished body's chunks are none: nginx takes it for an error of the connection, and keeps quiet. */
    static Step wrong(Life life) {
        if (life.phase() != Phase.LINGERING || life.ending().isPresent()) {
            return new Step(life);
        }
        return planned(life, ending(life, Cause.REQUEST_REFUSED, Peer.SERVER, SILENT_FIN));
    }

    /** lingering_timeout ran out: the unfinished body is a connection that timed out, what follows the FIN is not. */
    static Step silent(Life life, Settings in) {
        if (life.ending().isPresent()) {
            return close(life, life.ending().get());
        }
        return planned(life, ending(life, Cause.BODY_TIMEOUT, Timer.LINGERING, CloseNotify.inMidRequest(in)));
    }

    /** Ends as was planned, and the way it would have ended without a plan. */
    private static Step planned(Life life, Ending otherwise) {
        return close(
                life, life.whenDone().map(plan -> plan.with(otherwise.act())).orElse(otherwise));
    }

    /**
     * nginx looks at lingering_time only when bytes come, and cuts lingering_timeout to what is left of it in whole
     * seconds: from here on bytes end the connection at once, and silence does within a second.
     */
    static Step timeOver(Life life, Settings in) {
        if (life.phase() != Phase.LINGERING) {
            return new Step(life);
        }
        boolean longer = in.time(Directive.LINGERING_TIMEOUT).compareTo(REST) > 0;
        return longer
                ? new Step(life.withLingered(), new Action.Start(Timer.LINGERING, REST))
                : new Step(life.withLingered());
    }
}
