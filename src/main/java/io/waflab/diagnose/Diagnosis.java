package io.waflab.diagnose;

import io.waflab.journal.ConnectionStory;
import java.util.List;

/**
 * One connection and what ended it.
 *
 * @param story what was seen
 * @param finding what it means
 */
public record Diagnosis(ConnectionStory story, Finding finding) {

    public static Diagnosis of(ConnectionStory story) {
        return new Diagnosis(story, Findings.of(story));
    }

    /** With what a second capture shows; what only asked for one is gone. */
    Diagnosis besideAnother(List<Sentence> more) {
        return new Diagnosis(
                story,
                finding.withoutWish("tells.server-capture", "advice.server-capture")
                        .with(more));
    }
}
