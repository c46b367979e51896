package io.waflab.cli;

import io.waflab.capture.CaptureSummary;
import io.waflab.report.Sentences;
import io.waflab.report.Words;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** What was read of a capture, in sentences. */
final class ReadingWords {

    private static final long SECOND = 1_000_000_000;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private ReadingWords() {}

    /** @param fitting how many connections are told of */
    static List<String> of(String file, CaptureSummary read, long fitting, Sentences sentences) {
        var said = new ArrayList<String>();
        said.add(
                read.connections() == 0
                        ? sentences.text("read.empty", file, read.format(), read.packets())
                        : sentences.text(
                                read.endNanos() == 0 ? "read.untimed" : "read.file",
                                file,
                                read.format(),
                                read.packets(),
                                read.connections(),
                                time(read.startNanos()),
                                time(read.endNanos())));
        if (fitting != read.connections()) {
            said.add(sentences.text("read.wanted", fitting, read.connections()));
        }
        var others = read.others();
        if (others.all() > 0) {
            said.add(
                    sentences.text("read.others", others.noIp(), others.noTcp(), others.damaged(), others.fragments()));
        }
        if (read.givenUp() > 0) {
            said.add(sentences.text("read.given-up", read.givenUp()));
        }
        read.comments().stream()
                .map(CaptureSummary.Comment::text)
                .distinct()
                .limit(10)
                .forEach(comment -> said.add(sentences.text("read.comment", Words.escape(comment))));
        read.problem().ifPresent(problem -> said.add(sentences.text("read.problem", problem)));
        return said;
    }

    private static String time(long nanos) {
        return TIME.format(Instant.ofEpochSecond(nanos / SECOND, nanos % SECOND));
    }
}
