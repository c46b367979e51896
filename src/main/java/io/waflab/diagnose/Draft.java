package io.waflab.diagnose;

import io.waflab.connection.Cause;
import io.waflab.connection.Peer;
import io.waflab.connection.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A finding while it is being made: what a rule decided, before advice, profiles and symptoms are put to it. */
final class Draft {

    private final Cause cause;
    private double confidence;
    private String alert = "";
    private Optional<Peer> by = Optional.empty();
    private How how = How.SILENCE;
    private Phase phase = Phase.IDLE;
    private int frame;
    private Optional<Span> gap = Optional.empty();
    private Optional<Profile.Timer> timer = Optional.empty();
    private Optional<Sentence> sentence = Optional.empty();
    private final List<Finding.Alternative> alternatives = new ArrayList<>();
    private final List<Sentence> evidence = new ArrayList<>();

    /** A stretch of a story, in nanoseconds since it began. */
    record Span(long from, long until) {

        Duration length() {
            return Duration.ofNanos(until - from);
        }
    }

    private Draft(Cause cause, double confidence) {
        this.cause = cause;
        this.confidence = confidence;
    }

    static Draft of(Cause cause, double confidence) {
        return new Draft(cause, confidence);
    }

    /** Ended by this close, in this phase. */
    Draft ended(Close close, Phase during) {
        by = Optional.of(close.by());
        how = close.how();
        frame = close.frame();
        phase = during;
        return this;
    }

    /** Ended by nobody who said so. */
    Draft silent(Phase during) {
        phase = during;
        return this;
    }

    Draft alert(String name) {
        alert = name;
        return this;
    }

    /** The silence that matters. */
    Draft gap(long from, long until) {
        gap = Optional.of(new Span(from, Math.max(from, until)));
        return this;
    }

    /** How long the silence was is not known. */
    Draft withoutGap() {
        gap = Optional.empty();
        timer = Optional.empty();
        return this;
    }

    /** The silence is a timer's, of this kind. */
    Draft timer(Profile.Timer kind) {
        timer = Optional.of(kind);
        return this;
    }

    Draft saying(String key, Object... arguments) {
        sentence = Optional.of(Sentence.of(key, arguments));
        return this;
    }

    Draft because(String key, Object... arguments) {
        evidence.add(Sentence.of(key, arguments));
        return this;
    }

    Draft or(Cause other, String tells) {
        alternatives.add(new Finding.Alternative(other.id(), Sentence.of(tells)));
        return this;
    }

    Draft less(double factor) {
        confidence *= factor;
        return this;
    }

    Draft atMost(double limit) {
        confidence = Math.min(confidence, limit);
        return this;
    }

    Draft more(double share) {
        confidence += (1 - confidence) * share;
        return this;
    }

    Cause cause() {
        return cause;
    }

    double confidence() {
        return confidence;
    }

    String alert() {
        return alert;
    }

    Optional<Peer> by() {
        return by;
    }

    How how() {
        return how;
    }

    Phase phase() {
        return phase;
    }

    int frame() {
        return frame;
    }

    Optional<Span> gap() {
        return gap;
    }

    Optional<Profile.Timer> timer() {
        return timer;
    }

    Optional<Sentence> sentence() {
        return sentence;
    }

    List<Finding.Alternative> alternatives() {
        return alternatives;
    }

    List<Sentence> evidence() {
        return evidence;
    }
}
