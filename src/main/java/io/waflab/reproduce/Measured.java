package io.waflab.reproduce;

import java.util.Locale;

/**
 * One value measured of a server.
 *
 * @param certainty what the two numbers are
 * @param least seconds, or requests, that the server took; 0 for {@link Certainty#NOTHING}
 * @param most seconds, or requests, that it no longer took; infinite for {@link Certainty#LONGER}
 * @param end how it ended the connection, as far as seen
 * @param status of what it answered to what was not a whole request; 0 for no answer
 * @param note what else there is to say; may be text of the server, not escaped
 */
public record Measured(
        Measure what, Certainty certainty, double least, double most, Ended end, int status, String note) {

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

    static Measured seen(Measure what, double least, double most, Ended end, int status, String note) {
        return new Measured(what, Certainty.SEEN, least, most, end, status, note);
    }

    static Measured between(Measure what, double least, double most, Ended end, String note) {
        return new Measured(what, Certainty.BETWEEN, least, most, end, 0, note);
    }

    static Measured longer(Measure what, double least, String note) {
        return new Measured(what, Certainty.LONGER, least, Double.POSITIVE_INFINITY, Ended.STILL_OPEN, 0, note);
    }

    static Measured nothing(Measure what, Ended end, int status, String note) {
        return new Measured(what, Certainty.NOTHING, 0, Double.POSITIVE_INFINITY, end, status, note);
    }

    /** Whether the value is known well enough to be imitated. */
    public boolean known() {
        return certainty == Certainty.SEEN || certainty == Certainty.BETWEEN;
    }

    /** Between the two numbers, the middle. */
    public double value() {
        return certainty == Certainty.LONGER ? least : (least + most) / 2;
    }

    /** {@code 3.002 s}, {@code 60.0 to 63.2 s}, {@code longer than 120 s}, {@code 1000}. */
    public String words() {
        return switch (certainty) {
            case SEEN -> number(value());
            case BETWEEN -> String.format(Locale.ROOT, "%s to %s", number(least), number(most));
            case LONGER -> "more than " + number(least);
            case NOTHING -> "-";
        };
    }

    private String number(double value) {
        return what.counts() ? String.valueOf(Math.round(value)) : String.format(Locale.ROOT, "%.3f s", value);
    }
}
