package io.waflab.connection;

import static io.waflab.connection.Action.Plain.CLOSE_UPSTREAM;
import static io.waflab.connection.Action.Plain.FLUSH;
import static io.waflab.connection.Action.Plain.READ_ON;
import static io.waflab.connection.CloseAct.NOTIFY_FIN;
import static io.waflab.connection.ConnectionRules.STOP_CLIENT_READ;
import static io.waflab.connection.ConnectionRules.STOP_UPSTREAM_READ;
import static io.waflab.connection.ConnectionRules.STOP_UPSTREAM_WRITE;
import static io.waflab.connection.ConnectionRules.close;

import io.waflab.config.Directive;
import io.waflab.config.Settings;
import io.waflab.connection.Action.AbandonUpstream;
import io.waflab.connection.Action.Respond;
import io.waflab.connection.Event.UpstreamFailed;
import java.util.Optional;

/** What an upstream that fails, is late or is slowed means for its client (ngx_http_upstream.c). */
final class UpstreamRules {

    private UpstreamRules() {}

    static Step failed(Life life, UpstreamFailed failed, Settings in) {
        if (GatewayTimeout.isSilent(failed.timer(), in)) {
            return close(life, timedOut(""));
        }
        var now =
                ConnectionRules.expecting(life, failed.status()).withHeadSent().withAnswered();
        if (GatewayTimeout.last(failed.timer(), in).isPresent()) {
            now = now.endingWhenDone(timedOut("status 504"));
        }
        return new Step(
                now.in(Phase.RESPONSE),
                STOP_CLIENT_READ,
                STOP_UPSTREAM_READ,
                STOP_UPSTREAM_WRITE,
                CLOSE_UPSTREAM,
                new Respond(failed.status()));
    }

    static Step cut(Life life, Cause cause) {
        return cut(life, cause, Optional.empty(), "");
    }

    /** The upstream has ended its connection, and {@code how}: in the words of {@link Ending}. */
    static Step left(Life life, Cause cause, String how) {
        return cut(life, cause, Optional.empty(), how);
    }

    /** What was held back is handed on, and the connection closed in good standing: only HTTP's framing shows the cut. */
    private static Step cut(Life life, Cause cause, Optional<Directive> directive, String note) {
        var ending = new Ending(cause, Peer.SERVER, NOTIFY_FIN, life.phase(), directive, note);
        return new Step(
                life.ended(ending).withAnswered(),
                STOP_UPSTREAM_READ,
                STOP_UPSTREAM_WRITE,
                STOP_CLIENT_READ,
                CLOSE_UPSTREAM,
                FLUSH);
    }

    static Step expired(Life life, Timer timer, Settings in) {
        if (timer == Timer.PROXY_LIMIT_RATE) {
            return new Step(life, READ_ON);
        }
        if (!life.headSent()) {
            return new Step(life, STOP_UPSTREAM_READ, STOP_UPSTREAM_WRITE, new AbandonUpstream(timer));
        }
        boolean idle = timer == Timer.PROXY_READ && life.phase() == Phase.TUNNEL;
        return cut(life, idle ? Cause.TUNNEL_IDLE_TIMEOUT : Cause.RESPONSE_CUT, Optional.of(timer.directive()), "");
    }

    private static Ending timedOut(String note) {
        return new Ending(
                Cause.RESPONSE_TIMEOUT,
                Peer.SERVER,
                NOTIFY_FIN,
                Phase.AWAITING_RESPONSE,
                Optional.of(Directive.PROXY_READ_TIMEOUT),
                note);
    }
}
