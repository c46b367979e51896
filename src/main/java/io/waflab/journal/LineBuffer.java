package io.waflab.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Gathers the lines of a log before they go on to its file: {@code access_log ... buffer=size}, and compresses them where
 * asked, each bufferful a member of its own (RFC 1952, section 2.2). Used by several threads.
 */
public final class LineBuffer {

    private final LineLog log;
    private final byte[] buffer;
    private final int gzip;
    private int length;

    /**
     * @param size bytes
     * @param gzip the level, 1 to 9; 0 for no compression
     */
    public LineBuffer(LineLog log, int size, int gzip) {
        this.log = log;
        buffer = new byte[size];
        this.gzip = gzip;
    }

    /**
     * Adds a line, whose end is in it. What was gathered goes on when it does not fit any more.
     *
     * @return whether it is the first one since then
     */
    public synchronized boolean add(byte[] line) {
        if (length + line.length > buffer.length) {
            flush();
        }
        if (line.length > buffer.length) {
            log.raw(compressed(line));
            return false;
        }
        System.arraycopy(line, 0, buffer, length, line.length);
        boolean first = length == 0;
        length += line.length;
        return first;
    }

    /** Hands on what was gathered. */
    public synchronized void flush() {
        if (length > 0) {
            log.raw(compressed(Arrays.copyOf(buffer, length)));
            length = 0;
        }
    }

    private byte[] compressed(byte[] bytes) {
        if (gzip == 0) {
            return bytes;
        }
        var out = new ByteArrayOutputStream(bytes.length / 4 + 64);
        try (var member = new Member(out, gzip)) {
            member.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static final class Member extends GZIPOutputStream {

        Member(ByteArrayOutputStream out, int level) throws IOException {
            super(out);
            def.setLevel(Math.min(level, Deflater.BEST_COMPRESSION));
        }
    }
}
