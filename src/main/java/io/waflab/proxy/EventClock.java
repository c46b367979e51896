package io.waflab.proxy;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Ticker;

/**
 * The time of one event loop. While what came from one socket is dealt with it stands still, as nginx's does for a whole turn
 * of its loop: a request would otherwise read the clock some twenty times. Timers start by the clock itself, so that none runs
 * out early.
 */
final class EventClock {

    private final Ticker ticker;
    private long at;
    private boolean stands;

    EventClock(EventExecutor loop) {
        ticker = Timers.ticker(loop);
    }

    /** Nanoseconds, of the clock that the loop's timers go by. */
    long now() {
        return stands ? at : ticker.nanoTime();
    }

    /**
     * Something came from a socket.
     *
     * @return whether the time stands from here on, for {@link #goOn}, which has to follow; not within another event
     */
    boolean stand() {
        if (stands) {
            return false;
        }
        at = ticker.nanoTime();
        stands = true;
        return true;
    }

    /**
     * It is dealt with.
     *
     * @param stood what {@link #stand} said
     */
    void goOn(boolean stood) {
        stands &= !stood;
    }
}
