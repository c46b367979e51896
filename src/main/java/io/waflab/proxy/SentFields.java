package io.waflab.proxy;

import io.waflab.connection.Phase;

/** {@code $sent_http_name}: the fields of the response's head, those too that its framing adds (ngx_http_variables.c). */
final class SentFields {

    private SentFields() {}

    /**
     * The value of a field; empty where none was sent.
     *
     * @param name in lower case, with dashes
     */
    static String value(String name, Exchange exchange) {
        var reply = exchange.response().reply();
        if (name.equals("connection")) {
            boolean switching = reply.map(Reply::isSwitching).orElse(false);
            return switching ? "upgrade" : isKept(exchange) ? "keep-alive" : "close";
        }
        if (name.equals("keep-alive")) {
            return keepAlive(exchange);
        }
        if (reply.isEmpty()) {
            return "";
        }
        boolean chunked = isChunked(reply.get(), exchange);
        return switch (name) {
            case "transfer-encoding" -> chunked ? "chunked" : "";
            case "content-length" -> chunked ? "" : reply.get().value(name);
            default -> reply.get().value(name);
        };
    }

    /**
     * Whether nginx means to go on with the connection: not yet of half a head, and in HTTP/1 no more once the request is over,
     * as the access log finds it (ngx_http_set_keepalive).
     */
    private static boolean isKept(Exchange exchange) {
        var life = exchange.carrier().life();
        boolean over = !exchange.connection().isHttp2()
                && life.phase() == Phase.IDLE
                && life.ending().isEmpty();
        return exchange.head().isWhole() && !over && exchange.carrier().keptAlive();
    }

    private static String keepAlive(Exchange exchange) {
        long seconds = exchange.route().keepAliveHeader();
        return seconds > 0 && isKept(exchange) ? "timeout=" + seconds : "";
    }

    private static boolean isChunked(Reply reply, Exchange exchange) {
        boolean trailed = reply.expectsTrailers() && !exchange.isHead();
        return (reply.hasBody() && reply.contentLength() < 0 || trailed)
                && exchange.takesChunks()
                && reply.takesChunks();
    }
}
