package io.waflab.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A file (or stream) of lines that event loops write to without waiting for the disk: lines are gathered in memory and
 * written by one thread of its own.
 *
 * <p>Bounded: at most {@value #MOST_PENDING} bytes wait; what comes when the disk is that far behind is dropped, counted,
 * and the count is written as a line of its own. What a full disk does not take is lost; it is told once on standard error,
 * until lines can be written again.
 */
public final class LineLog implements AutoCloseable {

    static final int MOST_PENDING = 16 << 20;

    private final Target target;
    private final Gathering gathering;
    private final boolean owned;
    private final Thread writer;
    private byte[] pending = new byte[8 << 10];
    private byte[] writing = new byte[8 << 10];
    private int length;
    private long dropped;
    private boolean busy;
    private boolean draining;
    /** Whether the last lines could not be written. Of the writer. */
    private boolean failing;

    /** When the first pending byte came, of System.nanoTime(). */
    private long since;

    private boolean closed;

    /** Before how many of the pending bytes the file is opened anew; negative for not at all. */
    private int reopenAt = -1;

    /** Where the lines go; opened again when logs are rotated. */
    private interface Target {
        OutputStream open() throws IOException;
    }

    /** @param owned whether what target opens is closed here */
    private LineLog(String name, Target target, boolean owned, Gathering gathering) throws IOException {
        this.target = target;
        this.gathering = gathering;
        this.owned = owned;
        var stream = target.open();
        writer = new Thread(() -> write(stream), "log " + name);
        writer.setDaemon(true);
        writer.start();
    }

    /**
     * Appends to a file, made when it is missing.
     *
     * @throws IOException when it cannot be opened
     */
    public static LineLog file(Path file) throws IOException {
        return file(file, Gathering.NONE);
    }

    /** The same for lines that may wait for others. */
    public static LineLog file(Path file, Gathering gathering) throws IOException {
        return new LineLog(
                file.toString(),
                () -> Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                true,
                gathering);
    }

    /** Writes to a stream that is not closed with the log. */
    public static LineLog stream(String name, OutputStream stream) {
        try {
            return new LineLog(name, () -> stream, false, Gathering.NONE);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Adds a line; the line feed is added here. Never waits. */
    public void line(CharSequence line) {
        add(line.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The same of a line with one character for each byte. */
    public void octets(String line) {
        add(line.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void add(byte[] bytes) {
        synchronized (this) {
            if (closed || length + bytes.length + 1 > MOST_PENDING) {
                dropped++;
                return;
            }
            if (length + bytes.length + 1 > pending.length) {
                pending = Arrays.copyOf(pending, Math.max(pending.length * 2, length + bytes.length + 1));
            }
            if (length == 0) {
                since = System.nanoTime();
            }
            System.arraycopy(bytes, 0, pending, length, bytes.length);
            length += bytes.length;
            pending[length++] = '\n';
            if (!busy) {
                notifyAll();
            }
        }
    }

    /**
     * Opens the file anew, for one that was moved away: what was said before goes to the old file, what is said from here
     * on to the new one. When it cannot be opened, the old one is kept.
     */
    public synchronized void reopen() {
        reopenAt = length;
        notifyAll();
    }

    /** Waits until all lines so far are with the kernel. Not for event loops. */
    public synchronized void drain() throws InterruptedException {
        draining = true;
        notifyAll();
        while ((length > 0 || reopenAt >= 0 || busy) && writer.isAlive()) {
            wait(100);
        }
        draining = false;
    }

    /** Writes what is pending and ends. Not for event loops. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        awaitEnd(writer);
    }

    /** Waits 5 s at most: a disk may hang. */
    static void awaitEnd(Thread writer) {
        try {
            writer.join(5_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(OutputStream first) {
        var stream = first;
        try {
            while (true) {
                int bytes;
                int split;
                synchronized (this) {
                    busy = false;
                    notifyAll();
                    awaitWork();
                    if (length == 0 && closed) {
                        break;
                    }
                    split = reopenAt;
                    reopenAt = -1;
                    bytes = swap();
                    busy = true;
                }
                write(stream, 0, split < 0 ? bytes : split);
                if (split >= 0) {
                    stream = reopened(stream);
                    write(stream, split, bytes - split);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        closeFile(stream);
    }

    private void write(OutputStream stream, int from, int bytes) {
        if (bytes == 0) {
            return;
        }
        try {
            gathering.write(stream, writing, from, bytes);
            stream.flush();
            failing = false;
        } catch (IOException failed) {
            if (!failing) {
                complain(failed, "its lines are lost until it can be");
            }
            failing = true;
        }
    }

    private void awaitWork() throws InterruptedException {
        while (!closed && reopenAt < 0 && (length == 0 || !isDue())) {
            boolean timed = length > 0 && !gathering.flush().isZero();
            if (timed) {
                long left = gathering.flush().toNanos() - (System.nanoTime() - since);
                wait(Math.max(1, left / 1_000_000));
            } else {
                wait();
            }
        }
    }

    /** Half of what may wait at all is as much as is waited for. */
    private boolean isDue() {
        return draining || length > MOST_PENDING / 2 || gathering.isDue(length, System.nanoTime() - since);
    }

    private OutputStream reopened(OutputStream old) {
        if (!owned) {
            return old;
        }
        try {
            var next = target.open();
            closeFile(old);
            return next;
        } catch (IOException failed) {
            complain(failed, "its lines still go to the file that was open");
            return old;
        }
    }

    private static void complain(IOException failed, String consequence) {
        System.err.println("waflab: " + Thread.currentThread().getName() + ": cannot be written: " + failed.getMessage()
                + "; " + consequence);
    }

    private int swap() {
        if (dropped > 0) {
            var note = (dropped + " lines were dropped here: the disk was slower than the log\n")
                    .getBytes(StandardCharsets.UTF_8);
            pending = Arrays.copyOf(pending, Math.max(pending.length, length + note.length));
            System.arraycopy(note, 0, pending, length, note.length);
            length += note.length;
            dropped = 0;
        }
        int bytes = length;
        var full = pending;
        pending = writing.length > 256 << 10 ? new byte[8 << 10] : writing;
        writing = full;
        length = 0;
        return bytes;
    }

    private void closeFile(OutputStream stream) {
        if (owned) {
            try {
                stream.close();
            } catch (IOException ignored) {
                // Everything written was flushed; there is nothing left to lose.
            }
        }
    }
}
