package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.connection.SessionEvent.Refused;
import java.util.ArrayList;
import java.util.List;

/**
 * What a session passes before TLS: who the client is, how many it has at once, whether it may come (nginx's phases post
 * accept, preaccess and access of stream).
 */
final class StreamGate {

    private static final int FORBIDDEN = 403;
    private static final int UNAVAILABLE = 503;

    /** nginx's limit_conn keeps a key's length in one byte. */
    private static final int LONGEST_KEY = 255;

    private record Counted(ConnectionZone zone, String key) {}

    private final StreamSession session;
    private final List<Counted> counted = new ArrayList<>(0);
    private String status = "";

    StreamGate(StreamSession session) {
        this.session = session;
    }

    /** {@code $limit_conn_status}; empty where nothing was limited. */
    String status() {
        return status;
    }

    /** Who the client is: what a PROXY protocol header says, where the peer is trusted. */
    static ClientAddress client(StreamSite site, ConnectionFacts facts) {
        var own = facts.client();
        if (site.trusted().isEmpty() || facts.proxyHeader().isEmpty()) {
            return own;
        }
        var said = facts.proxyHeader().get();
        return ForwardedAddress.of(own, List.of(said.source()), site.trusted(), false)
                .map(found -> new ClientAddress(found.address(), said.sourcePort()))
                .orElse(own);
    }

    /** Whether the session may go on; else it has been ended. */
    boolean admits() {
        if (!limitConnections()) {
            return false;
        }
        if (session.site()
                .rules()
                .verdict(session.client().address().orElse(null))
                .orElse(true)) {
            return true;
        }
        StreamLog.error(session, "error", "access forbidden by rule while initializing session");
        session.happened(new Refused(FORBIDDEN, Directive.DENY));
        return false;
    }

    private boolean limitConnections() {
        for (var limit : session.site().limits()) {
            var key = session.expand(limit.key());
            if (key.length() > LONGEST_KEY) {
                StreamLog.error(
                        session,
                        "error",
                        "the value of the \"" + limit.key().source() + "\" key is more than 255 bytes: \"" + key
                                + "\"");
            }
            if (key.isEmpty() || key.length() > LONGEST_KEY) {
                continue;
            }
            status = "PASSED";
            if (limit.zone().take(key, limit.limit().connections()) != ConnectionZone.Verdict.COUNTED) {
                return tooMany(limit.limit().zone());
            }
            counted.add(new Counted(limit.zone(), key));
        }
        return true;
    }

    private boolean tooMany(String zone) {
        boolean dry = session.site().settings().flag(Directive.LIMIT_CONN_DRY_RUN);
        StreamLog.error(
                session,
                session.site().settings().text(Directive.LIMIT_CONN_LOG_LEVEL),
                "limiting connections" + (dry ? ", dry run," : "") + " by zone \"" + zone
                        + "\" while initializing session");
        release();
        status = dry ? "REJECTED_DRY_RUN" : "REJECTED";
        if (!dry) {
            session.happened(new Refused(UNAVAILABLE, Directive.LIMIT_CONN));
        }
        return dry;
    }

    /** The session is over: it counts no more. */
    void release() {
        counted.forEach(one -> one.zone().give(one.key()));
        counted.clear();
    }
}
