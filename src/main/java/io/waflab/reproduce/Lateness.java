package io.waflab.reproduce;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how late this machine lets a thread run that asked to be woken: no time that is played here is more exact. A
 * thread of its own that wakes every 5 ms.
 */
final class Lateness implements AutoCloseable {

    private static final long EVERY_NANOS = 5_000_000;

    private final Thread thread = new Thread(this::measure, "lateness");
    private volatile boolean over;
    private volatile long most;

    private Lateness() {
        thread.setDaemon(true);
    }

    static Lateness measured() {
        var lateness = new Lateness();
        lateness.thread.start();
        return lateness;
    }

    private void measure() {
        while (!over) {
            long wanted = System.nanoTime() + EVERY_NANOS;
            LockSupport.parkNanos(EVERY_NANOS);
            most = Math.max(most, System.nanoTime() - wanted);
        }
    }

    /** The most so far. */
    Duration most() {
        return Duration.ofNanos(most);
    }

    @Override
    public void close() {
        over = true;
    }
}
