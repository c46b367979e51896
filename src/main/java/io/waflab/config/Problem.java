package io.waflab.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param origin where
 * @param message what is wrong and what was expected, one line
 * @param nginxLine as nginx's error log has it: {@code unknown directive "foo" in /etc/nginx/nginx.conf:12}
 */
public record Problem(Origin origin, String message, String nginxLine) {

    /** One of which nginx says the same, or nothing. */
    public Problem(Origin origin, String message) {
        this(origin, message, placed(message, origin));
    }

    /** nginx's words with the place behind them. */
    static String placed(String words, Origin origin) {
        return origin.equals(Origin.NOWHERE) || origin.equals(Origin.DEFAULT) ? words : words + " in " + origin;
    }

    @Override
    public String toString() {
        return origin.equals(Origin.NOWHERE) ? message : origin + ": " + message;
    }
}
