package io.waflab.proxy;

import io.waflab.config.Directive;
import java.time.Duration;

/**
 * The servers that one request is tried with: which one is next, how often there may still be another, and after which
 * failures ({@code proxy_next_upstream*}, ngx_http_upstream_next).
 */
final class UpstreamTries {

    private final Exchange exchange;
    private final Proxying proxying;
    private final RequestSender sender;
    private Balancer balancer;
    private Pick pick;
    /** Null while it is at none. */
    private Seat seat;

    private int left;
    private long startedAt;

    UpstreamTries(Exchange exchange, Proxying proxying, RequestSender sender) {
        this.exchange = exchange;
        this.proxying = proxying;
        this.sender = sender;
    }

    /** The request goes to that group. */
    void begin(UpstreamPool group) {
        balancer = group.balancer();
        pick = new Pick(BalancingKey.of(group.upstream().balancing(), exchange));
        int servers = balancer.tries();
        startedAt = exchange.connection().worker().clock().now();
        long most = proxying.settings().count(Directive.PROXY_NEXT_UPSTREAM_TRIES);
        left = most > 0 && servers > most ? (int) most : servers;
    }

    /** Takes the next server; false when none is alive. */
    boolean next() {
        var next = balancer.next(pick, exchange.connection().seconds());
        if (next.isPresent()) {
            seat = next.get();
        }
        return next.isPresent();
    }

    /** The server of the moment; null while it is at none. */
    Seat seat() {
        return seat;
    }

    /** The balancer gets the server back. */
    void leave() {
        if (seat != null) {
            balancer.left(seat);
            seat = null;
        }
    }

    /** The same where the server has failed. Returns whether it is left alone from here on. */
    boolean leaveFailed() {
        if (seat == null) {
            return false;
        }
        boolean disabled = balancer.failed(seat, exchange.connection().seconds());
        seat = null;
        return disabled;
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
