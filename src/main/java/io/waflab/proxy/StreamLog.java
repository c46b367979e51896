package io.waflab.proxy;

import io.waflab.connection.CloseAct;
import io.waflab.connection.Ending;
import io.waflab.connection.Peer;
import io.waflab.connection.Phase;
import io.waflab.http.LogEscape;
import io.waflab.journal.What;

/** What the logs say of one session. */
final class StreamLog {

    private StreamLog() {}

    /** Its line in each access log of its server. */
    static void access(StreamSession session) {
        AccessLines.write(
                session.site().accessLogs(),
                session.scope(),
                session.worker().server().logs(),
                variable -> false);
    }

    /** A line of nginx's error log (ngx_stream_log_error). */
    static void error(StreamSession session, String level, String message) {
        var facts = session.facts();
        var attempts = session.upstream().attempts();
        var text = new StringBuilder()
                .append('*')
                .append(session.chronicle().number())
                .append(' ')
                .append(LogEscape.line(message))
                .append(", client: ")
                .append(session.client().text())
                .append(", server: ")
                .append(facts.localAddress())
                .append(facts.localPort() == 0 ? "" : ":" + facts.localPort());
        if (!attempts.isEmpty()) {
            var last = attempts.get(attempts.size() - 1);
            text.append(", upstream: \"")
                    .append(LogEscape.standard(last.address()))
                    .append("\", bytes from/to client:")
                    .append(session.received() + "/" + session.sent())
                    .append(", bytes from/to upstream:")
                    .append(last.bytesReceived() + "/" + last.bytesSent());
        }
        session.worker()
                .server()
                .logs()
                .error(session.site().settings(), level, session.worker().date().log(), text.toString());
    }

    /**
     * How it ended, in one line: {@code ended by proxy_timeout 10m (nginx.conf:7): FIN without close_notify after 600.000 s
     * idle in the tunnel, 2/3 bytes from/to the client [tunnel-idle-timeout]}.
     *
     * @param silence of {@link #silence}, taken before the closing itself broke it
     */
    static void ending(StreamSession session, CloseAct done, String silence) {
        var ending = session.life().ending().orElseThrow();
        boolean reset = ending.by() == Peer.CLIENT && ending.note().equals("RST");
        var words = "ended by " + who(session, ending) + ": " + (reset ? "no answer" : done.words()) + " after "
                + silence + ", " + session.received() + "/" + session.sent() + " bytes from/to the client ["
                + ending.cause().id() + "]";
        session.chronicle().observed(Peer.SERVER, What.ENDED, 0, words);
        var server = session.worker().server();
        server.logs()
                .error(
                        session.site().settings(),
                        "info",
                        session.worker().date().log(),
                        session.facts().story() + " " + words);
    }

    private static String who(StreamSession session, Ending ending) {
        if (ending.directive().isPresent()) {
            var directive = ending.directive().get();
            return session.site()
                    .settings()
                    .find(directive)
                    .map(Object::toString)
                    .orElse(directive.word());
        }
        if (ending.by() == Peer.CLIENT) {
            return "the client's " + ending.note();
        }
        return ending.note().isEmpty() ? "the server" : ending.note();
    }

    /** How long nothing had happened, and where: {@code 600.000 s idle in the tunnel}. @param now of its timers */
    static String silence(StreamSession session, long now) {
        var chronicle = session.chronicle();
        var phase = session.life().ending().orElseThrow().phase();
        boolean both = phase == Phase.TUNNEL;
        long active =
                both ? Math.max(chronicle.upstreamActiveAt(), chronicle.clientActiveAt()) : chronicle.clientActiveAt();
        var where = switch (phase) {
            case CONNECT -> "idle";
            case HANDSHAKE -> "in the handshake";
            case REQUEST -> "prereading";
            case AWAITING_RESPONSE -> "connecting to the upstream";
            case RESPONSE -> "in the response";
            default -> "idle in the tunnel";
        };
        return Seconds.rounded(now - active) + " s " + where;
    }
}
