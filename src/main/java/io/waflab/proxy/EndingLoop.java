package io.waflab.proxy;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Netty's event loop, which closes its sockets however it is told to end.
 *
 * <p>Netty's own looks in each turn whether it is to close them, and once more whether it is over. Told in between, and
 * without a quiet period, it is over with its sockets open: their descriptors stay, and what its last tasks have left to
 * the end of a turn, as a FIN on a {@link Ring}, does not happen.
 */
public class EndingLoop extends SingleThreadIoEventLoop {

    /** What tasks may take of a turn, as Netty has it. */
    private static final long TASKS = TimeUnit.SECONDS.toNanos(1);

    private EndingLoop(IoEventLoopGroup group, Executor executor, IoHandlerFactory handlers) {
        super(group, executor, handlers);
    }

    /**
     * Event loops of a thread each.
     *
     * @throws IllegalStateException where one cannot be made
     */
    public static EventLoopGroup group(int threads, ThreadFactory factory, IoHandlerFactory handlers) {
        return group(threads, factory, handlers, Ticker.systemTicker());
    }

    /** @param time by which their timers go */
    static EventLoopGroup group(int threads, ThreadFactory factory, IoHandlerFactory handlers, Ticker time) {
        return new MultiThreadIoEventLoopGroup(threads, factory, handlers) {
            @Override
            protected IoEventLoop newChild(Executor executor, IoHandlerFactory handler, Object... none) {
                return new EndingLoop(this, executor, handler) {
                    /** Netty asks for it before a field of the loop could hold it. */
                    @Override
                    public Ticker ticker() {
                        return time;
                    }
                };
            }
        };
    }

    @Override
    protected void run() {
        ioHandler().initialize();
        do {
            runIo();
            runAllTasks(TASKS);
        } while (!isShuttingDown());
        do {
            runAllTasks(TASKS);
            ioHandler().run(AtOnce.TURN);
            ioHandler().prepareToDestroy();
        } while (!confirmShutdown());
    }
}
