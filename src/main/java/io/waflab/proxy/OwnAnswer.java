package io.waflab.proxy;

import io.netty.buffer.Unpooled;
import io.waflab.config.Directive;
import io.waflab.http.ErrorPage;
import io.waflab.http.PageFacts;
import io.waflab.http.RefreshPage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An answer that is a page or a text.
 *
 * @param text the body; empty for the built-in page of the status
 * @param location where the client is sent
 */
record OwnAnswer(int status, Optional<String> text, Optional<String> location) implements Answer {

    static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    @Override
    public boolean isPage() {
        return text.isEmpty();
    }

    /** Without a date and a tag no condition of the client's holds. */
    @Override
    public int prepare(Exchange exchange) {
        return isPage() || exchange.shown(status) != 200 ? 0 : NotModified.pass(Reply.own(200), exchange);
    }

    /** Whether a page that refreshes itself is sent in the redirect's place (ngx_http_send_refresh). */
    private boolean refreshes(Exchange exchange) {
        return isPage()
                && location.isPresent()
                && (status == 301 || status == 302)
                && exchange.route().settings().flag(Directive.MSIE_REFRESH)
                && RefreshPage.isWantedBy(exchange.head().find("user-agent"));
    }

    @Override
    public void send(Exchange exchange) {
        if (refreshes(exchange)) {
            exchange.response().sendNowhere();
            send(exchange, 200, RefreshPage.of(location.get()));
        } else {
            send(exchange, exchange.shown(ErrorPage.shown(status)), body(exchange));
        }
    }

    private void send(Exchange exchange, int shown, byte[] body) {
        boolean bare = shown == 204 || shown == 304;
        var reply = Reply.own(shown);
        reply.server(exchange.route().pages().server());
        if (!bare) {
            reply.contentType(isPage() ? "text/html" : exchange.route().types().of(exchange.uri()));
            reply.contentLength(body.length);
        }
        boolean follows = !exchange.isHead() && !bare && body.length > 0;
        reply.hasBody(follows);
        exchange.response().filter(reply);
        if (exchange.response().onlyCloseEnds(reply)) {
            exchange.carrier().soon(() -> send(exchange, reply, body));
        } else {
            send(exchange, reply, body);
        }
    }

    private static void send(Exchange exchange, Reply reply, byte[] body) {
        exchange.response().send(reply);
        if (reply.hasBody()) {
            exchange.response().body(Unpooled.wrappedBuffer(body));
        }
        exchange.response().end(exchange.response().trailers(List.of()));
    }

    private byte[] body(Exchange exchange) {
        if (text.isPresent()) {
            return text.get().getBytes(StandardCharsets.ISO_8859_1);
        }
        var connection = exchange.connection();
        var facts = new PageFacts(
                OwnUrl.of(exchange, exchange.head().target()),
                connection.worker().server().hostname(),
                connection.worker().date().log());
        boolean padded = exchange.route().settings().flag(Directive.MSIE_PADDING)
                && ErrorPage.padded(exchange.head().find("user-agent"));
        return ErrorPage.of(status, exchange.route().pages(), facts, padded);
    }
}
