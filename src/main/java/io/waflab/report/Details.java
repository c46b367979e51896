package io.waflab.report;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the narrators' own words in {@link io.waflab.journal.Observation#detail} into another language, where the bundle
 * {@code words} has them as {@code detail.<the words with dashes>}. Names of the protocols stay as they are.
 */
final class Details {

    /** What the capture's reader says of a message behind its first line, which came from the network. */
    private static final Pattern REMARK = Pattern.compile(" \\[([^\\[\\]]*)](?= \\[|$)");

    private static final Pattern NUMBER = Pattern.compile("\\d+");

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
        return sentences.has(front) ? sentences.text(front) + "：" + in(sentences, detail.substring(colon + 2)) : detail;
    }

    /** Of names of messages, and behind them perhaps words about the rest. */
    static String ofHandshake(Sentences sentences, String detail) {
        var said = in(sentences, detail);
        for (var comma = detail.indexOf(", ");
                said.equals(detail) && comma >= 0;
                comma = detail.indexOf(", ", comma + 1)) {
            var rest = detail.substring(comma + 2);
            var last = in(sentences, rest);
            said = last.equals(rest) ? said : detail.substring(0, comma) + "，" + last;
        }
        return said;
    }

    /** Of a request or response: its first line, and in brackets how much of it has come. */
    static String ofMessage(Sentences sentences, String detail) {
        if (sentences.language() == Language.EN) {
            return detail;
        }
        return REMARK.matcher(detail).replaceAll(remark -> {
            var key = "detail.remark." + words(NUMBER.matcher(remark.group(1)).replaceAll("n"));
            var counts = NUMBER.matcher(remark.group(1))
                    .results()
                    .map(count -> (Object) count.group())
                    .toArray();
            return Matcher.quoteReplacement(
                    sentences.has(key) ? " [" + sentences.text(key, counts) + "]" : remark.group());
        });
    }

    /** What somebody sees, where it is told and not quoted. */
    static String ofSymptom(Sentences sentences, String text) {
        var key = symptomKey(text);
        return sentences.has(key) ? sentences.text(key) : text;
    }

    static String symptomKey(String text) {
        return "detail.symptom." + words(text);
    }

    static String key(String detail) {
        return "detail." + words(detail);
    }

    private static String words(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.]+", "-");
    }
}
