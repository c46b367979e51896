package io.waflab.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A text with variables in it: {@code "$remote_addr - $status"}, {@code "${scheme}://$host"}, {@code "/new/$1"}
 * (ngx_http_script_compile).
 *
 * @param source as written
 * @param parts in order
 */
public record Template(String source, List<Part> parts) {

    /** A piece of a template. */
    public sealed interface Part {}

    /**
     * Text that stays.
     *
     * @param text one character for each byte
     */
    public record Literal(String text) implements Part {}

    /**
     * A group of the regular expression that matched last.
     *
     * @param number 1 to 9
     */
    public record Capture(int number) implements Part {}

    /**
     * A variable of nginx's own.
     *
     * @param variable which
     * @param member what a family's member is about: {@code user_agent} of {@code $http_user_agent}; empty for other
     *     variables
     */
    public record BuiltIn(Variable variable, String member) implements Part {}

    /**
     * A variable of the configuration's.
     *
     * @param name without {@code $}
     * @param slot see {@link Variables#slot}; -1 where the template was read without the configuration's variables at hand
     */
    public record UserVariable(String name, int slot) implements Part {}

    public Template {
        parts = List.copyOf(parts);
    }

    /**
     * A template that is looked at where the configuration's variables are not at hand.
     *
     * @throws IllegalArgumentException for a {@code $} without a name and a bracket that is not closed, in nginx's words
     */
    public static Template of(String source) {
        return of(source, Variables.NONE);
    }

    /** The same with the variables of the configuration found already. */
    public static Template of(String source, Variables variables) {
        return new Parser(source, variables).template();
    }

    /** Whether the text has no variables. */
    public boolean isLiteral() {
        for (var part : parts) {
            if (!(part instanceof Literal)) {
                return false;
            }
        }
        return true;
    }

    /** The text of a template without variables, one character for each byte. */
    public String literal() {
        return parts.isEmpty() ? "" : ((Literal) parts.get(0)).text();
    }

    private static final class Parser {

        private final String source;
        private final Variables variables;
        private final List<Part> parts = new ArrayList<>();
        private final StringBuilder literal = new StringBuilder();
        private int at;

        Parser(String source, Variables variables) {
            this.source = source;
            this.variables = variables;
        }

        Template template() {
            while (at < source.length()) {
                char c = source.charAt(at++);
                if (c == '$') {
                    endLiteral();
                    parts.add(variable());
                } else {
                    literal.append(c);
                }
            }
            endLiteral();
            return new Template(source, parts);
        }

        private void endLiteral() {
            if (literal.length() > 0) {
                parts.add(new Literal(TextBytes.of(literal.toString())));
                literal.setLength(0);
            }
        }

        private Part variable() {
            char first = at < source.length() ? source.charAt(at) : 0;
            if (first >= '1' && first <= '9') {
                at++;
                return new Capture(first - '0');
            }
            boolean braced = first == '{';
            int from = braced ? at + 1 : at;
            int to = from;
            while (to < source.length() && Variables.inName(source.charAt(to))) {
                to++;
            }
            var name = source.substring(from, to);
            if (braced && to < source.length() && source.charAt(to) == '}') {
                at = to + 1;
            } else if (braced && from < source.length()) {
                throw new IllegalArgumentException("the closing bracket in \"" + name + "\" variable is missing");
            } else {
                at = to;
            }
            if (name.isEmpty()) {
                throw new IllegalArgumentException(
                        "invalid variable name in \"" + source + "\" (expected $name or ${name})");
            }
            return variables.part(name);
        }
    }
}
