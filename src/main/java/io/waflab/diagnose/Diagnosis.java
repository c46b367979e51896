package io.waflab.diagnose;

import io.waflab.journal.ConnectionStory;

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
}
