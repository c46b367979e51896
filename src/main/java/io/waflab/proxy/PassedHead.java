package io.waflab.proxy;

import io.waflab.http.ResponseHead;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The upstream's response head as the client gets it (ngx_http_upstream_process_headers). */
final class PassedHead {

    private final Exchange exchange;
    private final Proxying proxying;
    /** Values that are not passed on as they came, by the index of their field; null while there are none. */
    private Map<Integer, String> rewritten;

    PassedHead(Exchange exchange, Proxying proxying) {
        this.exchange = exchange;
        this.proxying = proxying;
    }

    /** @param length Content-Length; -1 writes none */
    Reply of(ResponseHead head, long length) {
        var path = Optional.<String>empty();
        for (int i = 0; i < head.fieldCount(); i++) {
            if (head.nameIs(i, "location")) {
                var location = proxying.redirects().rewrite(head.value(i), exchange::expand);
                path = location.filter(url -> url.startsWith("/"));
                put(i, location);
            } else if (head.nameIs(i, "refresh")) {
                put(i, refresh(head.value(i)));
            } else if (head.nameIs(i, "set-cookie") && !proxying.cookies().isEmpty()) {
                put(i, proxying.cookies().rewrite(head.value(i), exchange::expand));
            }
        }
        // A redirect that was rewritten to a path is made absolute and comes first, where the upstream's own path
        // stays.
        var hidden = path.isPresent() ? proxying.hiddenAndLocation() : proxying.hidden();
        var reply = Reply.passing(rewritten == null ? head : head.with(rewritten), hidden);
        if (path.isPresent()) {
            reply.location(OwnUrl.absolute(exchange, path.get()), true);
        }
        reply.status(exchange.shown(head.status()));
        reply.server(
                proxying.passes("server", head)
                        ? null
                        : exchange.route().pages().server());
        reply.dated(!proxying.passes("date", head));
        reply.contentLength(length);
        charset(head, reply);
        return reply;
    }

    private void put(int field, Optional<String> value) {
        if (value.filter(this::isOneLine).isPresent()) {
            if (rewritten == null) {
                rewritten = new HashMap<>();
            }
            rewritten.put(field, value.get());
        }
    }

    private boolean isOneLine(String value) {
        boolean fine = value.chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0);
        if (!fine) {
            exchange.log("error", "a rewritten header value has a line end, and is passed on as it came");
        }
        return fine;
    }

    /** What follows url= in {@code Refresh: 5; url=http://...}. */
    private Optional<String> refresh(String value) {
        int url = value.toLowerCase(Locale.ROOT).indexOf("url=");
        return url < 0
                ? Optional.empty()
                : proxying.redirects()
                        .rewrite(value.substring(url + 4), exchange::expand)
                        .map(other -> value.substring(0, url + 4) + other);
    }

    /** X-Accel-Charset names the charset of a Content-Type that has none. */
    private void charset(ResponseHead head, Reply reply) {
        var charset = head.find("x-accel-charset");
        var type = reply.contentType();
        if (charset != null && !proxying.ignores("x-accel-charset") && type != null && !type.contains("charset=")) {
            reply.contentType(type + "; charset=" + charset);
        }
    }
}
