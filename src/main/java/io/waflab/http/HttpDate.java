package io.waflab.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The time in the forms that heads, pages and logs use, made once a second (ngx_times.c). Belongs to one event loop: not
 * for several threads. Times are whole seconds since 1970.
 */
public final class HttpDate {

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss xx", Locale.ENGLISH);
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx", Locale.ENGLISH);
    private static final DateTimeFormatter LOG = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter HTTP =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
    private static final ZoneId GMT = ZoneId.of("Z");

    private final ZoneId zone;
    private long second = Long.MIN_VALUE;
    private byte[] http = {};
    private String local;
    private String iso;
    private String log;

    /** @param zone the machine's, for the local forms */
    public HttpDate(ZoneId zone) {
        this.zone = zone;
    }

    /** Sets the time that the forms tell; returns this. */
    public HttpDate at(long epochSecond) {
        if (epochSecond != second) {
            second = epochSecond;
            http = format(epochSecond).getBytes(StandardCharsets.US_ASCII);
            local = null;
            iso = null;
            log = null;
        }
        return this;
    }

    /** {@code Sun, 22 Nov 2026 16:00:38 GMT} (RFC 9110, 5.6.7); not to be changed. */
    public byte[] http() {
        return http;
    }

    /** {@code 22/Nov/2026:16:00:38 +0000}: $time_local. */
    public String local() {
        return local = local == null ? form(LOCAL) : local;
    }

    /** {@code 2026-11-22T16:00:38+00:00}: $time_iso8601. */
    public String iso() {
        return iso = iso == null ? form(ISO) : iso;
    }

    /** {@code 2026/11/22 16:00:38}: the error log and Tengine's pages. */
    public String log() {
        return log = log == null ? form(LOG) : log;
    }

    /** The form of {@link #http()} for any time. */
    public static String format(long epochSecond) {
        return HTTP.format(Instant.ofEpochSecond(epochSecond).atZone(GMT));
    }

    private String form(DateTimeFormatter formatter) {
        return formatter.format(Instant.ofEpochSecond(second).atZone(zone));
    }
}
