package io.waflab.proxy;

import io.netty.channel.EventLoop;
import io.netty.util.ReferenceCountUtil;
import io.waflab.config.Directive;
import io.waflab.config.ResolverOptions;
import io.waflab.config.Upstream;
import io.waflab.http.HttpDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** What belongs to one event loop: its connections, its upstream pools, its idea of the date. Used from that loop. */
final class Worker {

    private final EventLoop loop;
    private final ProxyServer server;
    private final Map<String, UpstreamPool> pools = new HashMap<>();
    private final Map<String, Balancer> balancers = new HashMap<>();
    private final Map<ResolverOptions, Names> names = new HashMap<>();
    private final Set<Served> connections = new HashSet<>();
    private final EventClock clock;
    private final HttpDate date = new HttpDate(TimeZone.getDefault());

    Worker(EventLoop loop, ProxyServer server) {
        this.loop = loop;
        this.server = server;
        clock = new EventClock(loop);
    }

    EventLoop loop() {
        return loop;
    }

    /**
     * Has the loop do something that another thread has found out.
     *
     * @return false where the loop has ended: with it, whoever was to be told
     */
    boolean hand(Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException ended) {
            return false;
        }
    }

    /**
     * Has work done by a thread that may wait for the disk. One of the two is told on the loop what came of it, unless the loop
     * has ended by then.
     *
     * @param failed is told what was thrown
     */
    <T> void away(Executor threads, Callable<T> work, Consumer<T> done, Consumer<Throwable> failed) {
        threads.execute(() -> {
            try {
                var result = work.call();
                if (!hand(() -> done.accept(result))) {
                    ReferenceCountUtil.release(result);
                }
            } catch (Exception | OutOfMemoryError thrown) {
                hand(() -> failed.accept(thrown));
            }
        });
    }

    ProxyServer server() {
        return server;
    }

    UpstreamPool pool(Upstream upstream) {
        var pool = pools.get(upstream.name());
        if (pool == null) {
            pool = new UpstreamPool(upstream, server.balancers().of(upstream));
            pools.put(upstream.name(), pool);
        }
        return pool;
    }

    /** Deals out the servers of a group of stream. */
    Balancer balancer(Upstream upstream) {
        return balancers.computeIfAbsent(
                upstream.name(), name -> server.stream().balancers().of(upstream));
    }

    /** Looks names up by these name servers. */
    Names names(ResolverOptions options) {
        return names.computeIfAbsent(options, asked -> new Names(this, asked));
    }

    /** When what is being dealt with came. */
    EventClock clock() {
        return clock;
    }

    HttpDate date() {
        return date.at(System.currentTimeMillis() / 1000);
    }

    /** Whether worker_connections are open; nginx then closes what it accepts, and says so. */
    boolean isFull() {
        var settings = server.config().main();
        long most = settings.count(Directive.WORKER_CONNECTIONS);
        boolean full = connections.size() >= most;
        if (full) {
            server.logs().error(settings, "alert", date().log(), most + " worker_connections are not enough");
        }
        return full;
    }

    void add(Served connection) {
        connections.add(connection);
        server.counts().handled();
    }

    /** Once it has ended; more than once does nothing. */
    void remove(Served connection) {
        if (connections.remove(connection)) {
            server.counts().ended();
            server.ended();
        }
    }

    /** A copy: connections end while it is gone through. */
    List<Served> connections() {
        return List.copyOf(connections);
    }

    void closePools() {
        pools.values().forEach(UpstreamPool::closeAll);
        names.values().forEach(Names::stop);
    }
}
