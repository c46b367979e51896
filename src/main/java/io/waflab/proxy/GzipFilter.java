package io.waflab.proxy;

import io.waflab.config.Regex;
import io.waflab.http.AcceptEncoding;
import io.waflab.http.Browser;
import io.waflab.http.ContentType;
import io.waflab.http.HttpDateReader;
import java.util.Locale;
import java.util.Set;

/** Says of a response that it is compressed (ngx_http_gzip_header_filter), and to whom it may be (ngx_http_gzip_ok). */
final class GzipFilter {

    private static final Set<Integer> STATUSES = Set.of(200, 403, 404);

    private GzipFilter() {}

    static void pass(Reply reply, Exchange exchange) {
        var gzip = exchange.route().gzip();
        if (!gzip.on()
                || !STATUSES.contains(reply.status())
                || isEncoded(reply)
                || reply.contentLength() == 0
                || reply.contentLength() > 0 && reply.contentLength() < gzip.minLength()
                || !gzip.types().contains(type(reply))) {
            return;
        }
        vary(reply, exchange);
        if (takes(reply, exchange)) {
            reply.add("Content-Encoding", "gzip");
            reply.compressed(true);
            reply.contentLength(-1);
            reply.remove("Accept-Ranges");
            reply.ranges(Reply.Ranges.NONE);
            reply.weakenTag();
        }
    }

    private static String type(Reply reply) {
        return reply.contentType() == null
                ? null
                : ContentType.of(reply.contentType()).type();
    }

    /** By whoever made the body; what add_header says of it does not count. */
    private static boolean isEncoded(Reply reply) {
        return reply.isEncoded()
                || reply.passed()
                        .map(head -> head.find("content-encoding"))
                        .filter(coding -> !coding.isEmpty() && !reply.hidden().contains("content-encoding"))
                        .isPresent();
    }

    /** Whether the client gets it compressed or not depends on its Accept-Encoding. */
    static void vary(Reply reply, Exchange exchange) {
        reply.varies(exchange.route().gzip().vary());
    }

    /** Whether the client may have it compressed. */
    static boolean takes(Reply reply, Exchange exchange) {
        var gzip = exchange.route().gzip();
        var head = exchange.head();
        var agent = head.find("user-agent");
        return AcceptEncoding.takesGzip(head.find("accept-encoding"))
                && !(gzip.msie6() && Browser.of(agent) == Browser.OLD_MSIE)
                && head.version().compareTo(gzip.version()) >= 0
                && (head.find("via") == null || takesProxied(reply, exchange))
                && (agent == null || gzip.disabled().stream().noneMatch(regex -> finds(regex, agent, exchange)));
    }

    private static boolean finds(Regex regex, String agent, Exchange exchange) {
        try {
            return regex.find(agent).isPresent();
        } catch (Regex.LimitReached tooMuch) {
            exchange.log("alert", tooMuch.getMessage());
            return true;
        }
    }

    /** gzip_proxied: which responses a proxy may keep compressed. */
    private static boolean takesProxied(Reply reply, Exchange exchange) {
        var words = exchange.route().gzip().proxied();
        if (words.contains("off")) {
            return false;
        }
        if (words.contains("any") || words.contains("auth") && exchange.head().find("authorization") != null) {
            return true;
        }
        var expires = reply.value("expires");
        if (!expires.isEmpty()) {
            return words.contains("expired") && isOver(expires, reply);
        }
        var cache = reply.value("cache-control").toLowerCase(Locale.ROOT);
        if (!cache.isEmpty()) {
            return Set.of("no-cache", "no-store", "private").stream()
                    .anyMatch(word -> words.contains(word) && cache.contains(word));
        }
        boolean dated =
                reply.passed().isPresent() && !reply.value("last-modified").isEmpty();
        return !(words.contains("no_last_modified") && dated)
                && !(words.contains("no_etag") && reply.entityTag() != null);
    }

    private static boolean isOver(String expires, Reply reply) {
        long time = HttpDateReader.read(expires);
        var date = reply.dated() ? "" : reply.value("date");
        long now = date.isEmpty() ? System.currentTimeMillis() / 1000 : HttpDateReader.read(date);
        return time != HttpDateReader.NONE && now != HttpDateReader.NONE && time < now;
    }
}
