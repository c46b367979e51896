package io.waflab.config;

import java.util.List;
import java.util.Optional;

/** How a {@code location} is chosen: the words between its name and its block. */
record LocationHead(Location.Match match, String text, Optional<Regex> regex) {

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
        for (var modifier : MODIFIERS) {
            if (first.startsWith(modifier)) {
                return of(modifier, first.substring(modifier.length()).strip());
            }
        }
        return of("", first.strip());
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
            var regex = Regex.of(text, match == Location.Match.REGEX_ANY_CASE);
            return new LocationHead(match, text, Optional.of(regex));
        }
        if (modifier.isEmpty() && text.startsWith("@")) {
            return new LocationHead(Location.Match.NAMED, text, Optional.empty());
        }
        return new LocationHead(match, text, Optional.empty());
    }

    boolean isRegex() {
        return regex.isPresent();
    }

    /** As nginx.conf has it. */
    @Override
    public String toString() {
        return switch (match) {
            case PREFIX, NAMED, NAMELESS -> text;
            case EXACT -> "= " + text;
            case PREFIX_FINAL -> "^~ " + text;
            case REGEX -> "~ " + text;
            case REGEX_ANY_CASE -> "~* " + text;
        };
    }
}
