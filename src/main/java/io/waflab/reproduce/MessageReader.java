package io.waflab.reproduce;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Reads HTTP/1.1 messages off a layer: heads, and bodies by length, chunks or the connection's end. What lies behind a
 * message stays for the next. Heads are bounded to 64 KiB, bodies are counted and only their start is kept.
 */
final class MessageReader {

    /** Bytes of a head, or of a chunk's size line; and of a body that are kept. */
    static final int LIMIT = 64 * 1024;

    private final Layer layer;
    private final Duration patience;
    private Pace pace = Pace.FREE;

    /** @param patience for the next byte */
    MessageReader(Layer layer, Duration patience) {
        this.layer = layer;
        this.patience = patience;
    }

    /** How fast bodies are taken from now on. */
    void pace(Pace slower) {
        pace = slower;
    }

    /** @param text verbatim with its empty line, or what there was of it */
    record Head(String text, boolean complete) {}

    /** Reads to the empty line; incomplete when the peer ended, fell silent, or sent more than 64 KiB. */
    Head head() throws IOException {
        var text = new ByteArrayOutputStream(512);
        int newlines = 0;
        while (newlines < 2 && text.size() < LIMIT && some()) {
            byte next = layer.received().get();
            text.write(next);
            if (next == '\n') {
                newlines++;
            } else if (next != '\r') {
                newlines = 0;
            }
        }
        return new Head(text.toString(StandardCharsets.ISO_8859_1), newlines == 2);
    }

    /** @param start its first 64 KiB, a byte a character */
    record Body(long length, String start, boolean complete) {}

    /** By what the head says: chunks, a length, or (responses only) to the connection's end. */
    Body body(List<String> headers, boolean untilEnd) throws IOException {
        var kept = new ByteArrayOutputStream();
        if (Heads.chunked(headers)) {
            return chunks(kept);
        }
        var length = Heads.length(headers);
        if (length.isPresent()) {
            long count = take(length.getAsLong(), kept);
            return new Body(count, kept.toString(StandardCharsets.ISO_8859_1), count == length.getAsLong());
        }
        long count = untilEnd ? take(Long.MAX_VALUE, kept) : 0;
        return new Body(count, kept.toString(StandardCharsets.ISO_8859_1), !untilEnd || layer.endedInOrder());
    }

    /** Reads and drops up to so many bytes of the application; fewer when the peer ended or fell silent. */
    long skip(long bytes) throws IOException {
        return take(bytes, new ByteArrayOutputStream());
    }

    /** Exactly so many bytes; fewer when the peer ended or fell silent. */
    byte[] exactly(int bytes) throws IOException {
        var kept = new ByteArrayOutputStream(bytes);
        take(bytes, kept);
        return kept.toByteArray();
    }

    /** Whether a byte came within the limit. */
    boolean await(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!layer.received().hasRemaining()) {
            long left = deadline - System.nanoTime();
            if (left <= 0 || layer.ended() || layer.receive(Duration.ofNanos(left)) < 0) {
                return layer.received().hasRemaining();
            }
        }
        return true;
    }

    private boolean some() throws IOException {
        return await(patience);
    }

    private Body chunks(ByteArrayOutputStream kept) throws IOException {
        long total = 0;
        while (true) {
            var line = line();
            var digits = line.split(";", 2)[0].strip();
            if (!digits.matches("[0-9a-fA-F]{1,15}")) {
                return new Body(total, kept.toString(StandardCharsets.ISO_8859_1), false);
            }
            long size = Long.parseLong(digits, 16);
            if (size == 0) {
                return new Body(total, kept.toString(StandardCharsets.ISO_8859_1), trailers());
            }
            long count = take(size, kept);
            total += count;
            if (count < size || !line().equals("\r\n")) {
                return new Body(total, kept.toString(StandardCharsets.ISO_8859_1), false);
            }
        }
    }

    private boolean trailers() throws IOException {
        while (true) {
            var line = line();
            if (line.isBlank()) {
                return line.endsWith("\n");
            }
        }
    }

    /** A line with its end; without it when the peer ended, fell silent, or sent more than 64 KiB. */
    private String line() throws IOException {
        var line = new StringBuilder();
        while (line.length() < LIMIT && some()) {
            char next = (char) (layer.received().get() & 0xff);
            line.append(next);
            if (next == '\n') {
                break;
            }
        }
        return line.toString();
    }

    private long take(long wanted, ByteArrayOutputStream kept) throws IOException {
        long total = 0;
        while (total < wanted && some()) {
            var received = layer.received();
            int count = (int) Math.min(received.remaining(), Math.min(wanted - total, pace.allows()));
            int keep = Math.min(count, LIMIT - kept.size());
            for (int i = 0; i < keep; i++) {
                kept.write(received.get());
            }
            received.position(received.position() + count - keep);
            total += count;
            pace.took(count);
        }
        return total;
    }
}
