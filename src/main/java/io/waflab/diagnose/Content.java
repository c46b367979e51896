package io.waflab.diagnose;

import io.waflab.journal.Observation;
import io.waflab.journal.What;

/** How much of a message's head and body came, where a head could be read; see {@link What#RESPONSE}. */
enum Content {
    /** No head could be read: encrypted, or missed. */
    UNKNOWN,
    WHOLE,
    BODY_UNFINISHED,
    HEAD_UNFINISHED;

    private static final String BYTES = " bytes]";

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
        return isCountedShort(head.detail()) ? BODY_UNFINISHED : WHOLE;
    }

    /** {@code ... [10 of 20 bytes]}. */
    private static boolean isCountedShort(String words) {
        if (!words.endsWith(BYTES)) {
            return false;
        }
        var end = words.length() - BYTES.length();
        var open = words.lastIndexOf('[');
        var of = words.indexOf(" of ", open);
        return open >= 0
                && of > 0
                && isNumber(words, open + 1, of)
                && isNumber(words, of + 4, end)
                && !(of - open - 1 == end - of - 4 && words.regionMatches(open + 1, words, of + 4, end - of - 4));
    }

    private static boolean isNumber(String words, int from, int to) {
        for (var i = from; i < to; i++) {
            if (words.charAt(i) < '0' || words.charAt(i) > '9') {
                return false;
            }
        }
        return from < to;
    }

    boolean isUnfinished() {
        return this == BODY_UNFINISHED || this == HEAD_UNFINISHED;
    }
}
