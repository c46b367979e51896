package io.waflab.capture;

import io.waflab.journal.ConnectionStory;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Reads a capture of any size, and tells each connection as soon as it is finished: closed and quiet for 60 s of the
 * capture's time, its ports used for another one, or at the end of the file.
 *
 * <p>Bounds: 32768 connections at a time, and a million observations in them; for another one the closed connection is told
 * that has been quiet for longest, or where none is closed the open one, which is then given up and counted. 64 MiB of
 * segments that wait for earlier ones; and what each {@link Conversation} says of itself.
 */
public final class CaptureReading {

    /** Told a few times a second how far the reading has come. */
    public interface Progress {

        /** @param total bytes of the file; 0 where that is not known */
        void read(long bytes, long total);
    }

    private CaptureReading() {}

    /**
     * Reads a file, or standard input where the path is {@code -}.
     *
     * @param each is given the connections as they finish; their numbers are in the order of their first packets
     * @throws CaptureException if the file cannot be opened, or does not begin as a capture; what is wrong further on is
     *     the summary's problem
     */
    public static CaptureSummary read(Path file, Consumer<ConnectionStory> each, Progress progress)
            throws CaptureException {
        try (var opened = CaptureFile.open(file, progress)) {
            return read(opened, each);
        }
    }

    static CaptureSummary read(CaptureFile file, Consumer<ConnectionStory> each) {
        var loop = new ReadingLoop(connection -> each.accept(connection.story()));
        var problem = loop.run(file.reader());
        return loop.summary(file.format(), file.notes(), problem.map(file::named));
    }
}
