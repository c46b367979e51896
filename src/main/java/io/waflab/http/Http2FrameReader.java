package io.waflab.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.waflab.connection.Http2Error;

/**
 * Takes a client's bytes apart into frames (RFC 9113 section 4) as nginx's ngx_http_v2.c does: what it refuses is refused
 * with the same code. A frame of data is handed on as it comes, because nginx lets one be of 16 MiB.
 *
 * <p>Bounded: a block of header fields is kept until it is whole, as {@link HeaderBlock} says; of other frames at
 * most 24 bytes are waited for.
 */
public final class Http2FrameReader {

    /** The octets that a client begins with (RFC 9113 section 3.4). */
    public static final byte[] PREFACE = ResponseWriter.ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    static final int HEADER = 9;

    private static final int PREFACE_START = 16;
    private static final int END_STREAM = 0x1;
    private static final int ACK = 0x1;
    private static final int END_HEADERS = 0x4;
    private static final int PADDED = 0x8;
    private static final int PRIORITY = 0x20;

    private static final int HEADERS_TYPE = 0x1;
    private static final int CONTINUATION_TYPE = 0x9;

    private enum State {
        PREFACE,
        PREFACE_END,
        HEAD,
        BEGUN,
        DATA,
        BLOCK,
        CONTINUATION,
        SETTINGS,
        SKIP
    }

    private final Http2Frames to;
    private final HeaderBlock block;
    private final ByteBuf kept = Unpooled.buffer(32);
    private State state = State.PREFACE;
    private int length;
    private int type;
    private int flags;
    private int stream;
    private int padding;

    /** @param limits of the server that the connection was made to */
    public Http2FrameReader(Http2Frames to, HeadLimits limits) {
        this.to = to;
        block = new HeaderBlock(limits);
    }

    /** Whether nothing of a further frame is there. */
    public boolean isBetweenFrames() {
        return (state == State.HEAD || state == State.PREFACE) && !kept.isReadable();
    }

    /** The stream whose block of header fields is being read; 0 when there is none. */
    public int openHeaders() {
        return state == State.BLOCK || state == State.CONTINUATION ? stream : 0;
    }

    /**
     * Reads on, and tells of each frame; uses up all bytes.
     *
     * @throws Http2Failure when the connection is of no more use
     */
    public void read(ByteBuf in) throws Http2Failure {
        while (step(in)) {
            continue;
        }
    }

    /** Lets go of what was kept. */
    public void release() {
        block.release();
    }

    /** Whether there may be more to do with the same bytes. */
    private boolean step(ByteBuf in) throws Http2Failure {
        return switch (state) {
            case PREFACE -> preface(in, 0, PREFACE_START, State.PREFACE_END);
            case PREFACE_END -> preface(in, PREFACE_START, PREFACE.length - PREFACE_START, State.HEAD);
            case HEAD -> head(in);
            case BEGUN -> begun(in);
            case DATA -> data(in);
            case BLOCK -> block(in);
            case CONTINUATION -> continuation(in);
            case SETTINGS -> settings(in);
            case SKIP -> skip(in);
        };
    }

    /** Whether so many bytes are together; {@link #kept} then has them. */
    private boolean gather(ByteBuf in, int bytes) {
        int missing = bytes - kept.readableBytes();
        if (missing > 0) {
            kept.writeBytes(in, Math.min(missing, in.readableBytes()));
        }
        return kept.readableBytes() >= bytes;
    }

    private boolean preface(ByteBuf in, int from, int bytes, State next) throws Http2Failure {
        if (!gather(in, bytes)) {
            return false;
        }
        for (int i = 0; i < bytes; i++) {
            if (kept.readByte() != PREFACE[from + i]) {
                throw new Http2Failure(Http2Error.PROTOCOL_ERROR, "invalid connection preface");
            }
        }
        kept.clear();
        state = next;
        return true;
    }

    private boolean head(ByteBuf in) throws Http2Failure {
        if (!gather(in, HEADER)) {
            return false;
        }
        readHead();
        padding = 0;
        checkLength();
        state = State.BEGUN;
        return true;
    }

    private void readHead() {
        length = kept.readUnsignedMedium();
        type = kept.readUnsignedByte();
        flags = kept.readUnsignedByte();
        stream = kept.readInt() & Integer.MAX_VALUE;
        kept.clear();
    }

    /** What nginx refuses by a frame's header alone. */
    private void checkLength() throws Http2Failure {
        switch (type) {
            case 0x0 -> require(length > 0 || !has(PADDED), "client sent padded DATA frame with incorrect length: 0");
            case HEADERS_TYPE -> checkHeaders();
            case 0x2 -> require(length == 5, "client sent PRIORITY frame with incorrect length " + length);
            case 0x3 -> require(length == 4, "client sent RST_STREAM frame with incorrect length " + length);
            case 0x4 -> checkSettings();
            case 0x5 -> throw protocol("client sent PUSH_PROMISE frame");
            case 0x6 -> require(length == 8, "client sent PING frame with incorrect length " + length);
            case 0x7 -> require(length >= 8, "client sent GOAWAY frame with incorrect length " + length);
            case 0x8 -> require(length == 4, "client sent WINDOW_UPDATE frame with incorrect length " + length);
            case CONTINUATION_TYPE -> throw protocol("client sent unexpected CONTINUATION frame");
            default -> {}
        }
    }

    private void checkHeaders() throws Http2Failure {
        int before = prefixOfHeaders();
        require(length >= before, "client sent HEADERS frame with incorrect length " + length);
        require(length > before, "client sent HEADERS frame with empty header block");
    }

    private int prefixOfHeaders() {
        return (has(PADDED) ? 1 : 0) + (has(PRIORITY) ? 5 : 0);
    }

    private void checkSettings() throws Http2Failure {
        identifier(stream == 0, "SETTINGS");
        if (flags == ACK) {
            require(length == 0, "client sent SETTINGS frame with the ACK flag and nonzero length");
        }
        require(length % 6 == 0, "client sent SETTINGS frame with incorrect length " + length);
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    private static void require(boolean good, String reason) throws Http2Failure {
        if (!good) {
            throw new Http2Failure(Http2Error.FRAME_SIZE_ERROR, reason);
        }
    }

    private static Http2Failure protocol(String reason) {
        return new Http2Failure(Http2Error.PROTOCOL_ERROR, reason);
    }

    /** The frame's header is read, and its first bytes are needed. */
    private boolean begun(ByteBuf in) throws Http2Failure {
        switch (type) {
            case 0x0 -> {
                return dataBegun(in);
            }
            case HEADERS_TYPE -> {
                return headersBegun(in);
            }
            case 0x4 -> {
                return settingsBegun();
            }
            case 0x2, 0x3, 0x6, 0x7, 0x8 -> {
                int bytes = type == 0x7 ? 8 : length;
                if (!gather(in, bytes)) {
                    return false;
                }
                length -= bytes;
                small();
                kept.clear();
                return skipRest();
            }
            default -> {
                to.unknown(type);
                return skipRest();
            }
        }
    }

    private boolean skipRest() {
        state = State.SKIP;
        return true;
    }

    private void small() throws Http2Failure {
        switch (type) {
            case 0x2 -> priority();
            case 0x3 -> {
                identifier(stream > 0, "RST_STREAM");
                to.reset(stream, kept.readUnsignedInt());
            }
            case 0x6 -> {
                identifier(stream == 0, "PING");
                if (!has(ACK)) {
                    to.ping(kept.readLong());
                }
            }
            case 0x7 -> {
                identifier(stream == 0, "GOAWAY");
                to.goAway(kept.readInt() & Integer.MAX_VALUE, kept.readUnsignedInt());
            }
            default -> {
                int increment = kept.readInt() & Integer.MAX_VALUE;
                if (increment == 0) {
                    throw protocol("client sent WINDOW_UPDATE frame with incorrect window increment 0");
                }
                to.window(stream, increment);
            }
        }
    }

    private static void identifier(boolean fits, String name) throws Http2Failure {
        if (!fits) {
            throw protocol("client sent " + name + " frame with incorrect identifier");
        }
    }

    private void priority() throws Http2Failure {
        to.priority();
        identifier(stream > 0, "PRIORITY");
        if ((kept.readInt() & Integer.MAX_VALUE) == stream) {
            throw protocol("client sent PRIORITY frame for stream " + stream + " with incorrect dependency");
        }
    }

    private boolean dataBegun(ByteBuf in) throws Http2Failure {
        int whole = length;
        if (has(PADDED)) {
            if (!gather(in, 1)) {
                return false;
            }
            padding = kept.readUnsignedByte();
            kept.clear();
            if (padding >= length) {
                throw protocol(
                        "client sent padded DATA frame with incorrect length: " + length + ", padding: " + padding);
            }
            length -= 1 + padding;
        }
        identifier(stream > 0, "DATA");
        state = State.DATA;
        to.data(stream, whole, whole - length);
        return true;
    }

    private boolean data(ByteBuf in) throws Http2Failure {
        int size = Math.min(length, in.readableBytes());
        if (size < length && size == 0) {
            return false;
        }
        length -= size;
        boolean over = length == 0;
        if (over) {
            length = padding;
            state = State.SKIP;
        }
        to.piece(stream, in.readRetainedSlice(size), over && has(END_STREAM));
        return true;
    }

    private boolean headersBegun(ByteBuf in) throws Http2Failure {
        if (to.skipsHeaders()) {
            return skipRest();
        }
        int before = prefixOfHeaders();
        if (!gather(in, before)) {
            return false;
        }
        length -= before;
        if (has(PADDED)) {
            padding = kept.readUnsignedByte();
            if (padding > length) {
                throw protocol(
                        "client sent padded HEADERS frame with incorrect length: " + length + ", padding: " + padding);
            }
            length -= padding;
        }
        int dependency = has(PRIORITY) ? kept.readInt() & Integer.MAX_VALUE : 0;
        kept.clear();
        state = State.BLOCK;
        block.begin(length);
        to.headers(stream, dependency, has(END_STREAM));
        return true;
    }

    private boolean block(ByteBuf in) throws Http2Failure {
        int size = Math.min(length, in.readableBytes());
        block.add(in, size, length - size);
        length -= size;
        if (length > 0) {
            return false;
        }
        length = padding;
        padding = 0;
        if (!has(END_HEADERS)) {
            state = State.CONTINUATION;
            return true;
        }
        var whole = block.end();
        state = State.SKIP;
        to.block(stream, whole);
        return true;
    }

    /** Padding is skipped, and then only one kind of frame may follow. */
    private boolean continuation(ByteBuf in) throws Http2Failure {
        int skipped = Math.min(length, in.readableBytes());
        in.skipBytes(skipped);
        length -= skipped;
        if (length > 0 || !gather(in, HEADER)) {
            return false;
        }
        int before = stream;
        readHead();
        if (type != CONTINUATION_TYPE) {
            throw protocol("client sent inappropriate frame while CONTINUATION was expected");
        }
        identifier(stream == before, "CONTINUATION");
        type = HEADERS_TYPE;
        state = State.BLOCK;
        return true;
    }

    private boolean settingsBegun() throws Http2Failure {
        if (flags == ACK) {
            to.settingsAcknowledged();
            return skipRest();
        }
        state = State.SETTINGS;
        return true;
    }

    private boolean settings(ByteBuf in) throws Http2Failure {
        if (length == 0) {
            state = State.HEAD;
            to.settingsEnd();
            return true;
        }
        if (!gather(in, 6)) {
            return false;
        }
        length -= 6;
        int id = kept.readUnsignedShort();
        long value = kept.readUnsignedInt();
        kept.clear();
        to.setting(id, value);
        return true;
    }

    private boolean skip(ByteBuf in) {
        int size = Math.min(length, in.readableBytes());
        in.skipBytes(size);
        length -= size;
        if (length > 0) {
            return false;
        }
        state = State.HEAD;
        return in.isReadable();
    }
}
