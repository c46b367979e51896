package io.waflab.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;

/**
 * How long the lines of a log wait for others, and whether they are compressed then.
 *
 * @param bytes as many are waited for; 0 for none
 * @param flush how long at most; zero for as long as it takes
 * @param gzip the level of compression, 1 to 9; 0 for none
 */
public record Gathering(long bytes, Duration flush, int gzip) {

    /** Every line at once. */
    public static final Gathering NONE = new Gathering(0, Duration.ZERO, 0);

    /** By hand, as is the hash code: a record's own is put together when it is first called, which takes 8 ms of a start. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Gathering that && bytes == that.bytes && flush.equals(that.flush) && gzip == that.gzip;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(bytes) * 31 + gzip;
    }

    /** Whether lines have to be written now. */
    boolean isDue(long waiting, long waitedNanos) {
        return waiting >= bytes || !flush.isZero() && waitedNanos >= flush.toNanos();
    }

    /** Writes lines, as a gzip member of their own if at all: members behind each other are one file. */
    void write(OutputStream stream, byte[] lines, int from, int length) throws IOException {
        if (gzip == 0 || length == 0) {
            stream.write(lines, from, length);
            return;
        }
        var member = new ByteArrayOutputStream(length / 4 + 64);
        try (var packed = new Packed(member, gzip)) {
            packed.write(lines, from, length);
        }
        member.writeTo(stream);
    }

    private static final class Packed extends GZIPOutputStream {
        Packed(OutputStream into, int level) throws IOException {
            super(into);
            def.setLevel(level);
        }
    }
}
