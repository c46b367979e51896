package io.waflab.reproduce;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What an origin does at a {@link Moment}.
 *
 * @param kind which
 * @param time see the kind; before scaling
 * @param count see the kind
 */
public record Effect(Kind kind, Duration time, int count) {

    /** How long an origin keeps silent when nobody says how long. */
    static final Duration LONG = Duration.ofHours(1);

    public enum Kind {
        /** Goes on at once. On {@link Moment#REQUEST}: answers before it reads the body. */
        ANSWER,
        /** Goes on after the time. */
        WAIT,
        /** Says nothing for the time, then FIN; FIN at once when the peer ends. Default 1 h. */
        SILENT,
        /** As SILENT, and reads nothing either, so that the peer's end is not noticed. Default 1 h. */
        DEAF,
        /** FIN after the time. Default at once; when idle, a next request within the time is answered. */
        CLOSE,
        /** RST after the time. As CLOSE. */
        RESET,
        /** So many pieces (default 4), the time (default 0.6 s) before each. */
        DRIP,
        /** Half a response head, then as SILENT. */
        HALF,
        /** Bytes that are no HTTP, then FIN. */
        GARBAGE;

        private Duration fallback() {
            return this == SILENT || this == DEAF || this == HALF ? LONG : Duration.ZERO;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final Effect NONE = new Effect(Kind.ANSWER, Duration.ZERO, 0);

    /** Whether nothing follows but silence and FIN. */
    boolean isSilence() {
        return kind == Kind.SILENT || kind == Kind.DEAF || kind == Kind.HALF;
    }

    static Effect of(Kind kind, Duration time) {
        return new Effect(kind, time, 0);
    }

    /**
     * As configurations write it: {@code wait 5s}, {@code silent}, {@code close 100ms}, {@code drip 4 0.6s}.
     *
     * @throws IllegalArgumentException for anything else, in one line
     */
    public static Effect parse(String text) {
        var words = text.strip().split("\\s+");
        var kind = Arrays.stream(Kind.values())
                .filter(known -> known.word().equals(words[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + words[0] + "\" is no effect (expected one of: "
                        + Arrays.stream(Kind.values()).map(Kind::word).collect(Collectors.joining(", ")) + ")"));
        int most = kind == Kind.DRIP ? 3 : 2;
        if (words.length > most) {
            throw new IllegalArgumentException("\"" + text + "\": too many words (expected at most " + most + ")");
        }
        if (kind == Kind.DRIP) {
            int pieces = words.length > 1 ? count(words[1]) : 4;
            return new Effect(kind, words.length > 2 ? LabClock.parse(words[2]) : Duration.ofMillis(600), pieces);
        }
        return of(kind, words.length > 1 ? LabClock.parse(words[1]) : kind.fallback());
    }

    private static int count(String word) {
        if (!word.matches("[1-9]\\d{0,6}")) {
            throw new IllegalArgumentException("\"" + word + "\" is no number of pieces (expected 1 to 9999999)");
        }
        return Integer.parseInt(word);
    }

    /** As {@link #parse} reads it. */
    String text() {
        return kind.word()
                + (kind == Kind.DRIP ? " " + count : "")
                + (time.isZero() && kind.fallback().isZero() && kind != Kind.DRIP ? "" : " " + LabClock.text(time));
    }
}
