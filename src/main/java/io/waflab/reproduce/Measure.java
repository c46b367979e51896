package io.waflab.reproduce;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be measured of a server from outside. */
public enum Measure {
    IDLE("idle", "idle between two requests"),
    SILENT("silent", "not one byte of a request"),
    HEADER("header", "half a request head"),
    BODY("body", "half a request body"),
    REQUESTS("requests", "requests on a connection"),
    CLOSE("close", "after Connection: close"),
    H2("h2", "idle in HTTP/2");

    private final String word;
    private final String title;

    Measure(String word, String title) {
        this.word = word;
        this.title = title;
    }

    /** As the command line and JSON have it. */
    public String word() {
        return word;
    }

    public String title() {
        return title;
    }

    /** Whether its value is a number of requests; the others' are seconds. */
    public boolean counts() {
        return this == REQUESTS;
    }

    /** @throws IllegalArgumentException for a word that is none, in one line. No words are all */
    public static Set<Measure> of(List<String> words) {
        var chosen = EnumSet.noneOf(Measure.class);
        for (var word : words.isEmpty() ? List.of("all") : words) {
            if (word.equals("all")) {
                chosen.addAll(List.of(values()));
                continue;
            }
            chosen.add(Arrays.stream(values())
                    .filter(known -> known.word.equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("\"" + Printable.of(word)
                            + "\" cannot be measured (expected all or some of: "
                            + Arrays.stream(values()).map(Measure::word).collect(Collectors.joining(",")) + ")")));
        }
        return chosen;
    }
}
