package io.waflab.capture;

import java.nio.ByteBuffer;

/**
 * The TCP segment (RFC 9293 section 3.1) that is being read. One object serves for many, one after the other, so that
 * reading makes no garbage: whoever keeps something of it copies that.
 */
final class TcpSegment {

    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int ACK = 16;

    private int frame;
    private long nanos;
    private boolean timed;
    private Endpoint from;
    private Endpoint to;
    private int sequence;
    private int acknowledgement;
    private int flags;
    private int window;
    private ByteBuffer payload = ByteBuffer.allocate(0);
    private int captured;
    private int length;
    private int ttl;
    private int id;

    /** @param nanos when it was captured, since 1970 */
    TcpSegment seen(int frame, long nanos) {
        this.frame = frame;
        this.nanos = nanos;
        timed = true;
        return this;
    }

    /** @param timed whether its capture says when it was captured; it does unless this is called */
    TcpSegment timed(boolean timed) {
        this.timed = timed;
        return this;
    }

    TcpSegment between(Endpoint from, Endpoint to) {
        this.from = from;
        this.to = to;
        return this;
    }

    /** The fields of its header, as they are written there. */
    TcpSegment header(int sequence, int acknowledgement, int flags, int window) {
        this.sequence = sequence;
        this.acknowledgement = acknowledgement;
        this.flags = flags;
        this.window = window;
        return this;
    }

    /**
     * @param payload what was captured of it, from the buffer's position to its limit
     * @param length bytes of payload on the wire; more than that where the capture cut the packet
     */
    TcpSegment carrying(ByteBuffer payload, int length) {
        this.payload = payload;
        this.length = length;
        captured = payload.remaining();
        return this;
    }

    /** Of its IP packet, see {@link #ttl} and {@link #id}. */
    TcpSegment inPacket(int ttl, int id) {
        this.ttl = ttl;
        this.id = id;
        return this;
    }

    /** The packet's number in its capture. */
    int frame() {
        return frame;
    }

    /** When it was captured, since 1970. */
    long nanos() {
        return nanos;
    }

    /** False where that is only when the packet before it was captured. */
    boolean isTimed() {
        return timed;
    }

    Endpoint from() {
        return from;
    }

    Endpoint to() {
        return to;
    }

    /** Of its first byte; 32 bits that wrap around. */
    int sequence() {
        return sequence;
    }

    /** The next byte expected from the other side; meaningless without {@link #ACK}. */
    int acknowledgement() {
        return acknowledgement;
    }

    int flags() {
        return flags;
    }

    /** {@code SYN}, {@code SYN,ACK} or {@code FIN}, whatever else is set; empty for a segment in the middle. */
    String flagWords() {
        if (has(SYN)) {
            return has(ACK) ? "SYN,ACK" : "SYN";
        }
        return has(FIN) ? "FIN" : "";
    }

    /** As written, not scaled; 0 means that the receiver is full, scaled or not. */
    int window() {
        return window;
    }

    /** As captured. To be read once: who reads moves the buffer's position. */
    ByteBuffer payload() {
        return payload;
    }

    /** Bytes of payload that were captured. */
    int captured() {
        return captured;
    }

    /** Bytes of payload on the wire. */
    int length() {
        return length;
    }

    /** What a middlebox sends in an end's name often has another than the end's own packets. */
    int ttl() {
        return ttl;
    }

    /** IPv4's identification; -1 in IPv6. */
    int id() {
        return id;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** An acknowledgement that carries nothing else. */
    boolean isPureAck() {
        return length == 0 && (flags & (FIN | SYN | RST)) == 0;
    }
}
