package io.waflab.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What {@code waflab client} can be asked to do, and which options then mean something. */
enum ClientWay {
    SCRIPT("a script", """
            --config --target --scenario --path --pause --step --steps --host --sni --protocol --cipher --alpn --cacert
            --speed --receive-buffer --limit --format"""),
    MEASURE("--measure", """
            --measure --connections --requests --large --save-profile --lang --config --target --scenario --path --host --sni
            --protocol --cipher --alpn --cacert --speed --receive-buffer --limit --format"""),
    LIBRARY("--as", """
            --as --set --proxy --method --plain --certs --libraries --target --scenario --path --pause --speed --cacert --limit
            --format""");

    /** Two that do not go together, whatever the way: an own script says its paths and pauses, a target is no lab. */
    private static final List<List<String>> APART = List.of(
            List.of("--step", "--scenario"),
            List.of("--step", "--path"),
            List.of("--step", "--pause"),
            List.of("--target", "--proxy"),
            List.of("--target", "--plain"),
            List.of("--target", "--certs"));

    private final String name;
    private final Set<String> options;

    ClientWay(String name, String options) {
        this.name = name;
        this.options = Set.of(options.split("\\s+"));
    }

    /**
     * What is wrong with these options, in one line; empty for nothing.
     *
     * @param given the long names of those on the command line
     */
    Optional<String> refusal(List<String> given) {
        for (var option : given) {
            if (!options.contains(option)) {
                return Optional.of(option + " does not go with " + name + " (" + others(option) + ")");
            }
        }
        for (var pair : APART) {
            if (given.containsAll(pair)) {
                return Optional.of(pair.get(1) + " does not go with " + pair.get(0));
            }
        }
        return this == LIBRARY && given.contains("--cacert") && !given.contains("--target")
                ? Optional.of("--cacert goes with --target: the lab's own authority is trusted without it")
                : Optional.empty();
    }

    private static String others(String option) {
        var ways = Arrays.stream(values())
                .filter(way -> way.options.contains(option))
                .map(way -> way.name)
                .toList();
        return "it goes with " + String.join(", ", ways);
    }
}
