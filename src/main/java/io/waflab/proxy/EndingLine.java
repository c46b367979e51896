package io.waflab.proxy;

import io.waflab.connection.CloseAct;
import io.waflab.connection.Ending;
import io.waflab.connection.Peer;

/**
 * How a connection ended, in one line: {@code ended by keepalive_timeout 120s (conf/waflab.conf:7): close_notify + FIN
 * after 120.000 s idle, 2 requests [server-idle-timeout]}.
 */
final class EndingLine {

    private EndingLine() {}

    /** @param silence of {@link #silence}, taken before the closing itself broke it */
    static String of(ProxyConnection connection, Ending ending, CloseAct done, String silence) {
        int requests = connection.requests().count();
        boolean reset = connection.clientEnd().word().equals("RST");
        return "ended by " + who(connection, ending)
                + ": " + (reset ? "no answer" : act(connection, done))
                + " after " + silence
                + ", " + requests + (requests == 1 ? " request" : " requests") + " ["
                + ending.cause().id() + (ending.note().isEmpty() || !isAlert(ending) ? "" : ":" + ending.note()) + "]";
    }

    private static String act(ProxyConnection connection, CloseAct done) {
        boolean goneAway = connection.isHttp2() && connection.http2().isGoneAway();
        return (goneAway ? "GOAWAY + " : "") + done.words();
    }

    private static boolean isAlert(Ending ending) {
        return switch (ending.cause()) {
            case HANDSHAKE_REFUSED, CERTIFICATE_REJECTED -> true;
            default -> false;
        };
    }

    private static String who(ProxyConnection connection, Ending ending) {
        if (ending.byUpstream()) {
            return ending.note();
        }
        boolean said = ending.note().isEmpty()
                || ending.note().equals(connection.clientEnd().word());
        var note = said ? "" : " (" + ending.note() + ")";
        if (ending.directive().isEmpty()) {
            return (ending.by() == Peer.CLIENT ? "the client's " + clientEnd(connection) : "the server") + note;
        }
        var setting = connection.settings().find(ending.directive().get());
        return setting.map(Object::toString).orElse(ending.directive().get().word()) + note;
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
