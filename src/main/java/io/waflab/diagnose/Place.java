package io.waflab.diagnose;

import io.waflab.journal.ConnectionStory;

/**
 * One connection as the capture at one place has it.
 *
 * @param endNanos when the last packet of that whole capture was, since 1970 by its clock: what came later it could not
 *     see
 */
public record Place(ConnectionStory story, long endNanos) {

    /** A time in the story, since 1970. */
    long at(long nanos) {
        return story.startNanos() + nanos;
    }
}
