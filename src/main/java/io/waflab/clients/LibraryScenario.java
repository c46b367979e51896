package io.waflab.clients;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What an application with a real library is made to do. */
public enum LibraryScenario {
    RACE("race", "a request that leaves while the server's close is still on its way"),
    RACE_RESET("race-reset", "the same, and what arrives is the RST that answers the request"),
    IDLE_THEN_REQUEST("idle-then-request", "a request on a connection that has been idle for --pause"),
    ONE_REQUEST("one-request", "one request for --path");

    private final String word;
    private final String meaning;

    LibraryScenario(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /** @throws IllegalArgumentException for another word, in one line */
    public static LibraryScenario named(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--scenario " + word
                        + ": a library does not play it (expected: "
                        + Arrays.stream(values()).map(LibraryScenario::word).collect(Collectors.joining(", ")) + ")"));
    }

    public String word() {
        return word;
    }

    public String meaning() {
        return meaning;
    }

    /** Whether the server's close is held back until the request has left. */
    boolean isRace() {
        return this == RACE || this == RACE_RESET;
    }
}
