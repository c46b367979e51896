package io.waflab.report;

import io.waflab.diagnose.Compared;
import io.waflab.diagnose.Diagnosis;
import io.waflab.diagnose.Sentence;
import java.util.List;
import java.util.Optional;

/**
 * A connection and what came out when a lab did it again.
 *
 * @param title what was reproduced: the file's name and the connection's number
 * @param wanted the connection; empty where only a scenario said what has to come out
 * @param made the lab's own
 * @param ends how the two ended, side by side
 * @param course how they went; empty without {@code wanted}
 * @param reproduced whether the second is the first's case
 * @param verdict in one line
 * @param notes how it was played and recorded, and where its files are
 */
public record Reproduction(
        String title,
        Optional<Diagnosis> wanted,
        Diagnosis made,
        List<Compared> ends,
        List<Compared> course,
        boolean reproduced,
        Sentence verdict,
        List<Sentence> notes) {

    public Reproduction {
        ends = List.copyOf(ends);
        course = List.copyOf(course);
        notes = List.copyOf(notes);
    }

    public Reproduction withNotes(List<Sentence> more) {
        return new Reproduction(title, wanted, made, ends, course, reproduced, verdict, more);
    }
}
