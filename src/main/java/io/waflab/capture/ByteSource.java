package io.waflab.capture;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A file's bytes, read in blocks of 1 MiB. What a packet needs lies in one piece in {@link #bytes()}, and stays there until
 * the next call that reads.
 */
final class ByteSource implements Closeable {

    static final int BLOCK = 1 << 20;

    private final InputStream in;
    private final ByteBuffer block;
    private int at;
    private int end;
    private long blockOffset;
    private boolean over;
    /** Why nothing comes any more; null as long as it does. */
    private CaptureException failure;

    ByteSource(InputStream in) {
        this(in, BLOCK);
    }

    /** @param size of a block; a file smaller than it is read all the same */
    ByteSource(InputStream in, int size) {
        this.in = in;
        block = ByteBuffer.allocate(size);
    }

    /** All that is in memory; only from {@link #at()} on, and as far as {@link #has} said, does it mean anything. */
    ByteBuffer bytes() {
        return block;
    }

    /** Where in {@link #bytes()} the next byte of the file stands. */
    int at() {
        return at;
    }

    /** Where in the file (unpacked, if it was packed) the next byte stands, from 0. */
    long offset() {
        return blockOffset + at;
    }

    /** How many bytes in one piece are there without reading; of a file that is over, all that are left. */
    int available() {
        return end - at;
    }

    /**
     * Reads until this many bytes lie in one piece.
     *
     * @param length at most the size of a block
     * @return false if the file ends before
     */
    boolean has(int length) throws CaptureException {
        if (end - at < length) {
            ahead(length);
            if (end < length && failure != null) {
                throw failure;
            }
        }
        return end - at >= length;
    }

    /** Reads as {@link #has} does, only to be looked at: that it fails is said where the bytes are needed. */
    void ahead(int length) {
        if (at > 0) {
            System.arraycopy(block.array(), at, block.array(), 0, end - at);
            blockOffset += at;
            end -= at;
            at = 0;
        }
        while (end < Math.min(length, block.capacity()) && !over && failure == null) {
            read();
        }
    }

    /** Leaves bytes behind that {@link #has} has shown. */
    void skip(int length) {
        at += length;
    }

    /** Leaves bytes behind that were not looked at; false if the file ends within them. */
    boolean skipUnseen(long length) throws CaptureException {
        var left = length;
        while (left > 0) {
            if (!has(1)) {
                return false;
            }
            var count = (int) Math.min(left, end - at);
            at += count;
            left -= count;
        }
        return true;
    }

    /** Takes so many bytes, or as many as the file still has. */
    byte[] take(int length) throws CaptureException {
        var taken = new ByteArrayOutputStream();
        while (taken.size() < length && has(1)) {
            var count = Math.min(length - taken.size(), end - at);
            taken.write(block.array(), at, count);
            at += count;
        }
        return taken.toByteArray();
    }

    private void read() {
        try {
            var count = in.read(block.array(), end, block.capacity() - end);
            over = count < 0;
            end += Math.max(count, 0);
        } catch (IOException failed) {
            failure = new CaptureException(
                    "cannot be read at byte " + (blockOffset + end) + ": " + reason(failed), failed);
        }
    }

    private static String reason(IOException failed) {
        return failed instanceof EOFException
                ? "the packed file is cut short (expected: all of it, copy it again after it was written)"
                : failed.getMessage();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
