package io.waflab.cli;

import io.waflab.capture.CaptureReading.Progress;
import java.io.PrintWriter;
import java.util.Locale;

/** A bar on the terminal for readings that take more than two seconds; nothing elsewhere. */
final class ReadingProgress implements Progress, AutoCloseable {

    private static final long PATIENCE_NANOS = 2_000_000_000L;
    private static final int WIDTH = 40;

    private final PrintWriter err;
    private final boolean terminal;
    private final long start = System.nanoTime();
    private boolean shown;

    ReadingProgress(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public void read(long bytes, long total) {
        if (terminal && System.nanoTime() - start >= PATIENCE_NANOS) {
            shown = true;
            err.print("\r" + bar(bytes, total));
            err.flush();
        }
    }

    /** {@code [#########...........] 45 %, 463 MB}, or only the bytes where the total is not known. */
    static String bar(long bytes, long total) {
        var megabytes = String.format(Locale.ROOT, "%d MB", bytes / 1_000_000);
        if (total <= 0) {
            return megabytes;
        }
        var done = (int) Math.min(WIDTH, WIDTH * bytes / total);
        return String.format(
                Locale.ROOT,
                "[%s%s] %3d %%, %s",
                "#".repeat(done),
                ".".repeat(WIDTH - done),
                Math.min(100, 100 * bytes / total),
                megabytes);
    }

    @Override
    public void close() {
        if (shown) {
            err.print("\r" + " ".repeat(WIDTH + 24) + "\r");
            err.flush();
        }
    }
}
