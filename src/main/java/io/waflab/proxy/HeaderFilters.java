package io.waflab.proxy;

/** nginx's header filters in the order in which they run: what a head becomes on its way to the client. */
final class HeaderFilters {

    private HeaderFilters() {}

    /** @return the status of the page that takes the response's place, 0 when it goes on */
    static int pass(Reply reply, Exchange exchange) {
        int failure = NotModified.pass(reply, exchange);
        if (failure == 0) {
            AddedFields.to(reply, exchange);
            exchange.route().charset().pass(reply, exchange);
            GzipFilter.pass(reply, exchange);
            failure = RangeFilter.pass(reply, exchange);
        }
        if (failure == 0) {
            last(reply);
        }
        return failure;
    }

    private static void last(Reply reply) {
        if (!isDated(reply.status())) {
            reply.lastModified(null);
        }
        if (reply.status() == 204 && reply.passed().isEmpty()) {
            reply.contentType(null);
            reply.contentLength(-1);
        }
        if (reply.status() == 204 || reply.status() == 304) {
            reply.hasBody(false);
        }
    }

    /** Whether a date of the proxy's own is sent with that status (ngx_http_header_filter). */
    private static boolean isDated(int status) {
        return status == 200 || status == 206 || status == 304;
    }
}
