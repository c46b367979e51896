package io.waflab.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param origin where
 * @param message what is wrong and what was expected, one line
 */
public record Problem(Origin origin, String message) {

    @Override
    public String toString() {
        return origin.equals(Origin.NOWHERE) ? message : origin + ": " + message;
    }
}
