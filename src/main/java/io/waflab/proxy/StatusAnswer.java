package io.waflab.proxy;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The counts of {@code stub_status} as an answer. */
final class StatusAnswer implements Answer {

    private final byte[] page;
    private Reply reply;

    private StatusAnswer(Exchange exchange) {
        var counts = exchange.connection().worker().server().counts();
        page = counts.page().getBytes(StandardCharsets.US_ASCII);
    }

    /** ngx_http_stub_status_handler. */
    static void serve(Exchange exchange) {
        var method = exchange.request().method();
        if (method.equals("GET") || method.equals("HEAD")) {
            exchange.answer(new StatusAnswer(exchange));
        } else {
            exchange.fail(405);
        }
    }

    @Override
    public int status() {
        return 200;
    }

    @Override
    public boolean isPage() {
        return false;
    }

    @Override
    public int prepare(Exchange exchange) {
        reply = Reply.own(exchange.shown(200));
        reply.server(exchange.route().pages().server());
        reply.contentType("text/plain");
        reply.contentLength(page.length);
        reply.hasBody(!exchange.isHead());
        return exchange.response().filter(reply);
    }

    @Override
    public void send(Exchange exchange) {
        exchange.response().send(reply);
        if (reply.hasBody()) {
            exchange.response().body(Unpooled.wrappedBuffer(page));
        }
        exchange.response().end(List.of());
    }
}
