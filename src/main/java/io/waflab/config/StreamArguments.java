package io.waflab.config;

import java.util.List;
import java.util.Set;

/** What the words of directives may be that say something else in stream than in http, or stand only there. */
final class StreamArguments {

    private static final Set<Directive> OWN = Set.of(
            Directive.PROXY_NEXT_UPSTREAM, Directive.SSL_ALPN, Directive.RETURN, Directive.SET, Directive.ACCESS_LOG);

    /** ALPN has one byte for the length of a name (RFC 7301 section 3.1). */
    private static final int LONGEST_PROTOCOL = 255;

    private StreamArguments() {}

    static boolean isOwn(Directive directive) {
        return OWN.contains(directive);
    }

    /** @throws IllegalArgumentException saying what was expected */
    static void check(Directive directive, List<String> words) {
        switch (directive) {
            case PROXY_NEXT_UPSTREAM -> flag(words);
            case SSL_ALPN -> protocols(words);
            case SET -> Arguments.count(words, 2, 2);
            case ACCESS_LOG -> accessLog(words);
            default -> Arguments.count(words, 1, 1);
        }
    }

    /**
     * Of those with one word.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    static void checkText(Directive directive, String word) {
        if (directive == Directive.PROXY_UPLOAD_RATE || directive == Directive.PROXY_DOWNLOAD_RATE) {
            var template = Template.of(word, Variables.NONE_IN_STREAM);
            if (template.isLiteral()) {
                Units.size(word);
            }
        }
    }

    private static void flag(List<String> words) {
        Arguments.count(words, 1, 1);
        if (!words.get(0).equalsIgnoreCase("on") && !words.get(0).equalsIgnoreCase("off")) {
            throw new IllegalArgumentException("invalid value \"" + words.get(0)
                    + "\" in \"proxy_next_upstream\" directive, it must be \"on\" or \"off\"");
        }
    }

    private static void protocols(List<String> words) {
        Arguments.count(words, 1, Integer.MAX_VALUE);
        for (var word : words) {
            if (word.isEmpty() || word.length() > LONGEST_PROTOCOL) {
                throw new IllegalArgumentException("invalid ALPN protocol \"" + word + "\" (expected 1 to 255 bytes)");
            }
        }
    }

    /** Stream has no format of its own. */
    private static void accessLog(List<String> words) {
        AccessLog.check(words);
        if (words.size() < 2 && !words.equals(List.of("off"))) {
            throw new IllegalArgumentException("log format is not specified");
        }
    }
}
