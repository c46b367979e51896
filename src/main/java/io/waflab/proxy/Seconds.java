package io.waflab.proxy;

/** Times as nginx writes them, in seconds with three digits behind the point. */
final class Seconds {

    private Seconds() {}

    /**
     * What was not yet a millisecond does not count.
     *
     * @param nanos less than none is none: {@code ngx_max(ms, 0)} in ngx_http_variable_request_time and its like
     */
    static String text(long nanos) {
        return ofMillis(nanos / 1_000_000);
    }

    /** The same to the next millisecond. */
    static String rounded(long nanos) {
        return text(nanos + 500_000);
    }

    /** @param millis less than none is none */
    static String ofMillis(long millis) {
        long some = Math.max(millis, 0);
        return some / 1000 + "." + Long.toString(1000 + some % 1000).substring(1);
    }
}
