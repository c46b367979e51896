package io.waflab.reproduce;

import java.io.InterruptedIOException;
import java.time.Duration;

/** How fast an application takes bytes: so many, then a pause. One reader at a time. */
final class Pace {

    /** As fast as they come. */
    static final Pace FREE = new Pace(Integer.MAX_VALUE, Duration.ZERO, new LabClock(1));

    private final int bytes;
    private final Duration pause;
    private final LabClock clock;
    private int taken;

    /** @param pause after every so many bytes, scaled by the clock */
    Pace(int bytes, Duration pause, LabClock clock) {
        this.bytes = bytes;
        this.pause = pause;
        this.clock = clock;
    }

    /** How many may be taken now; at least 1. */
    int allows() {
        return bytes - taken;
    }

    void took(int count) throws InterruptedIOException {
        if (pause.isZero()) {
            return;
        }
        taken += count;
        if (taken >= bytes) {
            taken = 0;
            clock.pause(pause);
        }
    }
}
