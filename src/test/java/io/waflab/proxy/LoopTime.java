package io.waflab.proxy;

import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The time of a proxy's event loops, which a test can have stand still: what takes long only because the machine is busy
 * then takes none of the proxy's timers, and what takes long by itself can be over at once.
 */
final class LoopTime implements Ticker {

    private final long began = System.nanoTime();
    /** What has to be added to the system's time since the beginning. */
    private long ahead;

    private long stoodAt;
    private int stands;

    @Override
    public synchronized long nanoTime() {
        return stands > 0 ? stoodAt : System.nanoTime() - began + ahead;
    }

    /** Netty takes it from the system's time for how long a loop may wait: that is as long as this time has it. */
    @Override
    public synchronized long initialNanoTime() {
        return System.nanoTime() - nanoTime();
    }

    @Override
    public void sleep(long delay, TimeUnit unit) {
        throw new UnsupportedOperationException("nothing sleeps on an event loop");
    }

    /** Does something while it stands, be it within another such. */
    <T, X extends Exception> T still(Deed<T, X> deed) throws X {
        stand();
        try {
            return deed.done();
        } finally {
            goOn();
        }
    }

    interface Deed<T, X extends Exception> {

        T done() throws X;
    }

    private synchronized void stand() {
        stoodAt = nanoTime();
        stands++;
    }

    private synchronized void goOn() {
        stands--;
        if (stands == 0) {
            ahead = stoodAt - (System.nanoTime() - began);
        }
    }

    /** Whether it stands or goes. */
    synchronized void pass(Duration span) {
        stoodAt += span.toNanos();
        ahead += span.toNanos();
    }
}
