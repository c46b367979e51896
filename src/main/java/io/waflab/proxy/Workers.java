package io.waflab.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** The workers of one configuration: {@code worker_processes} event loops, which begin with it and end with it. */
final class Workers {

    /** After that a loop that does not end is left alone. */
    private static final Duration END = Duration.ofSeconds(2);

    private final EventLoopGroup loops;
    private final Map<EventLoop, Worker> workers = new HashMap<>();
    private final List<Long> numbers = new ArrayList<>();

    Workers(ProxyServer server, int count) throws Transport.NoLoops {
        this(server.transport().workers(count, server.time()), loop -> new Worker(loop, server));
    }

    /** Starts the threads; where one cannot be made, those that were are ended, so that they do not keep the process. */
    Workers(EventLoopGroup loops, Function<EventLoop, Worker> worker) {
        this.loops = loops;
        try {
            for (var executor : loops) {
                var loop = (EventLoop) executor;
                numbers.add(
                        loop.submit(ThreadNumber::current).syncUninterruptibly().getNow());
                workers.put(loop, worker.apply(loop));
            }
        } catch (RuntimeException | Error noThread) {
            workers.keySet().forEach(loop -> loop.shutdownGracefully(0, 0, TimeUnit.SECONDS));
            throw noThread;
        }
    }

    Worker of(EventLoop loop) {
        return workers.get(loop);
    }

    /** The one that does what is to be done once. */
    Worker first() {
        return workers.get((EventLoop) loops.iterator().next());
    }

    /** The numbers of the threads. */
    List<Long> numbers() {
        return List.copyOf(numbers);
    }

    /** Gives a client to the next one. */
    ChannelFuture register(Channel client) {
        return loops.register(client);
    }

    /** Has something done to every connection. */
    void tell(Consumer<Served> what) {
        for (var worker : workers.values()) {
            worker.loop().execute(() -> worker.connections().forEach(what));
        }
    }

    void later(Runnable task, Duration delay) {
        loops.next().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Closes what is kept open to upstreams, and waits for it. Not for event loops. */
    void closePools() {
        for (var worker : workers.values()) {
            worker.loop().submit(worker::closePools).awaitUninterruptibly();
        }
    }

    boolean isEnding() {
        return loops.isShuttingDown();
    }

    /** Ends the threads, and waits for it, but not for ever. Not for event loops. */
    void end() {
        loops.shutdownGracefully(0, END.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly(2 * END.toMillis());
    }
}
