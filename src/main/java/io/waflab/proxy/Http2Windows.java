package io.waflab.proxy;

import io.waflab.connection.Http2Error;
import io.waflab.http.Http2Failure;
import java.util.ArrayDeque;

/**
 * The windows that all streams of a connection share, the client's and the own, and whose turn it is when the client's opens
 * (RFC 9113 section 5.2; what a stream has for itself is with the stream).
 */
final class Http2Windows {

    /** Before anybody says anything else, of the connection and of each stream (section 6.9.2). */
    static final int FIRST = 65_535;

    static final long MOST = Integer.MAX_VALUE;

    private final ArrayDeque<Http2Response> waiting = new ArrayDeque<>(0);
    private long client = FIRST;
    private long own = MOST;
    private long ofStream = FIRST;
    private long asked = FIRST;

    /** The client's for all streams together. */
    long client() {
        return client;
    }

    void spend(int bytes) {
        client -= bytes;
    }

    /** Bytes were taken back before they were sent. */
    void regain(long bytes) {
        client += bytes;
    }

    /** The client's for a stream that begins now. */
    long ofStream() {
        return ofStream;
    }

    /** The client's SETTINGS name another one for streams, from their end on. */
    void asks(long initial) {
        asked = initial;
    }

    /**
     * The client's SETTINGS are whole.
     *
     * @return by how much the windows of all streams change
     */
    long settle() {
        long delta = asked - ofStream;
        ofStream = asked;
        return delta;
    }

    /** A response has its turn when the connection's window opens. */
    void waits(Http2Response response) {
        if (!waiting.contains(response)) {
            waiting.add(response);
        }
    }

    void nobodyWaits() {
        waiting.clear();
    }

    /** WINDOW_UPDATE for the connection. */
    void widen(int increment) throws Http2Failure {
        if (client + increment > MOST) {
            throw new Http2Failure(
                    Http2Error.FLOW_CONTROL_ERROR,
                    "client violated connection flow control: received WINDOW_UPDATE frame with window increment "
                            + increment + " not allowed for window " + client);
        }
        client += increment;
        for (int turns = waiting.size(); turns > 0 && client > 0 && !waiting.isEmpty(); turns--) {
            waiting.poll().pump();
        }
    }

    /**
     * A DATA frame came.
     *
     * @return by how much the own window is to be opened; 0 for not yet
     */
    long received(int length) throws Http2Failure {
        if (length > own) {
            throw new Http2Failure(
                    Http2Error.FLOW_CONTROL_ERROR,
                    "client violated connection flow control: received DATA frame length " + length
                            + ", available window " + own);
        }
        own -= length;
        if (own >= MOST / 4) {
            return 0;
        }
        long more = MOST - own;
        own = MOST;
        return more;
    }
}
