package io.waflab.proxy;

import io.waflab.connection.CloseAct;
import io.waflab.connection.Ending;
import io.waflab.connection.Peer;

/**
 * How a connection ended, in one line: {@code ended by keepalive_timeout 120s (conf/waflab.conf:7): close_notify + FIN
 * after 120.000 s idle, 2 requests [server-idle-timeout]}.
 */
final class EndingLine {

    /** Letters of most lines: text that has to grow is garbage several times over, of every connection that ends. */
    private static final int LENGTH = 192;

    private EndingLine() {}

    /** @param silence of {@link #silence}, taken before the closing itself broke it */
    static String of(ProxyConnection connection, Ending ending, CloseAct done, String silence) {
        int requests = connection.requests().count();
        var line = new StringBuilder(LENGTH).append("ended by ");
        who(line, connection, ending);
        act(line.append(": "), connection, done);
        line.append(" after ").append(silence).append(", ").append(requests);
        line.append(requests == 1 ? " request [" : " requests [")
                .append(ending.cause().id());
        if (!ending.note().isEmpty() && isAlert(ending)) {
            line.append(':').append(ending.note());
        }
        return line.append(']').toString();
    }

    private static void act(StringBuilder line, ProxyConnection connection, CloseAct done) {
        if (connection.clientEnd().word().equals("RST")) {
            line.append("no answer");
            return;
        }
        if (connection.isHttp2() && connection.http2().isGoneAway()) {
            line.append("GOAWAY + ");
        }
        line.append(done.words());
    }

    private static boolean isAlert(Ending ending) {
        return switch (ending.cause()) {
            case HANDSHAKE_REFUSED, CERTIFICATE_REJECTED -> true;
            default -> false;
        };
    }

    private static void who(StringBuilder line, ProxyConnection connection, Ending ending) {
        if (ending.byUpstream()) {
            line.append(ending.note());
            return;
        }
        if (ending.directive().isPresent()) {
            var directive = ending.directive().get();
            var setting = connection.settings().find(directive);
            if (setting.isPresent()) {
                setting.get().describe(line);
            } else {
                line.append(directive.word());
            }
        } else if (ending.by() == Peer.CLIENT) {
            line.append("the client's ").append(clientEnd(connection));
        } else {
            line.append("the server");
        }
        boolean said = ending.note().isEmpty()
                || ending.note().equals(connection.clientEnd().word());
        if (!said) {
            line.append(" (").append(ending.note()).append(')');
        }
    }

    private static String clientEnd(ProxyConnection connection) {
        return connection.clientEnd().word().isEmpty()
                ? "alert"
                : connection.clientEnd().word();
    }

    /**
     * How long nothing had happened, and where: {@code 120.000 s idle}.
     *
     * @param now of the connection's timers
     */
    static String silence(ProxyConnection connection, Ending ending, long now) {
        var chronicle = connection.chronicle();
        long active = switch (ending.phase()) {
            case AWAITING_RESPONSE, TUNNEL -> chronicle.upstreamActiveAt();
            case RESPONSE -> Math.max(chronicle.upstreamActiveAt(), chronicle.clientActiveAt());
            default -> chronicle.clientActiveAt();
        };
        var where = switch (ending.phase()) {
            case IDLE, UNUSED -> "idle";
            case HANDSHAKE, CONNECT -> "in the handshake";
            case REQUEST -> "in mid-request";
            case HELD -> "held by limit_req";
            case AWAITING_RESPONSE -> "awaiting the response";
            case RESPONSE -> "in the response";
            case TUNNEL -> "idle in the tunnel";
            case LINGERING, CLOSED -> "lingering";
        };
        return Seconds.rounded(now - active) + " s " + where;
    }
}
