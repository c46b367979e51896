package io.waflab.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One name of a server.
 *
 * @param form how it matches
 * @param text lower case; for wildcards the part that stays: {@code .example.com} of {@code *.example.com},
 *     {@code www.} of {@code www.*}
 * @param regex for {@link Form#REGEX}
 */
public record ServerName(Form form, String text, Optional<Regex> regex) {

    /** nginx looks in this order (nginx.org/en/docs/http/server_names.html). */
    public enum Form {
        EXACT,
        WILDCARD_BEFORE,
        WILDCARD_AFTER,
        REGEX
    }

    private static final String EXPECTED = " (expected a name, *.name, name.*, .name, ~regex or \"\")";

    /**
     * The names that one word of {@code server_name} stands for: two for {@code .example.com}, else one. What no client can
     * ask for, such as a name with a port or {@code a.*.b}, is taken all the same (ngx_http_core_server_name).
     *
     * @throws IllegalArgumentException saying what was expected
     */
    static List<ServerName> of(String word) {
        if (word.equals("~")) {
            throw new IllegalArgumentException("empty regex in server name \"~\"");
        }
        if (word.startsWith("~")) {
            var regex = Regex.of(word.substring(1), true);
            return List.of(new ServerName(Form.REGEX, word.substring(1), Optional.of(regex)));
        }
        boolean nothing = word.startsWith("*") && (word.length() < 3 || word.charAt(1) != '.') || word.equals(".");
        if (nothing) {
            throw new IllegalArgumentException("server name \"" + word + "\" is invalid" + EXPECTED);
        }
        var name = word.equals("$hostname") ? MachineName.own() : word;
        try {
            return wildcards(name);
        } catch (IllegalArgumentException noWildcard) {
            return List.of(new ServerName(Form.EXACT, name.toLowerCase(Locale.ROOT), Optional.empty()));
        }
    }

    /** Whether nginx has no place for it among the names of several servers; of one alone it looks at none. */
    boolean isMisplaced() {
        return form != Form.REGEX && (text.contains("*") || text.contains(".."));
    }

    /**
     * The forms of a name that is no regular expression (ngx_hash_add_key with wildcards).
     *
     * @throws IllegalArgumentException saying what was expected
     */
    static List<ServerName> wildcards(String word) {
        var name = word.toLowerCase(Locale.ROOT);
        boolean before = name.startsWith("*.") && name.length() > 2;
        boolean after = name.endsWith(".*") && name.length() > 2;
        var rest = before ? name.substring(1) : after ? name.substring(0, name.length() - 1) : name;
        if (before && after || rest.contains("*") || rest.equals(".")) {
            throw invalid(word);
        }
        if (before) {
            return List.of(new ServerName(Form.WILDCARD_BEFORE, rest, Optional.empty()));
        }
        if (after) {
            return List.of(new ServerName(Form.WILDCARD_AFTER, rest, Optional.empty()));
        }
        return rest.startsWith(".")
                ? List.of(
                        new ServerName(Form.EXACT, rest.substring(1), Optional.empty()),
                        new ServerName(Form.WILDCARD_BEFORE, rest, Optional.empty()))
                : List.of(new ServerName(Form.EXACT, rest, Optional.empty()));
    }

    private static IllegalArgumentException invalid(String word) {
        return new IllegalArgumentException("invalid server name or wildcard \"" + word + "\"" + EXPECTED);
    }

    /** What the longest wildcard of a name's end has; null for none. */
    static <T> T findBefore(Map<String, T> wildcards, String host) {
        for (int dot = host.indexOf('.', 1); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            var found = wildcards.get(host.substring(dot));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** What the longest wildcard of a name's beginning has; null for none. */
    static <T> T findAfter(Map<String, T> wildcards, String host) {
        for (int dot = host.lastIndexOf('.'); dot > 0; dot = host.lastIndexOf('.', dot - 1)) {
            var found = wildcards.get(host.substring(0, dot + 1));
            if (found != null && dot + 1 < host.length()) {
                return found;
            }
        }
        return null;
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
}
