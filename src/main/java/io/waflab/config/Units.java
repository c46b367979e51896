package io.waflab.config;

import java.time.Duration;
import java.util.List;

/**
 * nginx's times and sizes (nginx.org/en/docs/syntax.html, src/core/ngx_parse.c). A number without a unit is seconds, or
 * bytes. All throw {@link IllegalArgumentException} with what was expected.
 */
public final class Units {

    /** In the order in which a time must name them, with their milliseconds. */
    private static final List<String> UNITS = List.of("y", "M", "w", "d", "h", "m", "s", "ms");

    private static final long[] MILLIS = {
        365L * 86_400_000, 30L * 86_400_000, 7L * 86_400_000, 86_400_000, 3_600_000, 60_000, 1000, 1
    };

    private static final int MONTHS = 1;
    private static final int SECONDS = 6;

    /** What a deadline on a clock of nanoseconds can hold: 292 years. */
    private static final long LONGEST = Long.MAX_VALUE / 1_000_000;

    private static final String FOREIGN_TIME =
            "[0-9. ]+ *(ns|us|micro.*|nano.*|milli.*|seconds?|minutes?|hours?|days?|weeks?|months?|years?)";

    private static final String TIME_EXPECTED =
            "expected a time as nginx writes it: 60 (seconds), 500ms, 60s, 5m, 1h 30m, 1d, 1w";
    private static final String SECONDS_EXPECTED =
            "expected a time as nginx writes it, of whole seconds: 60 (seconds), 60s, 5m,"
                    + " 1h 30m, 1d, 1w, 1M (30 days), 1y";
    private static final String SIZE_EXPECTED = "expected a size as nginx writes it: 1024 (bytes), 8k, 1m";

    private Units() {}

    /** A time of milliseconds' precision: years and months are refused, as by nginx. */
    public static Duration time(String text) {
        return time(text, true);
    }

    static boolean isTime(String text) {
        try {
            time(text);
            return true;
        } catch (IllegalArgumentException not) {
            return false;
        }
    }

    /** A time for which nginx counts whole seconds: milliseconds are refused, years and months taken. */
    public static Duration seconds(String text) {
        return time(text, false);
    }

    private static Duration time(String text, boolean milliseconds) {
        long total = 0;
        int last = milliseconds ? MONTHS : -1;
        boolean isEmpty = true;
        int at = 0;
        while (at < text.length()) {
            int digits = at;
            while (at < text.length() && isDigit(text.charAt(at))) {
                at++;
            }
            int word = at;
            at += unitLength(text, at);
            boolean bare = at == word;
            int unit = bare ? SECONDS : UNITS.indexOf(text.substring(word, at));
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            if (digits == word || unit <= last || bare && at < text.length()) {
                throw notATime(text, milliseconds);
            }
            if (unit > SECONDS && !milliseconds) {
                throw new IllegalArgumentException("invalid value \"" + text + "\" (nginx counts whole seconds here)");
            }
            total = add(total, text.substring(digits, word), MILLIS[unit], text);
            last = unit;
            isEmpty = false;
        }
        if (isEmpty) {
            throw notATime(text, milliseconds);
        }
        return Duration.ofMillis(total);
    }

    /** Of the unit that stands there; 0 for none. */
    private static int unitLength(String text, int at) {
        if (text.startsWith("ms", at)) {
            return 2;
        }
        return at < text.length() && "yMwdhms".indexOf(text.charAt(at)) >= 0 ? 1 : 0;
    }

    private static long add(long total, String digits, long scale, String text) {
        try {
            long sum = Math.addExact(total, Math.multiplyExact(Long.parseLong(digits), scale));
            if (sum <= LONGEST) {
                return sum;
            }
        } catch (ArithmeticException | NumberFormatException tooLong) {
            // said below
        }
        throw new IllegalArgumentException("invalid value \"" + text + "\" (longer than 292 years)");
    }

    private static IllegalArgumentException notATime(String text, boolean milliseconds) {
        var foreign = text.matches(FOREIGN_TIME) ? "unit of HOCON or of words, not of nginx; " : "";
        return new IllegalArgumentException(
                "invalid value \"" + text + "\" (" + foreign + (milliseconds ? TIME_EXPECTED : SECONDS_EXPECTED) + ")");
    }

    /** A size in bytes, in k or in m; ngx_parse_size knows no g. */
    public static long size(String text) {
        return bytes(text, SIZE_EXPECTED, 20);
    }

    /** 0 for what is no size, where that is said otherwise or elsewhere. */
    static long sizeOrZero(String text) {
        try {
            return size(text);
        } catch (IllegalArgumentException wrong) {
            return 0;
        }
    }

    /** A place in a file: the same, or in g (ngx_parse_offset). */
    static long offset(String text) {
        return bytes(text, SIZE_EXPECTED + ", 1g", 30);
    }

    private static long bytes(String text, String expected, int most) {
        int shift = text.isEmpty() ? 0 : shift(text.charAt(text.length() - 1));
        var digits = shift == 0 ? text : text.substring(0, text.length() - 1);
        if (!isNumber(digits) || shift > most) {
            throw new IllegalArgumentException("invalid value \"" + text + "\" (" + expected + ")");
        }
        try {
            return Math.multiplyExact(Long.parseLong(digits), 1L << shift);
        } catch (ArithmeticException | NumberFormatException tooBig) {
            throw new IllegalArgumentException("invalid value \"" + text + "\" (more than 8 EiB)", tooBig);
        }
    }

    private static int shift(char unit) {
        return switch (unit) {
            case 'k', 'K' -> 10;
            case 'm', 'M' -> 20;
            case 'g', 'G' -> 30;
            default -> 0;
        };
    }

    /** A whole number from least to most. */
    static long count(String text, long least, long most) {
        long number = -1;
        if (isNumber(text) && text.length() < 19) {
            number = Long.parseLong(text);
        }
        if (number < least || number > most) {
            throw new IllegalArgumentException(
                    "invalid value \"" + text + "\" (expected a whole number from " + least + " to " + most + ")");
        }
        return number;
    }

    /** Whether it is decimal digits, at least one. */
    static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
