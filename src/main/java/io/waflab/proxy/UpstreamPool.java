package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.config.Settings;
import io.waflab.config.Upstream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * The idle connections to one group, of one event loop: at most {@code keepalive} of them, the latest used first, each for
 * {@code keepalive_timeout}, {@code keepalive_requests} and {@code keepalive_time} at most
 * (src/http/modules/ngx_http_upstream_keepalive_module.c). Used from one thread.
 */
final class UpstreamPool {

    private final Balancer balancer;
    private final int most;
    private final Settings settings;
    private final Deque<UpstreamSide> idle = new ArrayDeque<>();

    UpstreamPool(Upstream upstream) {
        balancer = new Balancer(upstream);
        settings = upstream.settings();
        most = Integer.parseInt(settings.words(Directive.KEEPALIVE).get(0));
    }

    Balancer balancer() {
        return balancer;
    }

    /** Whether no connection is ever kept. */
    boolean keepsNone() {
        return most == 0;
    }

    Settings settings() {
        return settings;
    }

    /** Takes the latest idle connection to a server. */
    Optional<UpstreamSide> take(Balancer.Seat seat) {
        for (Iterator<UpstreamSide> all = idle.iterator(); all.hasNext(); ) {
            var side = all.next();
            if (side.seat() == seat) {
                all.remove();
                side.leavePool();
                return Optional.of(side);
            }
        }
        return Optional.empty();
    }

    /** Keeps a connection whose exchange is complete, or closes it when it has served its time. */
    void keep(UpstreamSide side) {
        if (most == 0
                || side.requests() >= settings.count(Directive.KEEPALIVE_REQUESTS)
                || side.age().compareTo(settings.time(Directive.KEEPALIVE_TIME)) > 0) {
            side.close();
            return;
        }
        if (idle.size() == most) {
            idle.removeLast().close();
        }
        idle.addFirst(side);
        side.enterPool(this, settings.time(Directive.KEEPALIVE_TIMEOUT));
    }

    /** Forgets a connection that the origin closed, or that idled too long. */
    void forget(UpstreamSide side) {
        idle.remove(side);
    }

    void closeAll() {
        while (!idle.isEmpty()) {
            idle.removeFirst().close();
        }
    }
}
