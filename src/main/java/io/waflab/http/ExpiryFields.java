package io.waflab.http;

import io.waflab.config.Expires;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * What {@code expires} says to caches (ngx_http_set_expires in ngx_http_headers_filter_module.c).
 *
 * @param expires the value of Expires
 * @param cacheControl the value of Cache-Control
 */
public record ExpiryFields(String expires, String cacheControl) {

    private static final ExpiryFields EPOCH = new ExpiryFields("Thu, 01 Jan 1970 00:00:01 GMT", "no-cache");
    private static final ExpiryFields MAX = new ExpiryFields("Thu, 31 Dec 2037 23:55:55 GMT", "max-age=315360000");

    /**
     * @param when not {@link Expires.Kind#OFF}
     * @param now seconds since 1970
     * @param modified seconds since 1970, {@link HttpDateReader#NONE} where it is not known
     * @param zone the machine's, whose midnight counts
     */
    public static ExpiryFields of(Expires when, long now, long modified, ZoneId zone) {
        return switch (when.kind()) {
            case OFF -> throw new IllegalArgumentException("off says nothing");
            case EPOCH -> EPOCH;
            case MAX -> MAX;
            case ACCESS -> at(when, now + when.seconds(), now);
            case MODIFIED -> at(when, (modified == HttpDateReader.NONE ? now : modified) + when.seconds(), now);
            case DAILY -> at(when, next(when.seconds(), now, zone), now);
        };
    }

    private static ExpiryFields at(Expires when, long expires, long now) {
        if (when.seconds() == 0 && when.kind() != Expires.Kind.DAILY) {
            return new ExpiryFields(HttpDate.format(now), "max-age=0");
        }
        boolean past = when.seconds() < 0 || expires < now;
        return new ExpiryFields(HttpDate.format(expires), past ? "no-cache" : "max-age=" + (expires - now));
    }

    /** ngx_next_time: today, or else tomorrow. */
    private static long next(long secondOfDay, long now, ZoneId zone) {
        var today = LocalDate.ofInstant(Instant.ofEpochSecond(now), zone);
        long then = today.atStartOfDay(zone).toEpochSecond() + secondOfDay;
        return then > now ? then : today.plusDays(1).atStartOfDay(zone).toEpochSecond() + secondOfDay;
    }
}
