package io.waflab.config;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression as nginx has them: PCRE's language (see {@link PcreTranslation}) over bytes, each byte one
 * character. A search gives up after a number of steps, so that no expression can hold up an event loop.
 */
public final class Regex {

    /** Looks at characters in one search; PCRE's match_limit counts something alike. Some 10 ms at most. */
    private static final int MOST_STEPS = 1_000_000;

    private final String source;
    private final boolean anyCase;
    private final Pattern pattern;
    private final Map<String, Integer> names;
    private final boolean utf8;
    private final int groups;

    private Regex(String source, boolean anyCase, PcreTranslation translation, Pattern pattern) {
        this.source = source;
        this.anyCase = anyCase;
        this.pattern = pattern;
        names = translation.names();
        utf8 = translation.utf8();
        groups = translation.groups();
    }

    /**
     * What was found.
     *
     * @param groups the text of the whole match and of each group, null for one that took no part
     * @param names the groups' names, each with its number
     */
    public record Match(List<Optional<String>> groups, Map<String, Integer> names) {

        /** The text of a group; empty for one that took no part or is not there. */
        public String group(int number) {
            return number < groups.size() ? groups.get(number).orElse("") : "";
        }
    }

    /** A search that was given up. */
    public static final class LimitReached extends RuntimeException {

        private static final long serialVersionUID = 1;

        /** PCRE2_ERROR_MATCHLIMIT. */
        public static final int CODE = -47;

        LimitReached(Regex regex, String subject) {
            super(
                    "pcre2_match() failed: " + CODE + " on \"" + subject + "\" using \"" + regex.source + "\"",
                    null,
                    false,
                    false);
        }
    }

    /**
     * @param anyCase whether ASCII letters match in both cases
     * @throws IllegalArgumentException saying what is wrong or cannot be translated, and where
     */
    public static Regex of(String source, boolean anyCase) {
        var translation = PcreTranslation.of(source);
        try {
            int flags = Pattern.UNIX_LINES | (anyCase ? Pattern.CASE_INSENSITIVE : 0);
            int unicode = translation.utf8() && anyCase ? Pattern.UNICODE_CASE : 0;
            return new Regex(source, anyCase, translation, Pattern.compile(translation.java(), flags | unicode));
        } catch (PatternSyntaxException invalid) {
            throw new IllegalArgumentException(
                    "invalid regular expression \"" + source + "\": "
                            + invalid.getDescription().toLowerCase(Locale.ROOT),
                    invalid);
        } catch (StackOverflowError tooDeep) {
            throw new IllegalArgumentException(
                    "invalid regular expression \"" + source + "\": nested too deeply", null);
        }
    }

    /** As written. */
    public String source() {
        return source;
    }

    public boolean anyCase() {
        return anyCase;
    }

    /** The names of groups, each with its number. */
    public Map<String, Integer> names() {
        return names;
    }

    /** How many groups there are, the whole match not counted. */
    public int groups() {
        return groups;
    }

    /**
     * The first match in the text.
     *
     * @param subject one character for each byte
     * @throws LimitReached when it takes too long
     */
    public Optional<Match> find(String subject) {
        var text = utf8 ? recoded(subject, StandardCharsets.ISO_8859_1, StandardCharsets.UTF_8) : subject;
        try {
            var matcher = pattern.matcher(new Counted(text));
            return matcher.find() ? Optional.of(new Match(taken(matcher, text), names)) : Optional.empty();
        } catch (Exhausted | StackOverflowError tooMuch) {
            throw new LimitReached(this, subject);
        }
    }

    private List<Optional<String>> taken(Matcher matcher, String text) {
        @SuppressWarnings({"unchecked", "rawtypes"})
        Optional<String>[] all = new Optional[groups + 1];
        for (int i = 0; i <= groups; i++) {
            all[i] = matcher.start(i) < 0
                    ? Optional.empty()
                    : Optional.of(bytes(text.substring(matcher.start(i), matcher.end(i))));
        }
        return List.of(all);
    }

    private String bytes(String text) {
        return utf8 ? recoded(text, StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1) : text;
    }

    private static String recoded(String text, Charset from, Charset to) {
        return new String(text.getBytes(from), to);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Regex regex && regex.source.equals(source) && regex.anyCase == anyCase;
    }

    @Override
    public int hashCode() {
        return Objects.hash(source, anyCase);
    }

    @Override
    public String toString() {
        return source;
    }

    /** Thrown out of a search, without a trace. */
    private static final class Exhausted extends RuntimeException {

        private static final long serialVersionUID = 1;

        Exhausted() {
            super(null, null, false, false);
        }
    }

    /** A text that lets itself be looked at a limited number of times. */
    private static final class Counted implements CharSequence {

        private final String text;
        private int left = MOST_STEPS;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new Exhausted();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
