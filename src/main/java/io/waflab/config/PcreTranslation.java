package io.waflab.config;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A regular expression of PCRE's language (pcre2pattern(3)) in that of {@link java.util.regex.Pattern} with UNIX_LINES.
 * Named groups become numbered ones, for Java knows fewer names. What Java cannot do is refused: recursion, conditions,
 * callouts, control verbs, branch reset, {@code \K}.
 *
 * @param java the translated expression
 * @param names the groups' names, each with its number
 * @param groups how many groups capture
 * @param utf8 whether it begins with {@code (*UTF8)}, so that texts are to be decoded before they are looked at
 */
record PcreTranslation(String java, Map<String, Integer> names, int groups, boolean utf8) {

    PcreTranslation {
        names = Map.copyOf(names);
    }

    /** @throws IllegalArgumentException in nginx's words, with the offset */
    static PcreTranslation of(String source) {
        int from = 0;
        for (var start : List.of("(*UTF8)", "(*UTF)")) {
            from = source.startsWith(start) ? start.length() : from;
        }
        var translator = new Translator(new PcreText(source, from, from > 0));
        translator.findNames(source, from);
        translator.all();
        return new PcreTranslation(translator.out.toString(), translator.names, translator.opened, from > 0);
    }

    /** One expression in work. */
    private static final class Translator {

        private final PcreText text;
        private final StringBuilder out = new StringBuilder();
        private final Map<String, Integer> names = new LinkedHashMap<>();
        /** For each open group whether blanks counted outside of it. */
        private final ArrayDeque<Boolean> extendedOutside = new ArrayDeque<>();

        private int opened;
        private boolean extended;

        Translator(PcreText text) {
            this.text = text;
        }

        /** Names may be referred to before they are given: a first look at the whole numbers them. */
        void findNames(String source, int from) {
            var look = new Translator(new PcreText(source, from, false));
            look.names.put("", 0);
            look.all();
            names.putAll(look.names);
            names.remove("");
        }

        private boolean looksOnly() {
            return names.containsKey("");
        }

        void all() {
            while (!text.ended()) {
                one();
            }
            if (!extendedOutside.isEmpty()) {
                throw text.wrong("missing closing parenthesis", text.at());
            }
        }

        private void one() {
            int at = text.at();
            char c = text.next();
            switch (c) {
                case '\\' -> out.append(new PcreEscape(text, names, opened, looksOnly()).outsideOfClass(at));
                case '[' -> out.append(new PcreClass(text).translated(at));
                case '(' -> open(at);
                case ')' -> close(at);
                case '{' -> brace();
                case '}', ']' -> out.append('\\').append(c);
                case '.', '^', '$', '|', '*', '+', '?' -> out.append(c);
                case '#' -> {
                    if (extended) {
                        comment();
                    } else {
                        out.append("\\#");
                    }
                }
                case ' ', '\t', '\n', '\r', '\f', 0x0b -> {
                    if (!extended) {
                        out.append(PcreText.code(c));
                    }
                }
                default -> out.append(text.literal(c));
            }
        }

        private void comment() {
            while (!text.ended() && text.next() != '\n') {
                // dropped
            }
        }

        /** {@code {2}}, {@code {2,}} and {@code {2,3}} repeat; any other brace is itself. */
        private void brace() {
            var rest = new StringBuilder();
            int ahead = 0;
            while (Character.digit(text.peek(ahead), 10) >= 0 || text.peek(ahead) == ',') {
                rest.append(text.peek(ahead++));
            }
            if (text.peek(ahead) == '}' && rest.toString().matches("[0-9]+(,[0-9]*)?")) {
                text.take(rest + "}");
                out.append('{').append(rest).append('}');
            } else {
                out.append("\\{");
            }
        }

        private void open(int at) {
            if (text.peek() == '*') {
                throw text.wrong("control verbs are not supported", at);
            }
            if (!text.take("?")) {
                push();
                opened++;
                out.append('(');
                return;
            }
            for (var plain : List.of(":", "=", "!", ">", "<=", "<!")) {
                if (text.take(plain)) {
                    push();
                    out.append("(?").append(plain);
                    return;
                }
            }
            if (text.take("#")) {
                text.upTo(")", "a comment");
                return;
            }
            named(at);
        }

        private void push() {
            extendedOutside.push(extended);
        }

        private void named(int at) {
            boolean python = text.take("P");
            if (text.take("<")) {
                name(text.upTo(">", "a group's name"), at);
            } else if (!python && text.take("'")) {
                name(text.upTo("'", "a group's name"), at);
            } else if (python && text.take("=")) {
                out.append(
                        new PcreEscape(text, names, opened, looksOnly()).named(text.upTo(")", "a back reference"), at));
            } else if (!python) {
                flags(at);
            } else {
                throw text.wrong("recursion is not supported", at);
            }
        }

        private void name(String name, int at) {
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,31}")) {
                throw text.wrong("invalid name \"" + name + "\" of a group", at);
            }
            opened++;
            if (names.putIfAbsent(name, opened) != null && looksOnly()) {
                throw text.wrong("two named subpatterns have the same name", at);
            }
            push();
            out.append('(');
        }

        /** {@code (?i)}, {@code (?i-m:...)}. */
        private void flags(int at) {
            var flags = new StringBuilder();
            boolean outside = extended;
            boolean on = true;
            while (text.peek() != ')' && text.peek() != ':') {
                char flag = text.ended() ? 0 : text.next();
                if ("imsx-".indexOf(flag) < 0 || flag == '-' && !on) {
                    throw text.wrong(unsupported(flag), at);
                }
                on &= flag != '-';
                extended = flag == 'x' ? on : extended;
                // Blanks are taken out here, so that those of a class stay.
                flags.append(flag == 'x' ? "" : String.valueOf(flag));
            }
            boolean group = text.next() == ':';
            if (group) {
                extendedOutside.push(outside);
            }
            out.append("(?").append(flags).append(group ? ":" : ")");
            if (!group && (flags.length() == 0 || flags.toString().equals("-"))) {
                out.setLength(out.lastIndexOf("(?"));
            }
        }

        private static String unsupported(char flag) {
            return switch (flag) {
                case '|' -> "branch reset is not supported";
                case '(' -> "conditional groups are not supported";
                case 'C' -> "callouts are not supported";
                case 'R', '&', '+', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> "recursion is not supported";
                default -> "unrecognized or not supported character after (? or (?-";
            };
        }

        private void close(int at) {
            if (extendedOutside.isEmpty()) {
                throw text.wrong("unmatched closing parenthesis", at);
            }
            extended = extendedOutside.pop();
            out.append(')');
        }
    }
}
