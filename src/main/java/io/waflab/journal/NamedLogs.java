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
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;

/**
 * Lines for files that each line names, written by one thread of its own.
 *
 * <p>Bounded: at most {@value LineLog#MOST_PENDING} bytes wait, some {@value #BESIDES} of them for each line besides its text;
 * what comes when the disk is that far behind is dropped, and counted.
 */
public final class NamedLogs implements AutoCloseable {

    /** What a line that waits takes besides its text, its file's name above all. */
    private static final int BESIDES = 256;

    private final Map<Path, OpenFile> open = new LinkedHashMap<>(16, 0.75f, true);
    private final BiConsumer<Path, IOException> failures;
    private final LongConsumer lost;
    private final Thread writer;
    private ArrayDeque<Line> waiting = new ArrayDeque<>();
    /** Of what waits. */
    private long bytes;

    private long dropped;
    private boolean busy;
    private boolean closed;
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

    /**
     * Both are told in the writing thread.
     *
     * @param failures of a file that cannot be opened or written
     * @param lost how many lines were dropped, once those before them are written
     */
    public NamedLogs(BiConsumer<Path, IOException> failures, LongConsumer lost) {
        this.failures = failures;
        this.lost = lost;
        writer = new Thread(this::write, "logs by name");
        writer.setDaemon(true);
        writer.start();
    }

    /** Adds a line of one character for each byte; the line feed is added here. Never waits. */
    public synchronized void line(Path file, String text, Keeping keeping) {
        if (closed) {
            return;
        }
        if (bytes + text.length() + BESIDES > LineLog.MOST_PENDING) {
            dropped++;
            return;
        }
        waiting.add(new Line(file, text, keeping));
        bytes += text.length() + BESIDES;
        if (!busy) {
            notifyAll();
        }
    }

    /** Opens the files anew at their next lines. */
    public void reopen() {
        reopening = true;
    }

    /** Waits until every line so far is written. Not for event loops. */
    public synchronized void drain() throws InterruptedException {
        while ((!waiting.isEmpty() || dropped > 0 || busy) && writer.isAlive()) {
            wait(100);
        }
    }

    /** Writes what is waiting and ends. Not for event loops. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        LineLog.awaitEnd(writer);
    }

    /** What waited, and how many lines were dropped behind it. */
    private record Taken(ArrayDeque<Line> lines, long dropped) {}

    private void write() {
        try {
            for (var next = take(); next.isPresent(); next = take()) {
                next.get().lines().forEach(this::write);
                if (next.get().dropped() > 0) {
                    lost.accept(next.get().dropped());
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        open.values().forEach(NamedLogs::close);
    }

    /** Empty at the end. */
    private synchronized Optional<Taken> take() throws InterruptedException {
        busy = false;
        notifyAll();
        while (waiting.isEmpty() && dropped == 0 && !closed) {
            wait();
        }
        if (waiting.isEmpty() && dropped == 0) {
            return Optional.empty();
        }
        var taken = new Taken(waiting, dropped);
        waiting = new ArrayDeque<>();
        bytes = 0;
        dropped = 0;
        busy = true;
        return Optional.of(taken);
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
        } catch (IOException | RuntimeException | OutOfMemoryError failed) {
            close(file);
            open.remove(line.file());
            failures.accept(line.file(), failed instanceof IOException told ? told : new IOException(failed));
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
