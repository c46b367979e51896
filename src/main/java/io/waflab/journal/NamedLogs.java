package io.waflab.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;

/**
 * Lines for files that each line names. They are written by one thread of its own; {@value #MOST_WAITING} lines may wait,
 * what comes then is dropped.
 */
public final class NamedLogs implements AutoCloseable {

    private static final int MOST_WAITING = 10_000;
    private static final Runnable END = () -> {};

    private final ArrayBlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Map<Path, OpenFile> open = new LinkedHashMap<>(16, 0.75f, true);
    private final BiConsumer<Path, IOException> failures;
    private final Thread writer;
    private volatile boolean reopening;

    /**
     * Which files stay open behind a line.
     *
     * @param max files; 0 for none
     * @param inactive a file that is not used for that long is closed
     * @param valid after that long it is looked whether the name still means the file that is open
     * @param minUses how often a file must have been used to stay open
     */
    public record Keeping(int max, Duration inactive, Duration valid, int minUses) {

        /** Every file is closed behind its line. */
        public static final Keeping NOTHING = new Keeping(0, Duration.ZERO, Duration.ZERO, 1);
    }

    private record Line(Path file, String text, Keeping keeping) {}

    /** A file that was used not long ago, open or not. */
    private static final class OpenFile {
        private OutputStream stream;
        private Object key;
        private long looked;
        private long used;
        private int uses;
    }

    /** @param failures told in the writing thread when a file cannot be opened or written */
    public NamedLogs(BiConsumer<Path, IOException> failures) {
        this.failures = failures;
        writer = new Thread(this::write, "logs by name");
        writer.setDaemon(true);
        writer.start();
    }

    /** Adds a line of one character for each byte; the line feed is added here. Never waits. */
    public void line(Path file, String text, Keeping keeping) {
        var line = new Line(file, text, keeping);
        waiting.offer(() -> write(line));
    }

    /** Opens the files anew at their next lines. */
    public void reopen() {
        reopening = true;
    }

    /** Waits until every line so far is written. Not for event loops. */
    public void drain() throws InterruptedException {
        var written = new CountDownLatch(1);
        waiting.put(written::countDown);
        written.await();
    }

    /** Writes what is waiting and ends. Not for event loops. */
    @Override
    public void close() {
        try {
            waiting.put(END);
            writer.join(5_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            for (var next = waiting.take(); next != END; next = waiting.take()) {
                next.run();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        open.values().forEach(NamedLogs::close);
    }

    private void write(Line line) {
        if (reopening) {
            reopening = false;
            open.values().forEach(NamedLogs::close);
        }
        long now = System.nanoTime();
        forgetUnused(line.keeping(), now);
        var known = open.get(line.file());
        var file = known == null ? new OpenFile() : known;
        file.used = now;
        file.uses++;
        try {
            renew(file, line, now);
            file.stream.write((line.text() + "\n").getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException failed) {
            close(file);
            open.remove(line.file());
            failures.accept(line.file(), failed);
            return;
        }
        if (known == null && line.keeping().max() > 0) {
            makeRoom(line.keeping().max());
            open.put(line.file(), file);
        }
        if (file.uses < line.keeping().minUses() || line.keeping().max() == 0) {
            close(file);
        }
    }

    private void forgetUnused(Keeping keeping, long now) {
        for (var oldest = open.values().iterator(); oldest.hasNext(); ) {
            var file = oldest.next();
            if (now - file.used <= keeping.inactive().toNanos()) {
                return;
            }
            close(file);
            oldest.remove();
        }
    }

    /** The least recently used go for one more. */
    private void makeRoom(int max) {
        var oldest = open.values().iterator();
        while (open.size() >= max) {
            close(oldest.next());
            oldest.remove();
        }
    }

    private static void renew(OpenFile file, Line line, long now) throws IOException {
        if (file.stream != null && now - file.looked > line.keeping().valid().toNanos()) {
            file.looked = now;
            if (!Files.exists(line.file()) || !key(line.file()).equals(file.key)) {
                close(file);
            }
        }
        if (file.stream == null) {
            file.stream = Files.newOutputStream(line.file(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            file.key = key(line.file());
            file.looked = now;
        }
    }

    private static Object key(Path file) throws IOException {
        var key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file : key;
    }

    private static void close(OpenFile file) {
        closeQuietly(file.stream);
        file.stream = null;
    }

    private static void closeQuietly(Closeable stream) {
        try {
            if (stream != null) {
                stream.close();
            }
        } catch (IOException ignored) {
            // Everything was written.
        }
    }
}
