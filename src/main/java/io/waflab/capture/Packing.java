package io.waflab.capture;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** How a file was packed, told by its first bytes and not by its name. */
enum Packing {
    GZIP,
    ZSTD;

    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int ZSTD_MAGIC = 0x28b5_2ffd;
    private static final int LARGEST_READ = 1 << 16;

    /** @param first the first four bytes, fewer being filled with 0 */
    static Optional<Packing> of(int first) {
        if (first >>> 16 == GZIP_MAGIC) {
            return Optional.of(GZIP);
        }
        return first == ZSTD_MAGIC ? Optional.of(ZSTD) : Optional.empty();
    }

    /** What the stream holds, unpacked as it is read. Damage is an IOException. */
    InputStream unpack(InputStream packed) throws IOException {
        return switch (this) {
            case GZIP -> new GZIPInputStream(new Whole(packed), LARGEST_READ);
            case ZSTD -> new Zstd(packed);
        };
    }

    /** GZIPInputStream looks for another member only while some bytes are said to be available: pipes may say none. */
    private static final class Whole extends BufferedInputStream {

        Whole(InputStream in) {
            super(in, LARGEST_READ);
        }

        @Override
        public synchronized int available() throws IOException {
            mark(1);
            var isThere = read() >= 0;
            reset();
            return isThere ? 1 : 0;
        }
    }

    /** The decompressor says with unchecked exceptions that its input is damaged. */
    private static final class Zstd extends FilterInputStream {

        Zstd(InputStream in) {
            super(new ZstdInputStream(in));
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                return in.read(into, offset, length);
            } catch (IOException failed) {
                if ("Not enough input bytes".equals(failed.getMessage())) {
                    throw (EOFException) new EOFException().initCause(failed);
                }
                throw failed;
            } catch (RuntimeException damaged) {
                throw new IOException("damaged zstd (" + damaged.getMessage() + ")", damaged);
            }
        }
    }
}
