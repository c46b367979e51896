package io.waflab.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param origin where
 * @param message what is wrong and what was expected, one line
 * @param inNginx what nginx says of it, without the place
 */
public record Problem(Origin origin, String message, String inNginx) {

    /** One of which nginx says the same, or nothing. */
    public Problem(Origin origin, String message) {
        this(origin, message, message);
    }

    /** As nginx's error log has it: {@code unknown directive "foo" in /etc/nginx/nginx.conf:12}. */
    public String nginxLine() {
        return origin.equals(Origin.NOWHERE) || origin.equals(Origin.DEFAULT) ? inNginx : inNginx + " in " + origin;
    }

    @Override
    public String toString() {
        return origin.equals(Origin.NOWHERE) ? message : origin + ": " + message;
    }
}
