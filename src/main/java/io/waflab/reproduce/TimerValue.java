package io.waflab.reproduce;

import io.waflab.diagnose.Finding;
import java.time.Duration;

/**
 * A timer's value that explains a silence.
 *
 * @param text as nginx writes it
 * @param why where it is from
 */
record TimerValue(String text, String why) {

    private static final double PART = 0.01;
    private static final long NEAR_NANOS = 60_000_000;
    /** A server may look at its connections only now and then: a timer is late, never early. */
    private static final long LATE_NANOS = 260_000_000;

    /**
     * The value of the timer that fits best; where none does, the whole second next to the silence, or before it, or the
     * silence.
     */
    static TimerValue of(Finding finding) {
        var gap = finding.gap().orElse(Duration.ZERO);
        var seen = "a silence of " + LabClock.text(gap);
        var fit = finding.timer()
                .flatMap(ran -> ran.fits().stream()
                        .filter(one -> one.profile().seconds().isPresent())
                        .filter(one -> one.off().abs().toNanos()
                                <= one.profile().seconds().get().toNanos() * PART)
                        .findFirst());
        if (fit.isPresent()) {
            var profile = fit.get().profile();
            return new TimerValue(
                    ConnectionTimers.text(profile.seconds().orElseThrow()),
                    seen + "; fits " + profile.product() + ": " + profile.setting());
        }
        var none = seen + "; no known product's timer fits, ";
        if (isWhole(gap)) {
            return new TimerValue(ConnectionTimers.text(second(gap)), none + "this is the next whole second");
        }
        var before = Duration.ofSeconds(gap.toSeconds());
        return !before.isZero() && gap.minus(before).toNanos() <= LATE_NANOS
                ? new TimerValue(
                        ConnectionTimers.text(before),
                        none + "this is the whole second before it: timers are late, not early")
                : new TimerValue(ConnectionTimers.text(gap), none + "and no whole second is near");
    }

    /**
     * The value of a timer that runs since accept: where no other value explains the silence, and all the time since then is a
     * whole second.
     *
     * @param sinceAccept until the server's end
     */
    static TimerValue of(Finding finding, Duration sinceAccept) {
        var gap = finding.gap().orElse(Duration.ZERO);
        return isWhole(gap) || !isWhole(sinceAccept)
                ? of(finding)
                : new TimerValue(
                        ConnectionTimers.text(second(sinceAccept)),
                        "the server's end came " + LabClock.text(sinceAccept)
                                + " after accept, where this timer begins: the next whole second");
    }

    private static boolean isWhole(Duration time) {
        var off = time.minus(second(time)).abs().toNanos();
        return !second(time).isZero() && off <= Math.max(NEAR_NANOS, time.toNanos() * PART / 2);
    }

    private static Duration second(Duration time) {
        return Duration.ofSeconds(Math.round(time.toNanos() / 1e9));
    }
}
