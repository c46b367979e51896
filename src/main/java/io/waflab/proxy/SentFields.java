package io.waflab.proxy;

/** The fields of a response as they went to the client, those too that are of its connection (ngx_http_variable_sent_*). */
final class SentFields {

    private SentFields() {}

    /** @param name in lower case */
    static String value(String name, Reply reply, Exchange exchange) {
        return switch (name) {
            case "connection" ->
                reply.upgrades() ? "upgrade" : exchange.carrier().keptAlive() ? "keep-alive" : "close";
            case "keep-alive" -> {
                long seconds = exchange.route().keepAliveHeader();
                yield exchange.carrier().keptAlive() && seconds > 0 ? "timeout=" + seconds : "";
            }
            case "transfer-encoding" ->
                reply.hasBody() && reply.contentLength() < 0 && !exchange.clientIsHttp10() ? "chunked" : "";
            default -> reply.value(name);
        };
    }
}
