package io.waflab.reproduce;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the path between client and proxy does to a connection.
 *
 * @param kind which
 * @param after since the connection was opened, or of silence, before scaling; zero for kinds without a time
 */
public record PathDeed(Kind kind, Duration after) {

    /** The deeds. */
    public enum Kind {
        /** Nothing: no relay is put in between. */
        PASS(false),
        /** No SYN is answered. */
        DROP_SYN(false),
        /** SYN is answered with RST. */
        REFUSE(false),
        /** From the time on nothing gets through, either way. */
        FORGET(true),
        /** From the time on whatever the client sends is answered with RST. */
        RESET(true),
        /** What the client sends when nothing has passed for so long is answered with RST. */
        RESET_IDLE(true),
        /** At the time the client gets RST. */
        BREAK(true),
        /** At the time the client gets FIN, without an alert. */
        CUT(true),
        /** When nothing has passed for so long, the client gets RST. */
        BREAK_IDLE(true),
        /** When nothing has passed for so long, the client gets FIN, without an alert. */
        CUT_IDLE(true);

        private final boolean timed;

        Kind(boolean timed) {
            this.timed = timed;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether it happens at a time, or after one. */
        boolean isTimed() {
            return timed;
        }

        /** Whether the client gets its end, and that is RST. */
        boolean isReset() {
            return this == BREAK || this == BREAK_IDLE;
        }

        /** Whether the client gets its end, and that is FIN. */
        boolean isFin() {
            return this == CUT || this == CUT_IDLE;
        }

        /** Whether its time is one of silence. */
        boolean waitsForSilence() {
            return this == BREAK_IDLE || this == CUT_IDLE;
        }

        /** Whether a relay does it, and not the lack of a listener. */
        boolean isRelayed() {
            return timed;
        }
    }

    public static final PathDeed PASS = new PathDeed(Kind.PASS, Duration.ZERO);

    /**
     * As a scenario writes it: {@code pass}, {@code forget 3s}.
     *
     * @throws IllegalArgumentException for anything else, in one line
     */
    public static PathDeed parse(String text) {
        var words = text.strip().split("\\s+");
        var kind = Arrays.stream(Kind.values())
                .filter(known -> known.word().equals(words[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + Printable.of(words[0])
                        + "\" is nothing that a path does (expected one of: "
                        + Arrays.stream(Kind.values()).map(Kind::word).collect(Collectors.joining(", ")) + ")"));
        if (words.length != (kind.timed ? 2 : 1)) {
            throw new IllegalArgumentException("\"" + Printable.of(text) + "\" (expected " + kind.word()
                    + (kind.timed ? " and a time, as in " + kind.word() + " 3s" : " alone") + ")");
        }
        return new PathDeed(kind, kind.timed ? LabClock.parse(words[1]) : Duration.ZERO);
    }

    @Override
    public String toString() {
        return kind.word() + (kind.timed ? " " + LabClock.text(after) : "");
    }
}
