package io.waflab.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * Lines that go to files whose names are known only with them: {@code access_log} with variables in its path. One thread
 * writes them; a file is opened for each line, or stays open as {@code open_log_file_cache} says (ngx_open_file_cache.c).
 *
 * <p>Bounded: at most {@value #MOST_PENDING} bytes wait; what comes when the disk is that far behind is dropped.
 */
public final class ScatteredLog implements AutoCloseable {

    static final int MOST_PENDING = 16 << 20;

    private final Keeping keeping;
    private final BiConsumer<Path, IOException> complaints;
    private final AtomicLong pending = new AtomicLong();
    private final ExecutorService writer = Executors.newSingleThreadExecutor(ScatteredLog::daemon);
    private final Map<Path, Known> known = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * What stays open.
     *
     * @param most files; 0 for none
     * @param inactive after which one is closed
     * @param uses so many within inactive keep it open
     */
    public record Keeping(int most, Duration inactive, int uses) {

        /** None. */
        public static final Keeping NOTHING = new Keeping(0, Duration.ZERO, 1);
    }

    private static final class Known {

        private int uses;
        private long usedAt;
        private OutputStream stream;
    }

    /** @param complaints told of files that cannot be written */
    public ScatteredLog(Keeping keeping, BiConsumer<Path, IOException> complaints) {
        this.keeping = keeping;
        this.complaints = complaints;
    }

    /** Adds a line, whose end is in it, to a file that is made when it is missing. Never waits. */
    public void line(Path file, byte[] line) {
        if (pending.addAndGet(line.length) > MOST_PENDING) {
            pending.addAndGet(-line.length);
            return;
        }
        writer.execute(() -> {
            write(file, line);
            pending.addAndGet(-line.length);
        });
    }

    private void write(Path file, byte[] line) {
        try {
            if (keeping.most() == 0) {
                Files.write(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } else {
                writeKept(file, line);
            }
        } catch (IOException failed) {
            complaints.accept(file, failed);
        }
    }

    private void writeKept(Path file, byte[] line) throws IOException {
        long now = System.nanoTime();
        expire(now);
        var entry = known.computeIfAbsent(file, unknown -> new Known());
        entry.uses++;
        entry.usedAt = now;
        if (entry.stream == null) {
            entry.stream = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        entry.stream.write(line);
        if (entry.uses < keeping.uses()) {
            close(entry);
        }
        while (known.size() > keeping.most()) {
            var oldest = known.entrySet().iterator().next();
            close(oldest.getValue());
            known.remove(oldest.getKey());
        }
    }

    private void expire(long now) {
        for (var entry : List.copyOf(known.entrySet())) {
            if (now - entry.getValue().usedAt > keeping.inactive().toNanos()) {
                close(entry.getValue());
                known.remove(entry.getKey());
            }
        }
    }

    private static void close(Known entry) {
        try {
            if (entry.stream != null) {
                entry.stream.close();
            }
        } catch (IOException ignored) {
            // Everything written was handed to the kernel.
        }
        entry.stream = null;
    }

    /** Closes what stays open, for log rotation. */
    public void reopen() {
        writer.execute(() -> {
            new ArrayList<>(known.values()).forEach(ScatteredLog::close);
            known.clear();
        });
    }

    /** Writes what is pending and ends. Not for event loops. */
    @Override
    public void close() {
        reopen();
        writer.shutdown();
        try {
            writer.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task, "logs");
        thread.setDaemon(true);
        return thread;
    }
}
