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
 * @param size bytes for DATA, HANDSHAKE and ALERT (TLS: of the record's fragment), the status for RESPONSE, else 0
 * @param detail in words; empty when there is nothing to add
 * @param frame the packet's number in its capture, from 1; 0 when there is no capture
 */
public record Observation(long nanos, Side leg, Peer by, What what, long size, String detail, int frame) {

    public Observation(long nanos, Side leg, Peer by, What what, long size, String detail) {
        this(nanos, leg, by, what, size, detail, 0);
    }

    public Observation(long nanos, Side leg, Peer by, What what) {
        this(nanos, leg, by, what, 0, "", 0);
    }
}
