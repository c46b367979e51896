package io.waflab.config;

import java.util.regex.Pattern;

/**
 * One name of a server.
 *
 * @param form how it matches
 * @param text lower case; for wildcards the part that stays: {@code .example.com} of {@code *.example.com},
 *     {@code www.} of {@code www.*}
 * @param pattern for {@link Form#REGEX}; null else
 */
public record ServerName(Form form, String text, Pattern pattern) {

    /** nginx looks in this order (nginx.org/en/docs/http/server_names.html). */
    public enum Form {
        EXACT,
        WILDCARD_BEFORE,
        WILDCARD_AFTER,
        REGEX
    }
}
