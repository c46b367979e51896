package io.waflab.proxy;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What nginx counts for {@code stub_status} (ngx_http_stub_status_module.c). It outlives a configuration; may be used from
 * every thread.
 */
final class Counts {

    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong handled = new AtomicLong();
    private final AtomicLong active = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong reading = new AtomicLong();
    private final AtomicLong writing = new AtomicLong();

    void accepted() {
        accepted.incrementAndGet();
    }

    /** An accepted connection is served. */
    void handled() {
        handled.incrementAndGet();
        active.incrementAndGet();
    }

    /** A served connection has ended. */
    void ended() {
        active.decrementAndGet();
    }

    /** A part of a request's head was read, or what was begun is read or given up. */
    void reading(boolean begins) {
        reading.addAndGet(begins ? 1 : -1);
    }

    /** A request's head was read. */
    void requested() {
        requests.incrementAndGet();
        writing.incrementAndGet();
    }

    /** A request is over. */
    void answered() {
        writing.decrementAndGet();
    }

    long active() {
        return active.get();
    }

    /** Connections whose request's head is being read. */
    long reading() {
        return reading.get();
    }

    /** Requests that are being answered. */
    long writing() {
        return writing.get();
    }

    /** Connections without a request. */
    long waiting() {
        return active() - reading() - writing();
    }

    /** The page, byte for byte. */
    String page() {
        return "Active connections: " + active() + " \nserver accepts handled requests\n " + accepted + " " + handled
                + " " + requests + " \nReading: " + reading() + " Writing: " + writing() + " Waiting: " + waiting()
                + " \n";
    }
}
