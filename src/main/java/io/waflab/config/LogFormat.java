package io.waflab.config;

import java.util.List;
import java.util.Locale;

/**
 * A {@code log_format}.
 *
 * @param escape what becomes of the values of variables
 * @param text the line
 */
public record LogFormat(Escape escape, Template text) {

    /** nginx's words behind {@code escape=} (ngx_http_log_module). */
    public enum Escape {
        DEFAULT,
        JSON,
        NONE
    }

    private static final String ESCAPE = "escape=";

    /** nginx's own, which needs no {@code log_format}. */
    static final LogFormat COMBINED = new LogFormat(
            Escape.DEFAULT,
            Template.of("$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent"
                    + " \"$http_referer\" \"$http_user_agent\""));

    /**
     * @param words the name, perhaps {@code escape=}, and the pieces of the line
     * @throws IllegalArgumentException saying what was expected
     */
    static LogFormat of(List<String> words) {
        return of(words, Variables.NONE);
    }

    /** The same with the variables of the place at hand. */
    static LogFormat of(List<String> words, Variables variables) {
        boolean escaped = words.size() > 1 && words.get(1).startsWith(ESCAPE);
        if (words.size() < (escaped ? 3 : 2)) {
            throw new IllegalArgumentException("invalid number of arguments (" + (escaped ? 3 : 2)
                    + " or more expected, " + words.size() + " given)");
        }
        var text = Template.of(String.join("", words.subList(escaped ? 2 : 1, words.size())), variables);
        return new LogFormat(escaped ? escape(words.get(1)) : Escape.DEFAULT, text);
    }

    private static Escape escape(String word) {
        for (var escape : Escape.values()) {
            if (word.equals(ESCAPE + escape.name().toLowerCase(Locale.ROOT))) {
                return escape;
            }
        }
        throw new IllegalArgumentException("unknown log format escaping \"" + word.substring(ESCAPE.length())
                + "\" (expected default, json or none)");
    }
}
