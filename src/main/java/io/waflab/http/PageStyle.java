package io.waflab.http;

import io.waflab.config.Directive;
import io.waflab.config.Settings;

/**
 * Whose built-in pages are imitated, and how much they say.
 *
 * @param software product and version: {@code Tengine/3.2.0}, {@code nginx/1.22.1}; a Tengine has Tengine's pages
 * @param tokens server_tokens: whether the version is said
 * @param info Tengine's server_info: whether 4xx and 5xx pages carry a table of URL, server and date
 */
public record PageStyle(String software, boolean tokens, boolean info) {

    /** The style in force at a location. */
    public static PageStyle of(Settings location) {
        return new PageStyle(
                location.text(Directive.IMITATES),
                !location.text(Directive.SERVER_TOKENS).equals("off"),
                location.flag(Directive.SERVER_INFO));
    }

    boolean tengine() {
        return software.startsWith("Tengine");
    }

    /** The value of the Server field: with or without the version. */
    public String server() {
        int slash = software.indexOf('/');
        return tokens || slash < 0 ? software : software.substring(0, slash);
    }
}
