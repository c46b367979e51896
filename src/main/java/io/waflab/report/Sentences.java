package io.waflab.report;

import io.waflab.diagnose.Sentence;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * All texts of reports in one language, from the bundles {@code words} (the reports' own), {@code reproduction}, {@code measure} and {@code sentences} (what
 * diagnoses say). In a text, <code>{0}</code> is the first argument, and <code>{0#request|requests}</code> one of two
 * words, by whether that number is 1. Arguments that are texts are escaped.
 */
public final class Sentences {

    static final List<String> BUNDLES = List.of("words", "sentences", "reproduction", "measure");

    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)(?:#([^|}]*)\\|([^}]*))?}");
    /** Where an argument is words or a time, the space that stands about numbers and names is one too many. */
    private static final Pattern BETWEEN_HAN = Pattern.compile("(?<=\\p{IsHan}) (?=\\p{IsHan})");

    private static final double EXACT = 1e12;
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000 * MILLISECOND;

    private final Language language;
    private final Properties texts;
    /** The texts that were asked for, taken apart. */
    private final Map<String, List<Piece>> pieces = new ConcurrentHashMap<>();

    /**
     * A piece of a text: its words, and the argument behind them.
     *
     * @param argument its index; -1 behind the last words
     * @param one where one of two words stands for the argument, the one for 1; else null
     * @param many the other
     */
    private record Piece(String words, int argument, String one, String many) {}

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

    boolean has(String key) {
        return texts.containsKey(key);
    }

    public String text(Sentence sentence) {
        return text(sentence.key(), sentence.arguments().toArray());
    }

    /** @throws IllegalArgumentException for a key that the bundles lack, or an argument too few */
    public String text(String key, Object... arguments) {
        var all = pieces.computeIfAbsent(key, this::pieces);
        if (all.size() == 1) {
            return all.get(0).words();
        }
        var text = new StringBuilder();
        for (var piece : all) {
            text.append(piece.words());
            if (piece.argument() >= arguments.length) {
                throw new IllegalArgumentException(
                        key + ": " + arguments.length + " arguments (expected: more than " + piece.argument() + ")");
            }
            if (piece.argument() >= 0) {
                text.append(words(piece, arguments[piece.argument()]));
            }
        }
        return language == Language.ZH ? BETWEEN_HAN.matcher(text).replaceAll("") : text.toString();
    }

    private List<Piece> pieces(String key) {
        var pattern = texts.getProperty(key);
        if (pattern == null) {
            throw new IllegalArgumentException(key + ": no such text (expected: a key of " + BUNDLES + ")");
        }
        var all = new ArrayList<Piece>();
        var place = PLACE.matcher(pattern);
        var end = 0;
        while (place.find()) {
            all.add(new Piece(
                    pattern.substring(end, place.start()),
                    Integer.parseInt(place.group(1)),
                    place.group(2),
                    place.group(3)));
            end = place.end();
        }
        all.add(new Piece(pattern.substring(end), -1, null, null));
        return List.copyOf(all);
    }

    private String words(Piece piece, Object argument) {
        if (piece.one() != null) {
            return ((Number) argument).doubleValue() == 1 ? piece.one() : piece.many();
        }
        if (argument instanceof Sentence part) {
            return text(part);
        }
        if (argument instanceof Duration duration) {
            return duration(duration);
        }
        if (argument instanceof Double number) {
            return decimal(number);
        }
        return Words.escape(String.valueOf(argument));
    }

    /** With at most two digits behind the point. */
    private static String decimal(double number) {
        if (Math.abs(number) < EXACT && (number >= 0.005 || Double.doubleToRawLongBits(number) == 0)) {
            return BigDecimal.valueOf(number)
                    .setScale(2, RoundingMode.HALF_UP)
                    .stripTrailingZeros()
                    .toPlainString();
        }
        return String.format(Locale.ROOT, "%.2f", number).replaceAll("\\.?0+$", "");
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
