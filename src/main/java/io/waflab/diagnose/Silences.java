package io.waflab.diagnose;

import io.waflab.connection.Event.ClientLeft;
import java.time.Duration;

/** How much a length of time looks like a timer's: people set timers in whole seconds. */
final class Silences {

    static final long LEAST = ClientLeft.LEAST_SILENCE.toNanos();
    /** Within this a close belongs to what was said before it. */
    static final long AT_ONCE = 500_000_000;

    private static final long SECOND = 1_000_000_000;
    private static final long CLOSE_TO = 60_000_000;
    private static final double CLOSE_TO_SHARE = 0.003;

    private Silences() {}

    static boolean isSilence(long nanos) {
        return nanos >= LEAST;
    }

    /** Within 60 ms or 0.3 % of whole seconds: by chance one length in eight is. */
    static boolean isRound(long nanos) {
        var seconds = Math.round((double) nanos / SECOND);
        var off = Math.abs(nanos - seconds * SECOND);
        return seconds >= 1 && off <= Math.max(CLOSE_TO, Math.min(200_000_000, nanos * CLOSE_TO_SHARE));
    }

    /** Within 150 ms: by chance nearly one length in three is. */
    static boolean isNearlyRound(long nanos) {
        var seconds = Math.round((double) nanos / SECOND);
        return seconds >= 1 && Math.abs(nanos - seconds * SECOND) <= 150_000_000;
    }

    static boolean isRound(Duration length) {
        return isRound(length.toNanos());
    }
}
