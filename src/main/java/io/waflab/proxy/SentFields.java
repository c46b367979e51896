package io.waflab.proxy;

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
        if (reply.isEmpty()) {
            return "";
        }
        return switch (name) {
            case "connection" ->
                reply.get().upgrades() ? "upgrade" : exchange.carrier().keptAlive() ? "keep-alive" : "close";
            case "keep-alive" -> keepAlive(exchange);
            case "transfer-encoding" -> isChunked(reply.get(), exchange) ? "chunked" : "";
            default -> reply.get().value(name);
        };
    }

    private static String keepAlive(Exchange exchange) {
        long seconds = exchange.route().keepAliveHeader();
        return seconds > 0 && exchange.carrier().keptAlive() ? "timeout=" + seconds : "";
    }

    private static boolean isChunked(Reply reply, Exchange exchange) {
        return reply.hasBody() && reply.contentLength() < 0 && !exchange.clientIsHttp10();
    }
}
