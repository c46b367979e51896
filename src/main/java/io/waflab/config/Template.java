package io.waflab.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A text with variables in it: {@code "$remote_addr - $status"}, {@code "${scheme}://$host"}.
 *
 * @param source as written
 * @param parts in order
 */
public record Template(String source, List<Part> parts) {

    /**
     * A literal or a variable.
     *
     * @param variable whether text is a variable's name (without {@code $})
     * @param text the literal or the name
     */
    public record Part(boolean variable, String text) {}

    public Template {
        parts = List.copyOf(parts);
    }

    /** @throws IllegalArgumentException for an unfinished <code>${name</code> or a {@code $} without a name */
    public static Template of(String source) {
        var parts = new ArrayList<Part>();
        var literal = new StringBuilder();
        for (int i = 0; i < source.length(); ) {
            char c = source.charAt(i);
            if (c != '$') {
                literal.append(c);
                i++;
                continue;
            }
            boolean braced = i + 1 < source.length() && source.charAt(i + 1) == '{';
            int from = i + (braced ? 2 : 1);
            int to = from;
            while (to < source.length() && isNameCharacter(source.charAt(to))) {
                to++;
            }
            if (to == from || braced && (to == source.length() || source.charAt(to) != '}')) {
                throw new IllegalArgumentException("invalid variable name in \"" + source + "\" at character " + i
                        + " (expected $name or ${name})");
            }
            if (literal.length() > 0) {
                parts.add(new Part(false, literal.toString()));
                literal.setLength(0);
            }
            parts.add(new Part(true, source.substring(from, to)));
            i = braced ? to + 1 : to;
        }
        if (literal.length() > 0) {
            parts.add(new Part(false, literal.toString()));
        }
        return new Template(source, parts);
    }

    /** Whether the text has no variables. */
    public boolean isLiteral() {
        return parts.stream().noneMatch(Part::variable);
    }

    private static boolean isNameCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }
}
