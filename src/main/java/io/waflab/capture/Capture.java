package io.waflab.capture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A small capture file, read into memory: the TCP connections in it, in the order of their first packets. For recordings
 * of the lab; {@link CaptureReading} reads captures of any size, and this one has its bounds, but that each
 * {@link Conversation} stays.
 *
 * @param packets all in the file
 * @param others packets that are no TCP segment, or of which too little was captured
 */
public record Capture(long packets, long others, List<Conversation> conversations) {

    public Capture {
        conversations = List.copyOf(conversations);
    }

    /** @throws CaptureException if the file cannot be read, with its name, what is wrong and at which byte */
    public static Capture read(Path file) throws CaptureException {
        try (var opened = CaptureFile.open(file, (bytes, total) -> {})) {
            return read(opened);
        }
    }

    static Capture read(CaptureFile file) throws CaptureException {
        var all = new ArrayList<OpenConnection>();
        var loop = new ReadingLoop(all::add);
        var summary = loop.summary(file.format(), file.notes(), loop.run(ArrivalSource.of(file.reader())));
        if (summary.problem().isPresent()) {
            throw new CaptureException(file.named(summary.problem().get()));
        }
        all.sort(Comparator.comparingInt(OpenConnection::number));
        return new Capture(
                summary.packets(),
                summary.others().all(),
                all.stream().map(OpenConnection::conversation).toList());
    }
}
