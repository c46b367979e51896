package io.waflab.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

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

    /**
     * The names that one word of {@code server_name} stands for: two for {@code .example.com}, else one.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    static List<ServerName> of(String word) {
        if (word.startsWith("~")) {
            return List.of(new ServerName(Form.REGEX, word.substring(1), regex(word.substring(1))));
        }
        var name = word.toLowerCase(Locale.ROOT);
        boolean before = name.startsWith("*.") && name.length() > 2;
        boolean after = name.endsWith(".*") && name.length() > 2;
        var rest = before ? name.substring(1) : after ? name.substring(0, name.length() - 1) : name;
        if (before && after || rest.contains("*") || rest.equals(".") || !rest.matches("[^\\s/$:]*")) {
            throw new IllegalArgumentException("invalid server name \"" + word
                    + "\" (expected a name, *.name, name.*, .name, ~regex or \"\"; no variables, ports or paths)");
        }
        if (before) {
            return List.of(new ServerName(Form.WILDCARD_BEFORE, rest, null));
        }
        if (after) {
            return List.of(new ServerName(Form.WILDCARD_AFTER, rest, null));
        }
        return rest.startsWith(".")
                ? List.of(
                        new ServerName(Form.EXACT, rest.substring(1), null),
                        new ServerName(Form.WILDCARD_BEFORE, rest, null))
                : List.of(new ServerName(Form.EXACT, rest, null));
    }

    /** As written in the configuration. */
    @Override
    public String toString() {
        return switch (form) {
            case EXACT -> text;
            case WILDCARD_BEFORE -> "*" + text;
            case WILDCARD_AFTER -> text + "*";
            case REGEX -> "~" + text;
        };
    }

    private static Pattern regex(String text) {
        try {
            return Pattern.compile(text, Pattern.CASE_INSENSITIVE);
        } catch (PatternSyntaxException invalid) {
            throw new IllegalArgumentException("invalid regular expression \"" + text + "\": "
                    + invalid.getDescription() + " at character " + invalid.getIndex());
        }
    }
}
