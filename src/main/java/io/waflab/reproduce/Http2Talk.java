package io.waflab.reproduce;

import io.waflab.connection.Peer;
import io.waflab.journal.What;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * As much of an HTTP/2 client as one GET and a GOAWAY take (RFC 9113): preface, SETTINGS and their acknowledgement,
 * HEADERS on stream 1, and frames taken apart. Header blocks that come are not read.
 */
final class Http2Talk {

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int FRAME_HEAD = 9;
    /** SETTINGS_MAX_FRAME_SIZE's default, which this client does not change. */
    private static final int LARGEST = 16_384;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private final LabClient client;
    private final MeasureOptions options;
    private ByteBuffer pending = ByteBuffer.allocate(0);
    private boolean answered;
    private long goawayAt;
    private String goaway = "";

    Http2Talk(LabClient client, MeasureOptions options) {
        this.client = client;
        this.options = options;
    }

    /** Whether ALPN chose it. Without TLS there is nothing to choose. */
    boolean negotiated() {
        return client.story().stream()
                .anyMatch(seen -> seen.by() == Peer.CLIENT
                        && seen.what() == What.HANDSHAKE
                        && seen.detail().endsWith(" h2"));
    }

    /** Sends one GET and reads until its answer has ended, or nothing comes any more. */
    void request() throws IOException {
        var block = new StringBuilder("\u0082"); // :method GET, of the static table
        block.append(options.client().tls().isPresent() ? '\u0087' : '\u0086'); // :scheme
        literal(block, 4, options.path());
        literal(block, 1, options.client().hostHeader());
        client.send(
                PREFACE + frame(SETTINGS, 0, 0, "") + frame(HEADERS, END_STREAM | END_HEADERS, 1, block.toString()));
        while (!answered && goawayAt == 0 && read()) {
            // A frame may have been of the connection, not of the answer.
        }
    }

    boolean answered() {
        return answered;
    }

    /** Reads until GOAWAY or the end, or so long. */
    void idle(Duration longest) throws IOException {
        long until = System.nanoTime() + longest.toNanos();
        while (goawayAt == 0 && System.nanoTime() - until < 0 && read()) {
            // PINGs and SETTINGS are answered on the way.
        }
    }

    /** When GOAWAY came, in nanoseconds of the story; 0 for none. */
    long goawayAt() {
        return goawayAt;
    }

    /** {@code GOAWAY NO_ERROR, last stream 1}; without one, that. */
    String goaway() {
        return goaway.isEmpty() ? "no GOAWAY" : goaway;
    }

    /** @return false when nothing came within the client's limit, or nothing more will */
    private boolean read() throws IOException {
        var bytes = client.receive();
        if (bytes.length == 0) {
            return false;
        }
        pending = ByteBuffer.allocate(pending.remaining() + bytes.length)
                .put(pending)
                .put(bytes)
                .flip();
        while (pending.remaining() >= FRAME_HEAD) {
            int length =
                    (pending.getShort(pending.position()) & 0xffff) << 8 | pending.get(pending.position() + 2) & 0xff;
            if (length > LARGEST) {
                throw new IOException("a frame of " + length + " bytes came (expected: at most " + LARGEST + ")");
            }
            if (pending.remaining() < FRAME_HEAD + length) {
                return true;
            }
            take(length);
        }
        return true;
    }

    private void take(int length) throws IOException {
        int start = pending.position();
        int type = pending.get(start + 3);
        int flags = pending.get(start + 4);
        int stream = pending.getInt(start + 5) & Integer.MAX_VALUE;
        var payload = pending.slice(start + FRAME_HEAD, length);
        pending.position(start + FRAME_HEAD + length);
        switch (type) {
            case DATA -> {
                answered |= (flags & END_STREAM) != 0;
                window(length, stream);
            }
            case HEADERS -> answered |= (flags & END_STREAM) != 0;
            case RST_STREAM -> answered = true;
            case SETTINGS -> acknowledge(SETTINGS, flags, "");
            case PING -> acknowledge(PING, flags, text(payload));
            case GOAWAY -> {
                if (length >= 8) {
                    goawayAt = client.clock().now();
                    goaway = "GOAWAY " + error(payload.getInt(4)) + ", last stream "
                            + (payload.getInt(0) & Integer.MAX_VALUE);
                }
            }
            default -> {
                // Of no account here.
            }
        }
    }

    /** Whatever the answer's length, the windows stay open. */
    private void window(int length, int stream) throws IOException {
        if (length > 0) {
            client.send(frame(WINDOW_UPDATE, 0, 0, number(length)) + frame(WINDOW_UPDATE, 0, stream, number(length)));
        }
    }

    private void acknowledge(int type, int flags, String payload) throws IOException {
        if ((flags & ACK) == 0) {
            client.send(frame(type, ACK, 0, payload));
        }
    }

    private static String error(int code) {
        return switch (code) {
            case 0 -> "NO_ERROR";
            case 1 -> "PROTOCOL_ERROR";
            case 2 -> "INTERNAL_ERROR";
            case 3 -> "FLOW_CONTROL_ERROR";
            case 4 -> "SETTINGS_TIMEOUT";
            case 11 -> "ENHANCE_YOUR_CALM";
            default -> "error " + code;
        };
    }

    /** A field without indexing whose name is of the static table (RFC 7541 section 6.2.2). */
    private static void literal(StringBuilder block, int name, String value) {
        int length = value.length();
        block.append((char) name);
        if (length < 127) {
            block.append((char) length);
        } else {
            block.append((char) 127);
            for (length -= 127; length >= 128; length >>= 7) {
                block.append((char) (length & 127 | 128));
            }
            block.append((char) length);
        }
        block.append(value);
    }

    private static String frame(int type, int flags, int stream, String payload) {
        return number(payload.length()).substring(1) + (char) type + (char) flags + number(stream) + payload;
    }

    private static String number(int value) {
        return text(ByteBuffer.allocate(4).putInt(0, value));
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
    }
}
