package io.waflab.diagnose;

import io.waflab.connection.Cause;
import io.waflab.connection.Peer;
import io.waflab.diagnose.Compared.Agreement;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.TlsShown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Two connections side by side: one that somebody complains about, and one that was made to be like it.
 *
 * <p>The second may have been played faster than life; its story is then told in the first's time. Times agree within 0.3
 * s, 1 %, or what the playing can resolve, whichever is most.
 */
public final class Comparison {

    private static final Duration LEAST = Duration.ofMillis(300);
    private static final double PART = 0.01;
    /** Beyond these, exchanges are only counted. */
    static final int MOST_TURNS = 40;
    /** Heads differ by what a server says of itself; this many bytes, or a fifth, is near. */
    private static final long NEAR_BYTES = 200;

    private final Playing playing;
    private final Lack lack;
    private final List<Compared> rows = new ArrayList<>();

    /**
     * What the way in which the second was made cannot show.
     *
     * @param instead causes that stand for the first's: what the second looks like then
     * @param says why, and what to do about it
     */
    public record Lack(List<String> instead, Sentence says) {

        public Lack {
            instead = List.copyOf(instead);
        }
    }

    /**
     * How the second was made.
     *
     * @param speed what its times were divided by while it was played
     * @param lateness how late the machine may have been meanwhile
     */
    public record Playing(double speed, Duration lateness) {

        private static final long LEAST_NANOS = 25_000_000;
        private static final long MOST_NANOS = 250_000_000;

        /** How exact its times are, in life's time: 25 ms of the playing and the lateness, of which 250 ms at most count. */
        public Duration resolution() {
            return Duration.ofNanos(Math.round((LEAST_NANOS + Math.min(MOST_NANOS, lateness.toNanos())) * speed));
        }
    }

    private Comparison(Playing playing, Optional<Lack> lack) {
        this.playing = playing;
        this.lack = lack.orElse(null);
    }

    /**
     * @param first the outcome that is wanted
     * @param second the one that came out
     * @param playing how the second was made
     * @param lack empty where the second can show all of the first
     */
    public static List<Compared> outcomes(Outcome first, Outcome second, Playing playing, Optional<Lack> lack) {
        var comparison = new Comparison(playing, lack);
        comparison.outcomes(first, second);
        return comparison.rows;
    }

    /** What the two stories show besides their ends: nothing of it decides. */
    public static List<Compared> courses(ConnectionStory first, ConnectionStory second, Playing playing) {
        var comparison = new Comparison(playing, Optional.empty());
        comparison.tls(first.tls(), second.tls());
        comparison.turns(Spoken.in(first), Spoken.in(second));
        return comparison.rows;
    }

    /** The first difference that decides; empty when the second is the first's case. */
    public static Optional<Compared> difference(List<Compared> rows) {
        return rows.stream()
                .filter(row -> row.decides() && row.agreement() == Agreement.DIFFERS)
                .findFirst();
    }

    private void outcomes(Outcome first, Outcome second) {
        var instead = lack != null && lack.instead().contains(second.cause());
        add(
                "compare.cause",
                word(first.cause()),
                word(second.cause()),
                instead ? Agreement.NEAR : same(first.cause(), second.cause()),
                true);
        var rest = !instead;
        add("compare.closed-by", by(first), by(second), same(first.closedBy(), second.closedBy()), rest);
        add("compare.how", word(first.how()), word(second.how()), same(first.how(), second.how()), rest);
        add("compare.phase", phase(first), phase(second), same(first.phase(), second.phase()), rest);
        gap(first.gap(), second.gap(), rest);
        partings(first.client(), second.client(), rest && !isRace(first));
    }

    /** How the client leaves then is the chance of whether its bytes or the server's RST were first. */
    private static boolean isRace(Outcome outcome) {
        return outcome.cause().equals(Cause.KEEPALIVE_RACE.id());
    }

    private void gap(Optional<Duration> first, Optional<Duration> second, boolean decides) {
        if (first.isEmpty() && second.isEmpty()) {
            return;
        }
        var agreement = first.isPresent() && second.isPresent()
                ? near(first.get(), second.get())
                : same(true, near(first.or(() -> second).get(), Duration.ZERO) != Agreement.DIFFERS);
        add("compare.gap", time(first), played(second), agreement, decides);
    }

    private void partings(Optional<Outcome.Parting> first, Optional<Outcome.Parting> second, boolean decides) {
        if (first.isEmpty() && second.isEmpty()) {
            return;
        }
        var own = first.map(Outcome.Parting::how).orElse("");
        var other = second.map(Outcome.Parting::how).orElse("");
        var agreement = own.equals(other)
                ? Agreement.SAME
                : isReset(own) == isReset(other) && !own.isEmpty() && !other.isEmpty()
                        ? Agreement.NEAR
                        : Agreement.DIFFERS;
        add("compare.client-how", word(own), word(other), agreement, decides);
        if (first.isPresent() && second.isPresent()) {
            add(
                    "compare.client-after",
                    time(first.map(Outcome.Parting::after)),
                    played(second.map(Outcome.Parting::after)),
                    near(first.get().after(), second.get().after()),
                    decides);
        }
    }

    private static boolean isReset(String how) {
        return how.equals(How.RST.word());
    }

    private void tls(TlsShown first, TlsShown second) {
        shown("compare.version", first.version(), second.version());
        shown("compare.cipher", first.cipher(), second.cipher());
        shown("compare.sni", first.sni(), second.sni());
        shown("compare.alpn", first.alpn(), second.alpn());
        if (first.certificates() >= 0 && second.certificates() >= 0) {
            add(
                    "compare.certificates",
                    number(first.certificates()),
                    number(second.certificates()),
                    same(first.certificates(), second.certificates()),
                    false);
        }
    }

    private void shown(String key, String first, String second) {
        if (!first.isEmpty() || !second.isEmpty()) {
            add(key, word(first), word(second), same(first, second), false);
        }
    }

    private void turns(List<Spoken> first, List<Spoken> second) {
        add("compare.turns", number(first.size()), number(second.size()), same(first.size(), second.size()), false);
        for (var i = 0; i < Math.min(MOST_TURNS, Math.min(first.size(), second.size())); i++) {
            turn(i + 1, first, second);
        }
    }

    private void turn(int number, List<Spoken> first, List<Spoken> second) {
        var own = first.get(number - 1);
        var other = second.get(number - 1);
        var key = own.by() == Peer.CLIENT ? "compare.asks" : "compare.answers";
        var size = own.by() != other.by()
                ? Agreement.DIFFERS
                : own.bytes() == other.bytes()
                        ? Agreement.SAME
                        : Math.abs(own.bytes() - other.bytes()) <= Math.max(NEAR_BYTES, own.bytes() / 5)
                                ? Agreement.NEAR
                                : Agreement.DIFFERS;
        rows.add(new Compared(Sentence.of(key, number), bytes(own.bytes()), bytes(other.bytes()), size, false));
        if (number > 1) {
            var pause = own.since(first.get(number - 2).ends());
            var otherPause = other.since(second.get(number - 2).ends());
            if (pause.compareTo(LEAST) >= 0 || otherPause.compareTo(LEAST) >= 0) {
                rows.add(new Compared(
                        Sentence.of("compare.pause", number),
                        time(Optional.of(pause)),
                        played(Optional.of(otherPause)),
                        near(pause, otherPause),
                        false));
            }
        }
    }

    private void add(String key, Sentence first, Sentence second, Agreement agreement, boolean decides) {
        rows.add(new Compared(Sentence.of(key), first, second, agreement, decides));
    }

    private static Agreement same(Object first, Object second) {
        return Objects.equals(first, second) ? Agreement.SAME : Agreement.DIFFERS;
    }

    private Agreement near(Duration first, Duration second) {
        var off = Math.abs(first.toNanos() - second.toNanos());
        var may = Math.max(
                Math.max(LEAST.toNanos(), first.toNanos() * PART),
                playing.resolution().toNanos());
        return off == 0 ? Agreement.SAME : off <= may ? Agreement.NEAR : Agreement.DIFFERS;
    }

    private static Sentence word(String text) {
        return text.isEmpty() ? Sentence.of("compare.none") : Sentence.of("compare.word", text);
    }

    private static Sentence number(long count) {
        return Sentence.of("compare.word", count);
    }

    private static Sentence bytes(long count) {
        return Sentence.of("compare.bytes", count);
    }

    private static Sentence by(Outcome outcome) {
        return Sentence.of("closed-by." + outcome.closedBy());
    }

    private static Sentence phase(Outcome outcome) {
        return Sentence.of("phase." + outcome.phase());
    }

    private static Sentence time(Optional<Duration> time) {
        return time.map(length -> Sentence.of("compare.word", length)).orElse(Sentence.of("compare.none"));
    }

    /** With how long it took while it was played. */
    private Sentence played(Optional<Duration> time) {
        var speed = playing.speed();
        return speed == 1 || time.isEmpty()
                ? time(time)
                : Sentence.of(
                        "compare.played",
                        time.get(),
                        Duration.ofNanos(Math.round(time.get().toNanos() / speed)),
                        speed);
    }
}
