package io.waflab.clients;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What can be asked of every library in the same words; {@link Library} has each one's own. */
public enum Setting {
    EVICT_IDLE("evict-idle", true, "how long a connection may be idle and still be used"),
    VALIDATE("validate-after-inactivity", true, "after how much idleness a connection is looked at before it is used"),
    MAX_AGE("max-age", true, "how old a connection may become"),
    RESPONSE_TIMEOUT("response-timeout", true, "how long to wait for the next bytes of an answer"),
    RETRY("retry", false, "whether a request that got no answer is sent again"),
    KEEP_ALIVE("keep-alive", false, "whether connections are kept at all");

    private final String word;
    private final boolean time;
    private final String meaning;

    Setting(String word, boolean time, String meaning) {
        this.word = word;
        this.time = time;
        this.meaning = meaning;
    }

    public String word() {
        return word;
    }

    /** Whether its value is a time or {@code off}; else it is {@code on} or {@code off}. */
    public boolean isTime() {
        return time;
    }

    public String meaning() {
        return meaning;
    }

    /** @throws IllegalArgumentException for another word, in one line */
    static Setting named(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--set " + word + ": no such setting (expected: "
                        + Arrays.stream(values()).map(Setting::word).collect(Collectors.joining(", ")) + ")"));
    }
}
