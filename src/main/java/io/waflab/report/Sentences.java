package io.waflab.report;

import io.waflab.diagnose.Sentence;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All texts of reports in one language, from the bundles {@code words} (the reports' own), {@code reproduction} and {@code sentences} (what
 * diagnoses say). In a text, <code>{0}</code> is the first argument, and <code>{0#request|requests}</code> one of two
 * words, by whether that number is 1. Arguments that are texts are escaped.
 */
public final class Sentences {

    static final List<String> BUNDLES = List.of("words", "sentences", "reproduction");

    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)(?:#([^|}]*)\\|([^}]*))?}");
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000 * MILLISECOND;

    private final Language language;
    private final Properties texts;

    private Sentences(Language language, Properties texts) {
        this.language = language;
        this.texts = texts;
    }

    public static Sentences in(Language language) {
        var texts = new Properties();
        BUNDLES.forEach(name -> texts.putAll(bundle(name, language)));
        return new Sentences(language, texts);
    }

    static Properties bundle(String name, Language language) {
        var texts = new Properties();
        var resource = name + language.suffix() + ".properties";
        try (var in = Sentences.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return texts;
    }

    public Language language() {
        return language;
    }

    Set<String> keys() {
        return new TreeSet<>(texts.stringPropertyNames());
    }

    boolean has(String key) {
        return texts.containsKey(key);
    }

    public String text(Sentence sentence) {
        return text(sentence.key(), sentence.arguments().toArray());
    }

    /** @throws IllegalArgumentException for a key that the bundles lack, or an argument too few */
    public String text(String key, Object... arguments) {
        var pattern = texts.getProperty(key);
        if (pattern == null) {
            throw new IllegalArgumentException(key + ": no such text (expected: a key of " + BUNDLES + ")");
        }
        var text = new StringBuilder();
        var place = PLACE.matcher(pattern);
        while (place.find()) {
            var index = Integer.parseInt(place.group(1));
            if (index >= arguments.length) {
                throw new IllegalArgumentException(
                        key + ": " + arguments.length + " arguments (expected: more than " + index + ")");
            }
            place.appendReplacement(text, Matcher.quoteReplacement(words(place, arguments[index])));
        }
        return place.appendTail(text).toString();
    }

    private String words(Matcher place, Object argument) {
        if (place.group(2) != null) {
            return ((Number) argument).doubleValue() == 1 ? place.group(2) : place.group(3);
        }
        if (argument instanceof Sentence part) {
            return text(part);
        }
        if (argument instanceof Duration duration) {
            return duration(duration);
        }
        if (argument instanceof Double number) {
            return String.format(Locale.ROOT, "%.2f", number).replaceAll("\\.?0+$", "");
        }
        return Words.escape(String.valueOf(argument));
    }

    /** {@code 119.89 s}, {@code 120 s}, {@code 42 ms}, {@code 0.28 ms}. */
    public String duration(Duration duration) {
        var nanos = duration.toNanos();
        var size = Math.abs(nanos);
        if (size >= SECOND || size == 0) {
            return text("seconds", (double) nanos / SECOND);
        }
        return text(
                "milliseconds",
                size >= 10 * MILLISECOND ? Math.rint((double) nanos / MILLISECOND) : (double) nanos / MILLISECOND);
    }
}
