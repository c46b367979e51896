package io.waflab.proxy;

import io.waflab.config.Balancing;
import io.waflab.config.Directive;
import io.waflab.config.PeerOptions;
import io.waflab.config.Settings;
import io.waflab.config.Upstream;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The idle connections to one group, of one event loop: at most {@code keepalive} of them, the latest used first, each for
 * {@code keepalive_timeout}, {@code keepalive_requests} and {@code keepalive_time} at most
 * (src/http/modules/ngx_http_upstream_keepalive_module.c). Used from one thread.
 */
final class UpstreamPool {

    private final Upstream upstream;
    private final Balancer balancer;
    private final int most;
    private final boolean local;
    private final Settings settings;
    private final Deque<UpstreamSide> idle = new ArrayDeque<>();

    UpstreamPool(Upstream upstream, Balancer balancer) {
        this.upstream = upstream;
        this.balancer = balancer;
        settings = upstream.settings();
        var keepalive = settings.find(Directive.KEEPALIVE);
        most = keepalive.isEmpty()
                ? 0
                : Integer.parseInt(keepalive.get().lines().get(0).get(0));
        local = keepalive.isPresent() && keepalive.get().lines().get(0).contains("local");
    }

    /** For one request alone, to addresses that no group has: nothing is kept. */
    static UpstreamPool once(String name, List<SocketAddress> addresses) {
        var peers = addresses.stream()
                .map(address -> new Upstream.Peer(address, name, PeerOptions.NONE))
                .toList();
        var upstream = new Upstream(
                name, Balancing.ROUND_ROBIN, peers, new Settings(Map.of()), io.waflab.config.Origin.DEFAULT);
        return new UpstreamPool(upstream, new Balancer(upstream, ThreadLocalRandom.current(), false));
    }

    Upstream upstream() {
        return upstream;
    }

    Balancer balancer() {
        return balancer;
    }

    /**
     * Whether upstreams are told that connections are not kept: of {@code keepalive 0}, as nginx did before 1.29.7. What no
     * block has declared keeps none either, and does not say so.
     */
    boolean saysClose() {
        return most == 0 && settings.has(Directive.KEEPALIVE);
    }

    /**
     * Takes the latest idle connection to a server that this location may have: with {@code local} only its own, and one that
     * is read in its portions. Null where there is none.
     */
    UpstreamSide take(Seat seat, Proxying by, boolean tls, int portion) {
        for (Iterator<UpstreamSide> all = idle.iterator(); all.hasNext(); ) {
            var side = all.next();
            boolean same = side.address() == seat.address() || side.address().equals(seat.address());
            if (same && side.suits(tls, portion) && (!local || side.madeFor(by))) {
                all.remove();
                side.leavePool();
                return side;
            }
        }
        return null;
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
            idle.removeLast().closeSilently();
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
            idle.removeFirst().closeSilently();
        }
    }
}
