package io.waflab.diagnose;

import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.regex.Pattern;

/** How much of a message's head and body came, where a head could be read; see {@link What#RESPONSE}. */
enum Content {
    /** No head could be read: encrypted, or missed. */
    UNKNOWN,
    WHOLE,
    BODY_UNFINISHED,
    HEAD_UNFINISHED;

    private static final Pattern COUNTED = Pattern.compile(".*\\[(\\d+) of (\\d+) bytes]$", Pattern.DOTALL);

    /** Of a REQUEST or a RESPONSE. */
    static Content of(Observation head) {
        if (head.what() != What.REQUEST && head.what() != What.RESPONSE) {
            return UNKNOWN;
        }
        if (head.detail().endsWith("[head unfinished]")) {
            return HEAD_UNFINISHED;
        }
        if (head.detail().endsWith("unfinished]")) {
            return BODY_UNFINISHED;
        }
        if (head.detail().endsWith("until the end]")) {
            return UNKNOWN;
        }
        var counted = COUNTED.matcher(head.detail());
        return counted.matches() && !counted.group(1).equals(counted.group(2)) ? BODY_UNFINISHED : WHOLE;
    }

    boolean isUnfinished() {
        return this == BODY_UNFINISHED || this == HEAD_UNFINISHED;
    }
}
