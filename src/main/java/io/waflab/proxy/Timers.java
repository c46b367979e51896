package io.waflab.proxy;

import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.netty.util.concurrent.Ticker;
import io.waflab.connection.Timer;
import io.waflab.connection.Timer.Slot;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The timers of one connection, one for each slot, on its event loop.
 *
 * <p>A timer is scheduled once and looks at its deadline when it wakes, so that restarting one for each read costs no more
 * than storing a number. Like nginx it keeps the old deadline of a running timer when the new one is less than 300 ms away
 * (NGX_TIMER_LAZY_DELAY in src/event/ngx_event_timer.h): such a timer can run out up to 300 ms early.
 */
final class Timers {

    static final long LAZY_DELAY = TimeUnit.MILLISECONDS.toNanos(300);

    private final EventExecutor loop;
    private final Ticker ticker;
    private final Consumer<Timer> expired;
    private final Running[] slots = new Running[Slot.values().length];

    Timers(EventExecutor loop, Consumer<Timer> expired) {
        this.loop = loop;
        this.ticker = ticker(loop);
        this.expired = expired;
    }

    /** The clock by which that loop's tasks are scheduled. */
    static Ticker ticker(EventExecutor loop) {
        return loop instanceof AbstractScheduledEventExecutor scheduled ? scheduled.ticker() : Ticker.systemTicker();
    }

    /** Nanoseconds of the clock that the timers go by. */
    long now() {
        return ticker.nanoTime();
    }

    /** Starts a timer in its slot, replacing what runs there. */
    void start(Timer timer, Duration duration) {
        int slot = timer.slot().ordinal();
        if (slots[slot] == null) {
            slots[slot] = new Running();
        }
        slots[slot].start(timer, now() + duration.toNanos());
    }

    void stop(Slot slot) {
        var running = slots[slot.ordinal()];
        if (running != null) {
            running.timer = null;
        }
    }

    /** Whether it is that timer that runs in its slot. */
    boolean runs(Timer timer) {
        var running = slots[timer.slot().ordinal()];
        return running != null && running.timer == timer;
    }

    /** Whether no timer runs there. */
    boolean isFree(Slot slot) {
        var running = slots[slot.ordinal()];
        return running == null || running.timer == null;
    }

    /** Stops all, for a connection that has ended: nothing of it stays with the event loop. */
    void stopAll() {
        for (var running : slots) {
            if (running != null) {
                running.cancel();
            }
        }
    }

    private final class Running implements Runnable {

        private Timer timer;
        private long deadline;
        private ScheduledFuture<?> task;
        private long wakes;

        void start(Timer next, long until) {
            boolean near = timer != null && Math.abs(until - deadline) < LAZY_DELAY;
            timer = next;
            if (near) {
                return;
            }
            deadline = until;
            if (task != null && wakes - until > 0) {
                task.cancel(false);
                task = null;
            }
            if (task == null) {
                sleep();
            }
        }

        void cancel() {
            timer = null;
            if (task != null) {
                task.cancel(false);
                task = null;
            }
        }

        private void sleep() {
            wakes = deadline;
            task = loop.schedule(this, Math.max(0, deadline - now()), TimeUnit.NANOSECONDS);
        }

        @Override
        public void run() {
            task = null;
            if (timer == null) {
                return;
            }
            if (deadline - now() > 0) {
                sleep();
                return;
            }
            var out = timer;
            timer = null;
            expired.accept(out);
        }
    }
}
