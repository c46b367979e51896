package io.waflab.config;

import java.util.Map;

/** What follows a backslash in a regular expression of PCRE's language, in Java's (pcre2pattern(3), "Backslash"). */
final class PcreEscape {

    private final PcreText text;
    private final Map<String, Integer> names;
    private final int opened;
    private final boolean looksOnly;

    /**
     * @param text behind the backslash
     * @param names of groups that may be referred to
     * @param opened how many groups have been opened so far
     * @param looksOnly whether names are not known yet
     */
    PcreEscape(PcreText text, Map<String, Integer> names, int opened, boolean looksOnly) {
        this.text = text;
        this.names = names;
        this.opened = opened;
        this.looksOnly = looksOnly;
    }

    /** @param at where the backslash is */
    String outsideOfClass(int at) {
        char c = text.next();
        return switch (c) {
            case 'Q' -> quoted();
            case 'E' -> "";
            case 'A', 'z', 'Z', 'b', 'B', 'G', 'R', 'X' -> "\\" + c;
            case 'N' -> {
                if (text.peek() == '{') {
                    throw text.wrong("\\N{name} is not supported", at);
                }
                yield "[^\\n]";
            }
            case 'g' -> group(at);
            case 'k' -> named(bracketed(at), at);
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> digits(c, at);
            default -> shared(c, at);
        };
    }

    /** What means the same inside and outside of a class: a class of characters, or a single one. */
    String shared(char c, int at) {
        return switch (c) {
            case 'd', 'D', 'w', 'W', 's', 'S', 'h', 'H', 'v', 'V' -> "\\" + c;
            case 'p', 'P' -> property(c, at);
            default -> PcreText.code(character(c, at));
        };
    }

    /** The number of a single character. */
    private int character(char c, int at) {
        return switch (c) {
            case 'a' -> 0x07;
            case 'e' -> 0x1b;
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'x' -> hexadecimal(at);
            case 'o' -> {
                if (!text.take("{")) {
                    throw text.wrong("missing opening brace after \\o", at);
                }
                yield number(text.upTo("}", "\\o"), 8, at);
            }
            case '0' -> number("0" + text.digits(8, 2), 8, at);
            case 'c' -> Character.toUpperCase(text.next()) ^ 0x40;
            default -> {
                if (c < 0x80 && Character.isLetterOrDigit(c)) {
                    throw text.wrong("unrecognized or not supported character follows \\", at);
                }
                yield c;
            }
        };
    }

    private int hexadecimal(int at) {
        if (text.take("{")) {
            return number(text.upTo("}", "\\x"), 16, at);
        }
        var digits = text.digits(16, 2);
        return digits.isEmpty() ? 0 : number(digits, 16, at);
    }

    private int number(String digits, int base, int at) {
        try {
            int number = Integer.parseInt(digits, base);
            if (number >= 0 && number <= Character.MAX_CODE_POINT) {
                return number;
            }
        } catch (NumberFormatException not) {
            // said below
        }
        throw text.wrong("character code point value is too large or no number", at);
    }

    /** {@code \Q...\E}: all of it literally. */
    private String quoted() {
        var out = new StringBuilder();
        while (!text.ended() && !text.take("\\E")) {
            out.append(text.literal(text.next()));
        }
        return out.toString();
    }

    /** A back reference; or in octal a character, where there are not so many groups. */
    private String digits(char first, int at) {
        var more = new StringBuilder().append(first);
        int ahead = 0;
        while (Character.digit(text.peek(ahead), 10) >= 0) {
            more.append(text.peek(ahead++));
        }
        int number = number(more.toString(), 10, at);
        if (number < 10 || number <= opened) {
            text.take(more.substring(1));
            return reference(number);
        }
        if (first > '7') {
            return String.valueOf(first);
        }
        return PcreText.code(number(first + text.digits(8, 2), 8, at) & 0xff);
    }

    private static String reference(int number) {
        return "(?:\\" + number + ")";
    }

    /** {@code \g1}, {@code \g{-1}}, {@code \g{name}}. */
    private String group(int at) {
        if (text.peek() == '<' || text.peek() == '\'') {
            throw text.wrong("recursion is not supported", at);
        }
        if (!text.take("{")) {
            boolean back = text.take("-");
            return numbered((back ? "-" : "") + text.digits(10, 5), at);
        }
        var name = text.upTo("}", "\\g");
        return name.matches("[-+]?[0-9]+") ? numbered(name, at) : named(name, at);
    }

    private String numbered(String digits, int at) {
        if (!digits.matches("-?[0-9]{1,5}")) {
            throw text.wrong("a number or name must follow \\g", at);
        }
        int number = Integer.parseInt(digits);
        int absolute = number < 0 ? opened + 1 + number : number;
        if (absolute <= 0) {
            throw text.wrong("reference to non-existent subpattern", at);
        }
        return reference(absolute);
    }

    private String bracketed(int at) {
        if (text.take("<")) {
            return text.upTo(">", "\\k");
        }
        if (text.take("'")) {
            return text.upTo("'", "\\k");
        }
        if (text.take("{")) {
            return text.upTo("}", "\\k");
        }
        throw text.wrong("\\k is not followed by a braced, angle-bracketed, or quoted name", at);
    }

    /** A back reference by name. */
    String named(String name, int at) {
        if (looksOnly) {
            return "";
        }
        var number = names.get(name);
        if (number == null) {
            throw text.wrong("reference to non-existent subpattern", at);
        }
        return reference(number);
    }

    /** {@code \pL}, {@code \p{Lu}}, {@code \p{^Lu}}, {@code \p{Greek}}. */
    private String property(char c, int at) {
        var name = text.take("{") ? text.upTo("}", "\\p") : String.valueOf(text.next());
        boolean negated = name.startsWith("^");
        var bare = negated ? name.substring(1) : name;
        boolean not = negated != (c == 'P');
        var java = bare.equals("Any") ? "IsAssigned" : bare.matches("[A-Z][a-z&]?") ? bare : "Is" + bare;
        if (bare.equals("Any")) {
            return not ? "[^\\x{0}-\\x{10ffff}]" : "[\\x{0}-\\x{10ffff}]";
        }
        if (bare.equals("L&")) {
            return not ? "\\P{LC}" : "\\p{LC}";
        }
        if (!bare.matches("[A-Za-z_]+")) {
            throw text.wrong("unknown property after \\P or \\p", at);
        }
        return (not ? "\\P{" : "\\p{") + java + "}";
    }
}
