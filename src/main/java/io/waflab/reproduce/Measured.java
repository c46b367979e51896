package io.waflab.reproduce;

import io.waflab.diagnose.Sentence;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * One value measured of a server.
 *
 * @param certainty what the two numbers are
 * @param least seconds, or requests, that the server took; 0 for {@link Certainty#NOTHING}
 * @param most seconds, or requests, that it no longer took; infinite for {@link Certainty#LONGER}
 * @param end how it ended the connection, as far as seen
 * @param status of what it answered to what was not a whole request; 0 for no answer
 * @param note what else there is to say
 */
public record Measured(
        Measure what, Certainty certainty, double least, double most, Ended end, int status, Optional<Sentence> note) {

    /** How a value is known. */
    public enum Certainty {
        /** The server's end was seen, several times between {@link #least} and {@link #most}. */
        SEEN,
        /** Nothing was seen; a request after {@link #least} was answered, one after {@link #most} was not. */
        BETWEEN,
        /** {@link #least} was the longest wait, and the connection was good. */
        LONGER,
        /** It could not be measured; the note says why. */
        NOTHING
    }

    static Measured seen(Measure what, double least, double most, Ended end, int status, Sentence... note) {
        return new Measured(what, Certainty.SEEN, least, most, end, status, first(note));
    }

    static Measured between(Measure what, double least, double most, Ended end, Sentence... note) {
        return new Measured(what, Certainty.BETWEEN, least, most, end, 0, first(note));
    }

    static Measured longer(Measure what, double least, Sentence... note) {
        return new Measured(what, Certainty.LONGER, least, Double.POSITIVE_INFINITY, Ended.STILL_OPEN, 0, first(note));
    }

    static Measured nothing(Measure what, Ended end, int status, Sentence... note) {
        return new Measured(what, Certainty.NOTHING, 0, Double.POSITIVE_INFINITY, end, status, first(note));
    }

    private static Optional<Sentence> first(Sentence... note) {
        return Arrays.stream(note).findFirst();
    }

    /** Text that stands in every language alike: an error, what the server said. */
    static Sentence raw(String text) {
        return Sentence.of("measure.raw", text);
    }

    /** Seconds as they are told. */
    static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    /** Whether the value is known well enough to be imitated. */
    public boolean known() {
        return certainty == Certainty.SEEN || certainty == Certainty.BETWEEN;
    }

    /** Between the two numbers, the middle. */
    public double value() {
        return certainty == Certainty.LONGER ? least : (least + most) / 2;
    }

    /** {@code 3.002 s}, {@code 60.000 s to 63.200 s}, {@code more than 120.000 s}, {@code 1000}. */
    public Sentence told() {
        return switch (certainty) {
            case SEEN -> number(value());
            case BETWEEN -> Sentence.of("measure.between", number(least), number(most));
            case LONGER -> Sentence.of("measure.more", number(least));
            case NOTHING -> Sentence.of("measure.nothing");
        };
    }

    private Sentence number(double value) {
        return what.counts()
                ? Sentence.of("measure.count", Math.round(value))
                : Sentence.of("measure.seconds", seconds(value));
    }
}
