package io.waflab.reproduce;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A frame of HTTP/2 (RFC 9113 section 4.1).
 *
 * @param type as in section 6; unknown ones are skipped by whoever reads them
 * @param flags as they are on the wire
 * @param stream 0 for the connection
 * @param payload its bytes
 */
record Http2Frame(int type, int flags, int stream, byte[] payload) {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int ACK = 1;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;
    static final int PRIORITY = 32;

    static final int HEAD = 9;
    /** SETTINGS_MAX_FRAME_SIZE's default, which this client does not change. */
    static final int LARGEST = 16_384;

    static Http2Frame of(int type, int flags, int stream, byte... payload) {
        return new Http2Frame(type, flags, stream, payload);
    }

    /** A frame whose payload is one number of 32 bits. */
    static Http2Frame number(int type, int stream, int value) {
        return of(type, 0, stream, ByteBuffer.allocate(4).putInt(value).array());
    }

    /**
     * Takes one frame off the bytes.
     *
     * @return empty while it is not whole; the bytes are left as they are
     * @throws IllegalArgumentException for one that is longer than {@link #LARGEST}, in one line
     */
    static Optional<Http2Frame> take(ByteBuffer bytes) {
        if (bytes.remaining() < HEAD) {
            return Optional.empty();
        }
        var at = bytes.position();
        int length = (bytes.getShort(at) & 0xffff) << 8 | bytes.get(at + 2) & 0xff;
        if (length > LARGEST) {
            throw new IllegalArgumentException(
                    "a frame of " + length + " bytes came (expected: at most " + LARGEST + ")");
        }
        if (bytes.remaining() < HEAD + length) {
            return Optional.empty();
        }
        var payload = new byte[length];
        bytes.position(at + HEAD);
        bytes.get(payload);
        return Optional.of(new Http2Frame(
                bytes.get(at + 3), bytes.get(at + 4) & 0xff, bytes.getInt(at + 5) & Integer.MAX_VALUE, payload));
    }

    int size() {
        return HEAD + payload.length;
    }

    void write(ByteBuffer to) {
        to.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        to.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    }

    /** As the wire has it. */
    ByteBuffer bytes() {
        var all = ByteBuffer.allocate(size());
        write(all);
        return all.flip();
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** What DATA and HEADERS carry, without padding and priority (RFC 9113 sections 6.1 and 6.2). */
    ByteBuffer content() {
        var content = ByteBuffer.wrap(payload);
        var padding = type != CONTINUATION && has(PADDED) && content.hasRemaining() ? content.get() & 0xff : 0;
        var first = content.position() + (type == HEADERS && has(PRIORITY) ? 5 : 0);
        var last = content.limit() - padding;
        return last < first ? ByteBuffer.allocate(0) : content.limit(last).position(first);
    }
}
