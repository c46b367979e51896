package io.waflab.diagnose;

import io.waflab.journal.Observation;
import io.waflab.journal.What;

/** How much of a message's head and body came, where a head could be read; see {@link What#RESPONSE}. */
enum Content {
    /** No head could be read: encrypted, or missed; or the message goes on where the capture has nothing of it. */
    UNKNOWN,
    WHOLE,
    BODY_UNFINISHED,
    HEAD_UNFINISHED;

    private static final String BYTES = " bytes]";
    /** Encrypted, a body's bytes are known as the records' that brought them. */
    private static final String AT_MOST = "at most ";

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
        if (head.detail().endsWith("until the end]") || head.detail().endsWith("then a gap]")) {
            return UNKNOWN;
        }
        return isCountedShort(head.detail()) ? BODY_UNFINISHED : WHOLE;
    }

    /** {@code ... [10 of 20 bytes]}, {@code ... [at most 10 of 20 bytes]}. */
    private static boolean isCountedShort(String words) {
        if (!words.endsWith(BYTES)) {
            return false;
        }
        var end = words.length() - BYTES.length();
        var open = words.lastIndexOf('[');
        var of = words.indexOf(" of ", open);
        var came = open + (words.startsWith(AT_MOST, open + 1) ? AT_MOST.length() : 0) + 1;
        return open >= 0
                && of > 0
                && isNumber(words, came, of)
                && isNumber(words, of + 4, end)
                && !(of - came == end - of - 4 && words.regionMatches(came, words, of + 4, end - of - 4));
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
