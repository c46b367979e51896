package io.waflab.capture;

import java.nio.ByteBuffer;

/**
 * One packet of a capture.
 *
 * @param frame its number in the file, from 1, as Wireshark counts
 * @param nanos when it was captured, since 1970; where the file does not say, when the one before it was
 * @param timed whether the file says when; simple packet blocks do not, and some programs write zeros
 * @param linkType what it begins with
 * @param bytes as captured, perhaps cut by the capture's snapshot length; from the buffer's position to its limit, and only
 *     until the next packet is read
 * @param length its length on the wire in bytes
 */
record Packet(int frame, long nanos, boolean timed, LinkType linkType, ByteBuffer bytes, int length) {

    Packet(int frame, long nanos, LinkType linkType, ByteBuffer bytes, int length) {
        this(frame, nanos, nanos != 0, linkType, bytes, length);
    }
}
