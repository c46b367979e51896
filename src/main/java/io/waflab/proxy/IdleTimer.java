package io.waflab.proxy;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long one upstream's connection may idle in the pool, on its event loop. One task of the loop's serves many rests: each
 * of them only moves the deadline that it looks at.
 */
final class IdleTimer implements Runnable {

    private final EventExecutor loop;
    private final Ticker ticker;
    private final Runnable expired;
    private ScheduledFuture<?> task;
    /** Of the ticker. */
    private long deadline;

    private boolean runs;

    /** @param expired is told once the connection has idled too long */
    IdleTimer(EventExecutor loop, Runnable expired) {
        this.loop = loop;
        this.expired = expired;
        ticker = Timers.ticker(loop);
    }

    /** The connection idles from now on. */
    void start(Duration timeout) {
        runs = true;
        deadline = ticker.nanoTime() + timeout.toNanos();
        if (task == null) {
            sleep();
        }
    }

    /** The connection serves again. */
    void stop() {
        runs = false;
    }

    /** The connection is closed: nothing of it stays with the event loop. */
    void cancel() {
        runs = false;
        if (task != null) {
            task.cancel(false);
        }
    }

    private void sleep() {
        task = loop.schedule(this, Math.max(0, deadline - ticker.nanoTime()), TimeUnit.NANOSECONDS);
    }

    @Override
    public void run() {
        task = null;
        if (!runs) {
            return;
        }
        if (deadline - ticker.nanoTime() > 0) {
            sleep();
        } else {
            expired.run();
        }
    }
}
