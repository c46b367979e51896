package io.waflab.reproduce;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * The client's end of an upgraded connection (RFC 6455): masked frames out, whole frames in. The mask is zero, so that
 * a capture stays readable.
 */
public final class WebSocket {

    /** A fixed key: the RFC's own example. */
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    /** Longest payload understood, in bytes. */
    private static final int LARGEST = 65_535;

    private final Layer layer;
    private final MessageReader reader;

    WebSocket(Layer layer, MessageReader reader) {
        this.layer = layer;
        this.reader = reader;
    }

    /**
     * One frame.
     *
     * @param opcode 1 text, 2 binary, 8 close, 9 ping, 10 pong
     * @param text the payload, a byte a character
     */
    public record Frame(int opcode, String text) {

        /** For people: a text message is UTF-8 (RFC 6455 section 5.6), what is none in it the replacement character. */
        String words() {
            return opcode == TEXT
                    ? new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                    : text;
        }
    }

    /** @param message up to 125 bytes of UTF-8 */
    public void text(String message) throws IOException {
        frame(TEXT, new String(message.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    public void ping() throws IOException {
        frame(PING, "");
    }

    /** A Close frame, status 1000. */
    public void sayClose() throws IOException {
        frame(CLOSE, "\u0003\u00e8");
    }

    /** The next frame; empty when none came within the limit or the peer ended. @param limit not divided by speed */
    public Optional<Frame> await(Duration limit) throws IOException {
        if (!reader.await(limit)) {
            return Optional.empty();
        }
        return frame(reader);
    }

    /**
     * A whole frame from either side, unmasked; empty when the peer ended within it.
     *
     * @throws IOException when it is longer than 65,535 bytes
     */
    static Optional<Frame> frame(MessageReader reader) throws IOException {
        var start = reader.exactly(2);
        if (start.length < 2) {
            return Optional.empty();
        }
        int size = start[1] & 0x7f;
        if (size == 126) {
            var longer = reader.exactly(2);
            if (longer.length < 2) {
                return Optional.empty();
            }
            size = (longer[0] & 0xff) << 8 | longer[1] & 0xff;
        }
        if (size == 127) {
            throw new IOException(
                    "a WebSocket frame of more than " + LARGEST + " bytes came (expected: at most those)");
        }
        var mask = (start[1] & 0x80) == 0 ? new byte[4] : reader.exactly(4);
        var payload = reader.exactly(size);
        if (payload.length < size || mask.length < 4) {
            return Optional.empty();
        }
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return Optional.of(new Frame(start[0] & 0xf, new String(payload, StandardCharsets.ISO_8859_1)));
    }

    /** A whole frame's bytes. @param payload up to 65,535 bytes */
    static ByteBuffer bytes(int opcode, String payload, boolean masked) {
        var content = payload.getBytes(StandardCharsets.ISO_8859_1);
        var frame = ByteBuffer.allocate(8 + content.length).put((byte) (0x80 | opcode));
        int bit = masked ? 0x80 : 0;
        if (content.length < 126) {
            frame.put((byte) (bit | content.length));
        } else {
            frame.put((byte) (bit | 126)).putShort((short) content.length);
        }
        return frame.put(new byte[masked ? 4 : 0]).put(content).flip();
    }

    private void frame(int opcode, String payload) throws IOException {
        layer.send(bytes(opcode, payload, true), "websocket " + word(opcode));
    }

    static String word(int opcode) {
        return switch (opcode) {
            case TEXT -> "text";
            case 2 -> "binary";
            case CLOSE -> "close";
            case PING -> "ping";
            case PONG -> "pong";
            default -> "opcode " + opcode;
        };
    }
}
