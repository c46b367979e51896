package io.waflab.report;

/**
 * Puts the narrators' own words in {@link io.waflab.journal.Observation#detail} into another language, where the bundle
 * {@code words} has them as {@code detail.<the words with dashes>}. Names of the protocols stay as they are.
 */
final class Details {

    private Details() {}

    static String in(Sentences sentences, String detail) {
        if (sentences.language() == Language.EN || detail.isEmpty()) {
            return detail;
        }
        var whole = key(detail);
        if (sentences.has(whole)) {
            return sentences.text(whole);
        }
        var colon = detail.indexOf(": ");
        var front = colon < 0 ? "" : key(detail.substring(0, colon));
        return sentences.has(front) ? sentences.text(front) + detail.substring(colon) : detail;
    }

    static String key(String detail) {
        return "detail." + detail.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9_.]+", "-");
    }
}
