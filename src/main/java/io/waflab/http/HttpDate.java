package io.waflab.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TimeZone;

/**
 * The time in the forms that heads, pages and logs use, made once a second (ngx_times.c). Belongs to one event loop: not
 * for several threads. Times are whole seconds since 1970.
 *
 * <p>Put together by hand: the first form of a {@link java.time.format.DateTimeFormatter} loads the words of its locale,
 * which takes 9 ms of a start, and 0.7 MiB; {@link java.time.ZoneId} looks for zones in all of the class path, 4 ms.
 */
public final class HttpDate {

    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private final TimeZone zone;
    private long second = Long.MIN_VALUE;
    private byte[] http = {};
    private String local;
    private String iso;
    private String log;

    /** @param zone the machine's, for the local forms */
    public HttpDate(TimeZone zone) {
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
        if (local == null) {
            var time = here();
            var text = new StringBuilder();
            date(text, time, '/').append(':');
            clock(text, time).append(' ');
            local = offset(text, time, "").toString();
        }
        return local;
    }

    /** {@code 2026-11-22T16:00:38+00:00}: $time_iso8601. */
    public String iso() {
        if (iso == null) {
            var time = here();
            var text = numbers(time, '-').append('T');
            clock(text, time);
            iso = offset(text, time, ":").toString();
        }
        return iso;
    }

    /** {@code 2026/11/22 16:00:38}: the error log and Tengine's pages. */
    public String log() {
        if (log == null) {
            var time = here();
            log = clock(numbers(time, '/').append(' '), time).toString();
        }
        return log;
    }

    /** The form of {@link #http()} for any time. */
    public static String format(long epochSecond) {
        var time = Instant.ofEpochSecond(epochSecond).atOffset(ZoneOffset.UTC);
        var text = new StringBuilder(DAYS.get(time.getDayOfWeek().getValue() - 1)).append(", ");
        date(text, time, ' ').append(' ');
        return clock(text, time).append(" GMT").toString();
    }

    private OffsetDateTime here() {
        int millis = zone.getOffset(second * 1000);
        return Instant.ofEpochSecond(second).atOffset(ZoneOffset.ofTotalSeconds(millis / 1000));
    }

    /** {@code 22 Nov 2026}. */
    private static StringBuilder date(StringBuilder text, OffsetDateTime time, char between) {
        two(text, time.getDayOfMonth()).append(between);
        text.append(MONTHS.get(time.getMonthValue() - 1)).append(between);
        return four(text, time.getYear());
    }

    /** {@code 2026-11-22}. */
    private static StringBuilder numbers(OffsetDateTime time, char between) {
        var text = four(new StringBuilder(), time.getYear()).append(between);
        return two(two(text, time.getMonthValue()).append(between), time.getDayOfMonth());
    }

    /** {@code 16:00:38}. */
    private static StringBuilder clock(StringBuilder text, OffsetDateTime time) {
        two(text, time.getHour()).append(':');
        two(text, time.getMinute()).append(':');
        return two(text, time.getSecond());
    }

    /** {@code +08:00}: hours and minutes before UTC. */
    private static StringBuilder offset(StringBuilder text, OffsetDateTime time, String between) {
        int minutes = time.getOffset().getTotalSeconds() / 60;
        text.append(minutes < 0 ? '-' : '+');
        two(text, Math.abs(minutes) / 60).append(between);
        return two(text, Math.abs(minutes) % 60);
    }

    private static StringBuilder four(StringBuilder text, int number) {
        return two(two(text, number / 100), number % 100);
    }

    private static StringBuilder two(StringBuilder text, int number) {
        return text.append(number < 10 ? "0" : "").append(number);
    }
}
