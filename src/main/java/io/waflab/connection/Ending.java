package io.waflab.connection;

import io.waflab.config.Directive;
import java.util.Optional;

/**
 * How and why a connection ended. Written once, by the rules: the first cause wins.
 *
 * @param cause why
 * @param by who ended it: the client, or the server (the proxy, also where its upstream had it do so)
 * @param act how the proxy hangs up
 * @param phase when
 * @param directive what ran out or was reached; empty when nothing of the configuration did it
 * @param note what the words above leave open: an alert's name, a status, how the upstream ended; may be empty
 */
public record Ending(Cause cause, Peer by, CloseAct act, Phase phase, Optional<Directive> directive, String note) {

    static final String UPSTREAM_NOTIFY = "the upstream's close_notify";
    static final String UPSTREAM_FIN = "the upstream's FIN";
    static final String UPSTREAM_RST = "the upstream's RST";

    /** Whether the upstream's own end brought it about: the note says which. */
    public boolean byUpstream() {
        return note.equals(UPSTREAM_NOTIFY) || note.equals(UPSTREAM_FIN) || note.equals(UPSTREAM_RST);
    }

    Ending with(Cause other) {
        return new Ending(other, by, act, phase, directive, note);
    }

    Ending with(CloseAct other) {
        return new Ending(cause, by, other, phase, directive, note);
    }

    /**
     * The status that nginx's access log has for a request which this ending left without an answer; 0 for none.
     *
     * @param storedOfStream whether the request is a stream of HTTP/2 whose body is not passed on as it comes: half of one
     *     has no status of its own (ngx_http_v2_read_client_request_body_handler)
     */
    public int statusInLog(boolean storedOfStream) {
        return switch (cause) {
            case HEADER_TIMEOUT, BODY_TIMEOUT -> 408;
            case CLIENT_GAVE_UP -> phase == Phase.REQUEST && !storedOfStream ? 400 : 499;
            case REQUEST_REFUSED -> 444;
            case RESPONSE_TIMEOUT -> 504;
            default -> 0;
        };
    }
}
