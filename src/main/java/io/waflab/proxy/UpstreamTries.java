package io.waflab.proxy;

import io.waflab.config.Directive;
import java.time.Duration;

/** How often a request may still be tried, and after which failures: {@code proxy_next_upstream*} (ngx_http_upstream_next). */
final class UpstreamTries {

    private final Exchange exchange;
    private final Proxying proxying;
    private final RequestSender sender;
    private int left;
    private long startedAt;

    UpstreamTries(Exchange exchange, Proxying proxying, RequestSender sender) {
        this.exchange = exchange;
        this.proxying = proxying;
        this.sender = sender;
    }

    /** @param servers of the group that are not down */
    void begin(int servers) {
        startedAt = exchange.connection().worker().clock().now();
        long most = proxying.settings().count(Directive.PROXY_NEXT_UPSTREAM_TRIES);
        left = most > 0 && servers > most ? (int) most : servers;
    }

    /**
     * Whether the request may be tried again after that failure, the try counted.
     *
     * @param cached whether it was on a kept-alive connection: one that the origin had closed costs no try
     */
    boolean again(String kind, boolean cached) {
        left--;
        if (cached && kind.equals("error")) {
            left++;
        }
        return proxying.triesNext(kind) && may(left);
    }

    /** Whether that status of an upstream is a reason to ask another one. */
    boolean retriesStatus(int status) {
        return proxying.triesNext("http_" + status) && may(left - 1);
    }

    private boolean may(int tries) {
        var limit = proxying.settings().time(Directive.PROXY_NEXT_UPSTREAM_TIMEOUT);
        return tries > 0
                && !(sender.begun() && sender.streamsBody())
                && (!sender.begun() || exchange.head().idempotent() || proxying.triesNext("non_idempotent"))
                && (limit.isZero()
                        || Duration.ofNanos(exchange.connection()
                                                        .worker()
                                                        .clock()
                                                        .now()
                                                - startedAt)
                                        .compareTo(limit)
                                < 0);
    }
}
