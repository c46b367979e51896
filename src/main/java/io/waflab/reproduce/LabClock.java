package io.waflab.reproduce;

import java.io.InterruptedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * Time as the lab's client and origin know it: nanoseconds since the story began, and pauses that a speed divides.
 * Safe for several threads.
 */
public final class LabClock {

    private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*(ms|s|m|h)?");

    private final long start = System.nanoTime();
    private final double speed;

    /** @param speed what every pause is divided by: 1 is real time, 10 plays 120 s in 12 s; 0.01 to 10,000 */
    public LabClock(double speed) {
        if (!(speed >= 0.01 && speed <= 10_000)) {
            throw new IllegalArgumentException("speed: " + speed + " (expected: 0.01 to 10000)");
        }
        this.speed = speed;
    }

    /** {@link System#nanoTime()} when the story began: what puts stories of one process side by side. */
    public long start() {
        return start;
    }

    /** Nanoseconds since the story began. */
    public long now() {
        return System.nanoTime() - start;
    }

    /** How long a duration of the script takes here. */
    public Duration scaled(Duration scripted) {
        return Duration.ofNanos(Math.round(scripted.toNanos() / speed));
    }

    /**
     * Waits, without touching any socket.
     *
     * @param scripted before scaling
     * @throws InterruptedIOException when the thread is interrupted, which is how an origin stops
     */
    void pause(Duration scripted) throws InterruptedIOException {
        pauseUntil(System.nanoTime() + scaled(scripted).toNanos());
    }

    /** @param deadline a value of {@link System#nanoTime()} */
    void pauseUntil(long deadline) throws InterruptedIOException {
        for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
            if (Thread.interrupted()) {
                throw new InterruptedIOException("interrupted in a pause");
            }
        }
    }

    /**
     * A duration as scripts write it: {@code 15}, {@code 14.9s}, {@code 500ms}, {@code 2m}, {@code 1h}; seconds when
     * there is no unit, as nginx reads times.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Duration parse(String text) {
        var matcher = TIME.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a time (expected a number with ms, s, m or h, as in 14.9s)");
        }
        var unit = matcher.group(2) == null ? "s" : matcher.group(2);
        double seconds = Double.parseDouble(matcher.group(1))
                * switch (unit) {
                    case "ms" -> 0.001;
                    case "m" -> 60;
                    case "h" -> 3600;
                    default -> 1;
                };
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    /** As {@link #parse} reads it: {@code 14.948s}, to the microsecond. */
    static String text(Duration time) {
        return BigDecimal.valueOf(time.toNanos(), 9)
                        .setScale(6, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString()
                + "s";
    }
}
