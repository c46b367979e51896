package io.waflab.reproduce;

import io.waflab.diagnose.Sentence;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be measured of a server from outside. */
public enum Measure {
    IDLE("idle"),
    SILENT("silent"),
    HEADER("header"),
    BODY("body"),
    REQUESTS("requests"),
    CLOSE("close"),
    H2("h2"),
    AGE("age"),
    SEND("send"),
    LINGER("linger"),
    LINGERING("lingering");

    private final String word;

    Measure(String word) {
        this.word = word;
    }

    /** As the command line and JSON have it. */
    public String word() {
        return word;
    }

    /** What it is about. */
    public Sentence title() {
        return Sentence.of("measure.what." + word);
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
