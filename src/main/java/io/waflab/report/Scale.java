package io.waflab.report;

import java.time.Duration;
import java.util.Locale;

/**
 * The speed that a demonstration runs at, and how near a measured duration has to come to what is expected of it.
 *
 * @param speed what the timers were divided by, at least 1
 */
public record Scale(double speed) {

    private static final double PART = 0.01;
    private static final double AT_LEAST = 0.3;

    public Scale {
        if (!(speed >= 1)) {
            throw new IllegalArgumentException("speed: " + speed + " (expected: >= 1)");
        }
    }

    /** {@code 12.001 s, which is 120.01 s at speed 1}. */
    String measured(long nanos) {
        return speed == 1
                ? Words.duration(nanos)
                : Words.duration(nanos)
                        + String.format(Locale.ROOT, ", which is %.2f s at speed 1", nanos * speed / 1e9);
    }

    /** How far a measured time may be off: 1 %, at least 0.3 s of the time that really passed. */
    private double tolerance(Duration expected) {
        return Math.max(PART * seconds(expected) / speed, AT_LEAST);
    }

    boolean agrees(long nanos, Duration expected) {
        return Math.abs(nanos / 1e9 - seconds(expected) / speed) <= tolerance(expected);
    }

    /** {@code 119.89 s (± 1.20 s)}, at speed 1. */
    String expected(Duration expected) {
        return String.format(Locale.ROOT, "%s s (± %.2f s)", plain(expected), tolerance(expected) * speed);
    }

    private static String plain(Duration duration) {
        var text = String.format(Locale.ROOT, "%.3f", seconds(duration));
        return text.replaceAll("\\.?0+$", "");
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
