package io.waflab.config;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** How a {@code location} is chosen: the words between its name and its block. */
record LocationHead(Location.Match match, String text, Pattern pattern) {

    /** Longest first, for {@code ~} begins {@code ~*}. */
    private static final List<String> MODIFIERS = List.of("^~", "~*", "~", "=");

    /** @throws IllegalArgumentException saying what was expected */
    static LocationHead of(List<String> words) {
        if (words.isEmpty() || words.size() > 2) {
            throw new IllegalArgumentException(
                    "expected one of: location /prefix, location = /path, location ^~ /prefix, location ~ regex, location ~* regex");
        }
        var first = words.get(0);
        if (words.size() == 2) {
            return of(first, words.get(1));
        }
        var modifier = MODIFIERS.stream().filter(first::startsWith).findFirst().orElse("");
        return of(modifier, first.substring(modifier.length()).strip());
    }

    private static LocationHead of(String modifier, String text) {
        var match = switch (modifier) {
            case "" -> Location.Match.PREFIX;
            case "=" -> Location.Match.EXACT;
            case "^~" -> Location.Match.PREFIX_FINAL;
            case "~" -> Location.Match.REGEX;
            case "~*" -> Location.Match.REGEX_ANY_CASE;
            default -> throw new IllegalArgumentException("invalid location modifier \"" + modifier + "\"");
        };
        if (match == Location.Match.REGEX || match == Location.Match.REGEX_ANY_CASE) {
            return new LocationHead(match, text, regex(text, match == Location.Match.REGEX_ANY_CASE));
        }
        if (text.startsWith("@")) {
            throw new IllegalArgumentException("named locations are not supported yet");
        }
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("\"" + text + "\" can match no request (expected to begin with /)");
        }
        return new LocationHead(match, text, null);
    }

    private static Pattern regex(String text, boolean anyCase) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("no regular expression given");
        }
        try {
            return Pattern.compile(text, anyCase ? Pattern.CASE_INSENSITIVE : 0);
        } catch (PatternSyntaxException invalid) {
            throw new IllegalArgumentException(
                    "invalid regular expression \"" + text + "\": " + invalid.getDescription() + " at character "
                            + invalid.getIndex(),
                    invalid);
        }
    }

    boolean isRegex() {
        return pattern != null;
    }

    /** As nginx.conf has it. */
    @Override
    public String toString() {
        return switch (match) {
            case PREFIX -> text;
            case EXACT -> "= " + text;
            case PREFIX_FINAL -> "^~ " + text;
            case REGEX -> "~ " + text;
            case REGEX_ANY_CASE -> "~* " + text;
        };
    }
}
