package io.waflab.config;

import java.util.List;

/** What the words of an upstream group's directives may be. */
final class UpstreamArguments {

    private UpstreamArguments() {}

    /** @throws IllegalArgumentException saying what was expected */
    static void check(Directive directive, List<String> words) {
        switch (directive) {
            case HASH -> hash(words);
            case RANDOM -> random(words);
            case ZONE -> zone(words);
            default -> {
                if (!words.equals(List.of("")) && !words.isEmpty()) {
                    Arguments.count(words, 0, 0);
                }
            }
        }
    }

    private static void hash(List<String> words) {
        Arguments.count(words, 1, 2);
        Arguments.known(Template.of(words.get(0)));
        if (words.size() == 2) {
            Arguments.oneOf(words.get(1), List.of("consistent"));
        }
    }

    private static void random(List<String> words) {
        if (words.isEmpty() || words.equals(List.of(""))) {
            return;
        }
        Arguments.count(words, 1, 2);
        Arguments.oneOf(words.get(0), List.of("two"));
        if (words.size() == 2) {
            Arguments.oneOf(words.get(1), List.of("least_conn"));
        }
    }

    private static void zone(List<String> words) {
        Arguments.count(words, 1, 2);
        if (words.get(0).isEmpty()) {
            throw new IllegalArgumentException("invalid zone name \"\"");
        }
        if (words.size() == 2 && Units.size(words.get(1)) < 8 * 4096) {
            throw new IllegalArgumentException("zone \"" + words.get(0) + "\" is too small (expected 32k or more)");
        }
    }
}
