package io.waflab.diagnose;

import io.waflab.connection.Peer;

/**
 * What one end said before the other spoke again: a request or a part of one, an answer, a message.
 *
 * @param begins nanoseconds since the story began
 * @param ends the last byte
 * @param frames the first packet's number and the last's
 * @param bytes of the application, as near as encryption lets it be known
 * @param bursts how many of them there were, with pauses of {@value #PAUSE_NANOS} ns or more between
 * @param paused when the burst before the last ended; where there is but one, when that began
 * @param latest when the last burst began
 * @param status of the last response in it; 0 where that cannot be read
 * @param content how much came of the last message in it
 */
record Turn(
        Peer by,
        long begins,
        long ends,
        Frames frames,
        long bytes,
        int bursts,
        long paused,
        long latest,
        int status,
        Content content) {

    static final long PAUSE_NANOS = 150_000_000;

    /** Numbers of packets in their capture, from 1; 0 where there is no capture. */
    record Frames(int first, int last) {}

    /** This, and what the same end said then. */
    Turn and(Turn more) {
        var pause = more.begins - ends >= PAUSE_NANOS;
        return new Turn(
                by,
                begins,
                Math.max(ends, more.ends),
                new Frames(frames.first(), more.frames.last()),
                bytes + more.bytes,
                bursts + (pause ? 1 : 0),
                pause ? ends : paused,
                pause ? more.begins : latest,
                more.status > 0 ? more.status : status,
                more.content != Content.UNKNOWN ? more.content : content);
    }
}
