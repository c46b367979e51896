package io.waflab.capture;

import io.waflab.journal.ConnectionStory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Reads a capture of any size, and tells each connection as soon as it is finished: closed and quiet for 60 s of the
 * capture's time, or closed before 2048 others, its ports used for another one, or at the end of the file.
 *
 * One thread reads packets, one follows the connections, one tells them; each in the order of the file, so that a capture
 * gives the same stories every time.
 *
 * <p>Bounds: 32768 connections at a time, and 176 MiB of what they hold together; for more the closed connection is told
 * that has been quiet for longest, or where none is closed the open one, which is then given up and counted, and whose
 * story says so. 48 MiB of segments that wait for earlier ones; 256 stories that wait to be told.
 */
public final class CaptureReading {

    private static final int FIRST_PACKETS = 1000;

    /** Told a few times a second how far the reading has come. */
    public interface Progress {

        /** @param total bytes of the file; 0 where that is not known */
        void read(long bytes, long total);
    }

    private CaptureReading() {}

    /**
     * Reads a file, or standard input where the path is {@code -}.
     *
     * @param each is given the connections as they finish, on one thread of its own, and all of them before this returns;
     *     their numbers are in the order of their first packets. What it throws ends the reading.
     * @throws CaptureException if the file cannot be opened, or does not begin as a capture; what is wrong further on is
     *     the summary's problem
     */
    public static CaptureSummary read(Path file, Consumer<ConnectionStory> each, Progress progress)
            throws CaptureException {
        try (var opened = CaptureFile.open(file, progress)) {
            return read(opened, each);
        }
    }

    /**
     * Whether TLS secrets stand in the file before its {@value #FIRST_PACKETS}th packet, where those who add them put them.
     * What cannot be read has none, and a pipe is not looked into, for what is read of it is gone.
     */
    public static boolean hasSecrets(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (var opened = CaptureFile.open(file, (bytes, total) -> {})) {
            if (!(opened.reader() instanceof PcapngReader)) {
                return false;
            }
            for (var packets = 0;
                    packets < FIRST_PACKETS && opened.notes().keyLog().isEmpty();
                    packets++) {
                if (opened.reader().next().isEmpty()) {
                    break;
                }
            }
            return !opened.notes().keyLog().isEmpty();
        } catch (CaptureException damaged) {
            return false;
        }
    }

    static CaptureSummary read(CaptureFile file, Consumer<ConnectionStory> each) {
        try (var teller = new StoryTeller(each);
                var ahead = new ReadingAhead(file.reader())) {
            var loop = new ReadingLoop(teller::tell);
            var problem = loop.run(ahead);
            return loop.summary(file.format(), file.notes(), problem.map(file::named));
        }
    }
}
