package io.waflab.proxy;

import io.waflab.config.Expires;
import io.waflab.http.ExpiryFields;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code expires}, {@code add_header} and {@code add_trailer} add to a response
 * (ngx_http_headers_filter_module.c).
 */
final class AddedFields {

    private AddedFields() {}

    static void to(Reply reply, Exchange exchange) {
        // Whether a status takes them is asked before any range is cut.
        boolean takes = isAddedTo(reply.status());
        var said = exchange.route().added();
        if (takes && said.expires().isPresent()) {
            expire(said.expires().get(), reply, exchange);
        }
        for (var field : said.headers()) {
            if (field.always() || takes) {
                add(reply, field.name(), inOneLine(exchange.expand(field.value())));
            }
        }
        for (var trailer : said.trailers()) {
            if ((trailer.always() || takes) && !trailer.value().source().isEmpty()) {
                reply.expectTrailers(takes);
            }
        }
    }

    /** Whether that status gets them without {@code always}. */
    private static boolean isAddedTo(int status) {
        return switch (status) {
            case 200, 201, 204, 206, 301, 302, 303, 304, 307, 308 -> true;
            default -> false;
        };
    }

    private static void add(Reply reply, String name, String value) {
        if (name.equalsIgnoreCase("Last-Modified") || name.equalsIgnoreCase("ETag")) {
            reply.remove(name);
        }
        if (!value.isEmpty()) {
            reply.add(name, value);
        }
    }

    private static void expire(AddedSettings.When when, Reply reply, Exchange exchange) {
        Expires expires;
        try {
            expires = Expires.of(when.modified(), exchange.expand(when.time()));
        } catch (IllegalArgumentException invalid) {
            return;
        }
        if (expires.kind() == Expires.Kind.OFF) {
            return;
        }
        var fields =
                ExpiryFields.of(expires, System.currentTimeMillis() / 1000, reply.modified(), ZoneId.systemDefault());
        reply.remove("Expires");
        reply.add("Expires", fields.expires());
        reply.remove("Cache-Control");
        reply.add("Cache-Control", fields.cacheControl());
    }

    /**
     * The fields behind the body of a response whose head was sent.
     *
     * @param sent those so far, which a value may name; grows here
     */
    static List<Reply.Field> trailers(Reply reply, Exchange exchange, List<Reply.Field> sent) {
        var all = new ArrayList<Reply.Field>();
        for (var trailer : exchange.route().added().trailers()) {
            if (reply.expectsTrailers() && (trailer.always() || reply.addsAll())) {
                var value = inOneLine(exchange.expand(trailer.value()));
                if (!value.isEmpty()) {
                    var field = new Reply.Field(trailer.name(), value);
                    all.add(field);
                    sent.add(field);
                }
            }
        }
        return all;
    }

    /** A line end from a variable of the client's would begin a field of its own. */
    private static String inOneLine(String value) {
        return value.replace('\r', ' ').replace('\n', ' ').replace('\0', ' ');
    }
}
