package io.waflab.reproduce;

import io.waflab.diagnose.Finding;
import java.time.Duration;
import java.util.Locale;

/**
 * A timer's value that explains a silence.
 *
 * @param text as nginx writes it
 * @param why where it is from
 */
record TimerValue(String text, String why) {

    private static final double PART = 0.01;
    private static final long NEAR_NANOS = 60_000_000;

    /** The value of the timer that fits best; where none does, the whole second next to the silence, or the silence. */
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
                    nginx(profile.seconds().orElseThrow()),
                    seen + "; fits " + profile.product() + ": " + profile.setting());
        }
        var second = Duration.ofSeconds(Math.round(gap.toNanos() / 1e9));
        var off = gap.minus(second).abs().toNanos();
        return !second.isZero() && off <= Math.max(NEAR_NANOS, gap.toNanos() * PART / 2)
                ? new TimerValue(nginx(second), seen + "; no known product's timer fits, this is the next whole second")
                : new TimerValue(nginx(gap), seen + "; no known product's timer fits, and no whole second is near");
    }

    /** {@code 120s}, {@code 4500ms}. */
    static String nginx(Duration time) {
        var millis = Math.max(1, Math.round(time.toNanos() / 1e6));
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : String.format(Locale.ROOT, "%dms", millis);
    }
}
