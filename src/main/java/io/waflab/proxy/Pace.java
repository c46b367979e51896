package io.waflab.proxy;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How fast one response may go: {@code limit_rate} and {@code limit_rate_after} (ngx_http_write_filter in
 * src/http/ngx_http_write_filter_module.c).
 */
final class Pace {

    private final long rate;
    private final long free;
    private final LongSupplier seconds;
    private final long begunAt;
    private long sent;

    /**
     * @param rate bytes a second, more than 0
     * @param free bytes that do not count
     * @param begunAt the second in which the request came
     * @param seconds a clock that counts whole ones, as nginx's does
     */
    Pace(long rate, long free, long begunAt, LongSupplier seconds) {
        this.rate = rate;
        this.free = free;
        this.begunAt = begunAt;
        this.seconds = seconds;
    }

    /** Bytes that may go in this second; 0 or less for none. */
    long allowed() {
        return rate * (seconds.getAsLong() - begunAt + 1) - (sent - free);
    }

    /** How long to wait when none may go. */
    Duration untilAllowed() {
        return Duration.ofMillis(-allowed() * 1000 / rate + 1);
    }

    /** Bytes have gone; returns how long to wait before the next, perhaps not at all. */
    Duration sent(long bytes) {
        long before = Math.max(0, sent - free);
        sent += bytes;
        return Duration.ofMillis((Math.max(0, sent - free) - before) * 1000 / rate);
    }
}
