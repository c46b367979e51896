package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.connection.Ending;
import io.waflab.connection.Peer;
import io.waflab.connection.Phase;
import io.waflab.http.LogEscape;

/**
 * What nginx's error log says at info of a client that keeps it waiting, or leaves, besides the line of the ending itself
 * (ngx_http_request.c, ngx_http_upstream_check_broken_connection). Of HTTP/2 nothing is said here.
 */
final class ClientGone {

    private static final String RESET = "recv() failed (104: Connection reset by peer)";

    private ClientGone() {}

    /** Where no request was begun. */
    static void beforeRequest(ProxyConnection connection, Ending ending) {
        if (connection.isHttp2()) {
            return;
        }
        if (ending.phase() == Phase.IDLE && ending.by() == Peer.CLIENT) {
            connection.tell(
                    "info",
                    "*" + connection.chronicle().number() + " client "
                            + LogEscape.line(connection.facts().client().text()) + " closed keepalive connection"
                            + reset(connection));
        } else if (ending.phase() == Phase.UNUSED) {
            told(connection, said(connection, ending, "client closed connection"), "waiting for request");
        } else if (ending.phase() == Phase.HANDSHAKE) {
            boolean heard = connection.chronicle().isHeard();
            var closed = heard ? "peer closed connection in SSL handshake" : "client closed connection";
            told(connection, said(connection, ending, closed), "SSL handshaking");
        }
    }

    private static void told(ProxyConnection connection, String said, String action) {
        if (!said.isEmpty()) {
            RequestLog.error(connection, "info", said, action);
        }
    }

    /** Where half a request's head was read. */
    static void inHead(Exchange half, Ending ending) {
        var said = said(half.connection(), ending, "client prematurely closed connection");
        if (!said.isEmpty()) {
            half.log(
                    "info",
                    said + " while reading client request " + (half.head().hasLine() ? "headers" : "line"));
        }
    }

    /** Where its body was read, or an upstream is at work on it. */
    static void inRequest(Exchange exchange, Ending ending) {
        if (ending.by() != Peer.CLIENT || exchange.connection().isHttp2()) {
            return;
        }
        if (ending.phase() == Phase.AWAITING_RESPONSE) {
            exchange.call().ifPresent(call -> call.clientGone(reset(exchange.connection())));
        } else if (ending.phase() == Phase.REQUEST) {
            boolean passed = exchange.call().flatMap(UpstreamCall::url).isPresent();
            exchange.log(
                    "info",
                    said(exchange.connection(), ending, "client prematurely closed connection")
                            + (passed ? " while sending request to upstream" : ""));
        }
    }

    private static String reset(ProxyConnection connection) {
        return isReset(connection) ? " (104: Connection reset by peer)" : "";
    }

    private static boolean isReset(ProxyConnection connection) {
        return connection.clientEnd().word().equals("RST");
    }

    private static String said(ProxyConnection connection, Ending ending, String closed) {
        if (ending.directive().filter(Directive.CLIENT_HEADER_TIMEOUT::equals).isPresent()) {
            return "client timed out (110: Connection timed out)";
        }
        if (ending.by() != Peer.CLIENT || connection.clientEnd().word().isEmpty()) {
            return "";
        }
        return isReset(connection) ? RESET : closed;
    }
}
