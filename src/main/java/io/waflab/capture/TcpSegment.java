package io.waflab.capture;

import java.nio.ByteBuffer;

/**
 * One TCP segment (RFC 9293 section 3.1).
 *
 * @param frame the packet's number in its capture
 * @param nanos when it was captured, since 1970
 * @param sequence of its first byte; 32 bits that wrap around
 * @param acknowledgement the next byte expected from the other side; meaningless without {@link #ACK}
 * @param flags the bits below
 * @param window as written, not scaled; 0 means that the receiver is full, scaled or not
 * @param payload as captured, and only until the next packet is read: whoever keeps it longer copies it
 * @param length bytes of payload on the wire; more than {@code payload} where the capture cut the packet
 * @param ttl of its IP packet: what a middlebox sends in an end's name often has another
 * @param id of its IP packet; -1 in IPv6
 */
record TcpSegment(
        int frame,
        long nanos,
        Endpoint from,
        Endpoint to,
        int sequence,
        int acknowledgement,
        int flags,
        int window,
        ByteBuffer payload,
        int length,
        int ttl,
        int id) {

    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int ACK = 16;

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** An acknowledgement that carries nothing else. */
    boolean isPureAck() {
        return length == 0 && (flags & (FIN | SYN | RST)) == 0;
    }
}
