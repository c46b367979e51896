package io.waflab.proxy;

import io.netty.buffer.Unpooled;
import io.waflab.config.Directive;
import io.waflab.config.Return;
import io.waflab.http.ErrorPage;
import io.waflab.http.PageFacts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An answer of the proxy's own: a built-in page, the text of a {@code return}, a redirect.
 *
 * @param status what nginx calls it, 494 and 497 included
 * @param isPage whether the built-in page is the body
 * @param text the body of a {@code return}, or for a redirect its Location
 * @param redirect whether text is a Location
 */
record Answer(int status, boolean isPage, String text, boolean redirect) {

    /** ngx_http_headers_module: the statuses to which add_header adds without {@code always}. */
    private static final Set<Integer> ADDED_TO = Set.of(200, 201, 204, 206, 301, 302, 303, 304, 307, 308);

    static Answer page(int status) {
        return new Answer(status, true, "", false);
    }

    static Answer redirect(int status, String location) {
        return new Answer(status, true, location, true);
    }

    static Answer of(Return answer, Exchange exchange) {
        var text = answer.text().map(exchange::expand);
        if (text.isEmpty()) {
            return answer.code() == 444 ? new Answer(444, false, "", false) : page(answer.code());
        }
        return answer.isRedirect()
                ? redirect(answer.code(), text.get())
                : new Answer(answer.code(), false, text.get(), false);
    }

    static boolean takesAddedFields(int status) {
        return ADDED_TO.contains(status);
    }

    /** Sends head and body, and ends the response. */
    void send(Exchange exchange) {
        var body = body(exchange);
        int shown = exchange.shown(ErrorPage.shown(status));
        boolean empty = shown == 204 || shown == 304;
        var reply = Reply.own(shown);
        reply.server(exchange.route().pages().server());
        if (!empty) {
            reply.contentType(isPage ? "text/html" : exchange.route().settings().text(Directive.DEFAULT_TYPE));
            reply.contentLength(body.length);
        }
        if (redirect) {
            reply.location(absolute(exchange));
        }
        boolean follows = !exchange.isHead() && body.length > 0;
        reply.hasBody(follows);
        exchange.send(reply);
        var out = exchange.carrier().response();
        if (follows) {
            exchange.countBody(body.length);
            out.body(Unpooled.wrappedBuffer(body));
        }
        out.end(List.of());
    }

    private String absolute(Exchange exchange) {
        return absolute(exchange, text);
    }

    /** nginx makes its own redirects absolute (absolute_redirect on). */
    static String absolute(Exchange exchange, String location) {
        return encoded(location.startsWith("/") ? url(exchange, location) : location);
    }

    /** A line end from a variable of the client's would begin a field of its own. */
    private static String encoded(String location) {
        return location.chars().allMatch(Answer::fitsLocation)
                ? location
                : location.chars()
                        .mapToObj(
                                c -> fitsLocation(c) ? Character.toString(c) : String.format(Locale.ROOT, "%%%02X", c))
                        .collect(Collectors.joining());
    }

    private static boolean fitsLocation(int c) {
        return c > ' ' && c != 0x7f;
    }

    private byte[] body(Exchange exchange) {
        if (!isPage) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        var connection = exchange.connection();
        var facts = new PageFacts(
                url(exchange, exchange.head().target()),
                connection.worker().server().hostname(),
                connection.worker().date().log());
        return ErrorPage.of(status, exchange.route().pages(), facts);
    }

    private static String url(Exchange exchange, String target) {
        var connection = exchange.connection();
        var host = exchange.head().host();
        return PageFacts.url(
                connection.facts().isTls(),
                host.isEmpty() ? Values.serverName(exchange) : host,
                connection.facts().localPort(),
                target);
    }
}
