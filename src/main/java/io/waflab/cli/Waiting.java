package io.waflab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Shows that time passes: on a terminal one line that counts, else a line every few seconds. */
final class Waiting {

    private static final long TERMINAL_MILLIS = 200;
    private static final long OTHER_MILLIS = 4_000;
    private static final int WIDTH = 60;

    private final PrintWriter out;
    private final boolean terminal;

    Waiting(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** What is waited for. */
    interface Task<T> {
        T run() throws IOException;
    }

    /** Runs the task here, and shows meanwhile how much of its length has passed. */
    <T> T during(Duration length, Task<T> task) throws IOException {
        var clock = Executors.newSingleThreadScheduledExecutor(work -> {
            var thread = new Thread(work, "demo progress");
            thread.setDaemon(true);
            return thread;
        });
        var start = System.nanoTime();
        var every = terminal ? TERMINAL_MILLIS : OTHER_MILLIS;
        clock.scheduleAtFixedRate(
                () -> show(Duration.ofNanos(System.nanoTime() - start), length),
                terminal ? 0 : every,
                every,
                TimeUnit.MILLISECONDS);
        try {
            return task.run();
        } finally {
            end(clock);
        }
    }

    private void show(Duration passed, Duration length) {
        out.print((terminal ? "\r" + " ".repeat(WIDTH) + "\r" : "")
                + line(passed, length)
                + (terminal ? "" : System.lineSeparator()));
        out.flush();
    }

    /** {@code waiting: 7.2 s of 13.5 s}; of what has no length, or was longer, only what has passed. */
    static String line(Duration passed, Duration length) {
        var waited = String.format(Locale.ROOT, "  waiting: %5.1f s", passed.toMillis() / 1e3);
        return passed.compareTo(length) > 0
                ? waited
                : waited + String.format(Locale.ROOT, " of %.1f s", length.toMillis() / 1e3);
    }

    private void end(ScheduledExecutorService clock) {
        clock.shutdownNow();
        try {
            clock.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (terminal) {
            out.print("\r" + " ".repeat(WIDTH) + "\r");
            out.flush();
        }
    }
}
