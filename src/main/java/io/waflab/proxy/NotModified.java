package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.http.Preconditions;
import io.waflab.http.Preconditions.ModifiedSince;
import java.util.Locale;

/**
 * Answers what the client has already with 304, and what is not as it wants it with 412
 * (ngx_http_not_modified_filter_module.c). Responses of an upstream pass: it was asked itself.
 */
final class NotModified {

    private NotModified() {}

    /** @return 412, or 0 */
    static int pass(Reply reply, Exchange exchange) {
        if (reply.status() != 200 || reply.passed().isPresent()) {
            return 0;
        }
        var asked = Preconditions.of(exchange.head());
        if (asked.isEmpty()) {
            return 0;
        }
        var outcome = asked.of(reply.entityTag(), reply.modified(), mode(exchange));
        if (outcome == Preconditions.Outcome.NOT_MODIFIED) {
            reply.status(304);
            reply.contentType(null);
            reply.contentLength(-1);
            reply.remove("Accept-Ranges");
            reply.remove("Content-Encoding");
        }
        return outcome == Preconditions.Outcome.FAILED ? 412 : 0;
    }

    private static ModifiedSince mode(Exchange exchange) {
        var word = exchange.route().settings().text(Directive.IF_MODIFIED_SINCE);
        return ModifiedSince.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
