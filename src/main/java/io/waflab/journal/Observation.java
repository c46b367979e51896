package io.waflab.journal;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;

/**
 * One thing that happened on a leg of a connection. The proxy, the lab's client and origin, and the capture reader all
 * tell their stories in these.
 *
 * @param nanos since the story began
 * @param leg where
 * @param by who did it: the end of that leg which opened it, or the other
 * @param what happened
 * @param size bytes for DATA, HANDSHAKE and ALERT (TLS: of the record's fragment), the status for RESPONSE, else 0; of a
 *     run all together
 * @param detail in words; empty when there is nothing to add
 * @param frame the packet's number in its capture, from 1; 0 when there is no capture
 * @param run how often, one close behind the other, and when last
 */
public record Observation(long nanos, Side leg, Peer by, What what, long size, String detail, int frame, Run run) {

    /** The detail of what crossed the wire by what came behind it, and was not captured. */
    public static final String NOT_CAPTURED = "not in the capture";

    /**
     * Records that followed each other without a pause, told as one.
     *
     * @param count how many, at least 1
     * @param lastNanos when the last of them was seen, since the story began
     * @param lastSize its size
     * @param lastFrame its packet's number; 0 when there is no capture
     */
    public record Run(int count, long lastNanos, long lastSize, int lastFrame) {}

    public Observation(long nanos, Side leg, Peer by, What what, long size, String detail, int frame) {
        this(nanos, leg, by, what, size, detail, frame, new Run(1, nanos, size, frame));
    }

    public Observation(long nanos, Side leg, Peer by, What what, long size, String detail) {
        this(nanos, leg, by, what, size, detail, 0);
    }

    public Observation(long nanos, Side leg, Peer by, What what) {
        this(nanos, leg, by, what, 0, "", 0);
    }

    /** Whether a capture lacks it. */
    public boolean isNotCaptured() {
        return detail.equals(NOT_CAPTURED);
    }
}
