package io.waflab.capture;

import io.waflab.capture.CaptureReading.Progress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** Tells how much of a file has been read, at most four times a second; looks at the clock once for each block. */
final class CountedInput extends FilterInputStream {

    private static final long BETWEEN_NANOS = 250_000_000;

    private final long total;
    private final Progress progress;
    private long count;
    private final LongSupplier clock;
    private long toldNanos;

    /** @param total bytes; 0 where that is not known */
    CountedInput(InputStream in, long total, Progress progress) {
        this(in, total, progress, System::nanoTime);
    }

    CountedInput(InputStream in, long total, Progress progress, LongSupplier clock) {
        super(in);
        this.total = total;
        this.progress = progress;
        this.clock = clock;
        toldNanos = clock.getAsLong();
    }

    @Override
    public int read() throws IOException {
        var one = in.read();
        count += one < 0 ? 0 : 1;
        return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        var read = in.read(into, offset, length);
        if (read > 0) {
            count += read;
            tell();
        }
        return read;
    }

    private void tell() {
        var now = clock.getAsLong();
        if (now - toldNanos >= BETWEEN_NANOS) {
            toldNanos = now;
            progress.read(count, total);
        }
    }
}
