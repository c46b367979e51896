package io.waflab.http;

import java.time.LocalDate;
import java.time.Year;

/**
 * Reads a date in any of the three forms that HTTP knows (RFC 9110, 5.6.7), as leniently as ngx_parse_http_time.c: neither
 * the day of the week nor the zone is looked at.
 */
public final class HttpDateReader {

    /** What {@link #read} says of a text that is no date. */
    public static final long NONE = -1;

    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };

    private final String text;
    private int at;

    private HttpDateReader(String text) {
        this.text = text;
    }

    /** Seconds since 1970; {@link #NONE} for a text that is no date. */
    public static long read(String text) {
        try {
            return new HttpDateReader(text).read();
        } catch (IllegalArgumentException | IndexOutOfBoundsException noDate) {
            return NONE;
        }
    }

    private long read() {
        boolean asctime = false;
        while (at < text.length() && text.charAt(at) != ',' && !asctime) {
            asctime = text.charAt(at) == ' ';
            at += asctime ? 0 : 1;
        }
        at++;
        while (text.charAt(at) == ' ') {
            at++;
        }
        return asctime ? asctime() : dayFirst();
    }

    /** {@code Sun, 06 Nov 1994 08:49:37 GMT}, or {@code Sunday, 06-Nov-94 08:49:37 GMT}. */
    private long dayFirst() {
        int day = number(2);
        char separator = text.charAt(at++);
        require(separator == ' ' || separator == '-');
        int month = month();
        expect(separator);
        int year = number(separator == ' ' ? 4 : 2);
        if (separator == '-') {
            year += year < 70 ? 2000 : 1900;
        }
        expect(' ');
        return seconds(year, month, day, time());
    }

    /** {@code Sun Nov  6 08:49:37 1994}. */
    private long asctime() {
        int month = month();
        expect(' ');
        if (text.charAt(at) == ' ') {
            at++;
        }
        int day = number(text.charAt(at + 1) == ' ' ? 1 : 2);
        expect(' ');
        int time = time();
        expect(' ');
        return seconds(number(4), month, day, time);
    }

    /** Seconds of the day. */
    private int time() {
        int hour = number(2);
        expect(':');
        int minute = number(2);
        expect(':');
        int second = number(2);
        require(hour < 24 && minute < 60 && second < 60);
        return hour * 3600 + minute * 60 + second;
    }

    private static long seconds(int year, int month, int day, int time) {
        var first = LocalDate.of(year, month, 1);
        require(day <= first.getMonth().length(Year.isLeap(year)));
        return (first.toEpochDay() + day - 1) * 86_400L + time;
    }

    private int month() {
        for (int i = 0; i < MONTHS.length; i++) {
            if (text.startsWith(MONTHS[i], at)) {
                at += 3;
                return i + 1;
            }
        }
        throw new IllegalArgumentException("no month");
    }

    private int number(int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            char digit = text.charAt(at++);
            require(digit >= '0' && digit <= '9');
            value = value * 10 + digit - '0';
        }
        return value;
    }

    private void expect(char wanted) {
        require(text.charAt(at++) == wanted);
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("no date");
        }
    }
}
