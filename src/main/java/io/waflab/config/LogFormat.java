package io.waflab.config;

import java.util.List;

/**
 * A {@code log_format}.
 *
 * @param text its pieces put together
 * @param escape how values are made safe
 */
public record LogFormat(Template text, Escape escape) {

    /** nginx's own. */
    public static final LogFormat COMBINED = new LogFormat(
            Template.of("$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent"
                    + " \"$http_referer\" \"$http_user_agent\""),
            Escape.DEFAULT);

    /** The words behind {@code escape=}. */
    public enum Escape {
        /** As {@code \xHH}; a dash stands for no value. */
        DEFAULT,
        /** As in a JSON string. */
        JSON,
        NONE
    }

    /**
     * @param words the name and what follows it
     * @throws IllegalArgumentException saying what was expected
     */
    static LogFormat of(List<String> words) {
        Arguments.count(words, 2, Integer.MAX_VALUE);
        boolean says = words.get(1).startsWith("escape=");
        if (says) {
            Arguments.count(words, 3, Integer.MAX_VALUE);
        }
        var text = Template.of(String.join("", words.subList(says ? 2 : 1, words.size())));
        return new LogFormat(text, says ? escape(words.get(1)) : Escape.DEFAULT);
    }

    private static Escape escape(String word) {
        return switch (word) {
            case "escape=default" -> Escape.DEFAULT;
            case "escape=json" -> Escape.JSON;
            case "escape=none" -> Escape.NONE;
            default ->
                throw new IllegalArgumentException(
                        "unknown log format escaping \"" + word.substring("escape=".length()) + "\"");
        };
    }
}
