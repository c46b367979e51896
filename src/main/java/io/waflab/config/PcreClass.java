package io.waflab.config;

import java.util.Locale;
import java.util.Map;

/** A character class of PCRE's language in Java's, where brackets, {@code &&} and a first {@code ]} mean something else. */
final class PcreClass {

    private static final Map<String, String> POSIX = Map.ofEntries(
            Map.entry("alnum", "\\p{Alnum}"),
            Map.entry("alpha", "\\p{Alpha}"),
            Map.entry("ascii", "\\p{ASCII}"),
            Map.entry("blank", "\\p{Blank}"),
            Map.entry("cntrl", "\\p{Cntrl}"),
            Map.entry("digit", "\\p{Digit}"),
            Map.entry("graph", "\\p{Graph}"),
            Map.entry("lower", "\\p{Lower}"),
            Map.entry("print", "\\p{Print}"),
            Map.entry("punct", "\\p{Punct}"),
            Map.entry("space", "\\s"),
            Map.entry("upper", "\\p{Upper}"),
            Map.entry("word", "\\w"),
            Map.entry("xdigit", "\\p{XDigit}"));

    private final PcreText text;
    private final StringBuilder out = new StringBuilder("[");

    /** @param text behind the opening bracket */
    PcreClass(PcreText text) {
        this.text = text;
    }

    /** @param at where the bracket is */
    String translated(int at) {
        if (text.take("^")) {
            out.append('^');
        }
        boolean first = true;
        while (first || text.peek() != ']') {
            if (text.ended()) {
                throw text.wrong("missing terminating ] for character class", at);
            }
            item();
            first = false;
        }
        text.next();
        return out.append(']').toString();
    }

    private void item() {
        int at = text.at();
        if (text.peek() == '[' && (text.peek(1) == ':' || text.peek(1) == '.' || text.peek(1) == '=')) {
            if (posix(at)) {
                return;
            }
        }
        if (text.take("\\Q")) {
            while (!text.ended() && !text.take("\\E")) {
                out.append(text.literal(text.next()));
            }
            return;
        }
        if (text.take("\\E")) {
            return;
        }
        var one = member();
        out.append(one);
        if (text.peek() == '-' && text.peek(1) != ']' && text.peek(1) != 0) {
            range(single(one), at);
        }
    }

    /** One character, or an escape that stands for several. */
    private String member() {
        int at = text.at();
        char c = text.next();
        if (c != '\\') {
            return text.literal(c);
        }
        char escaped = text.next();
        if (escaped == 'b') {
            return PcreText.code('\b');
        }
        if (escaped >= '1' && escaped <= '7') {
            return PcreText.code(Integer.parseInt(escaped + text.digits(8, 2), 8) & 0xff);
        }
        return new PcreEscape(text, Map.of(), 0, false).shared(escaped, at);
    }

    private static boolean single(String member) {
        return member.length() == 1 || member.startsWith("\\x{") && member.indexOf('\\', 1) < 0;
    }

    /** A hyphen between two characters is a range; next to a class it is itself. */
    private void range(boolean fromOne, int at) {
        text.next();
        boolean posix = text.peek() == '[' && text.peek(1) == ':';
        if (!fromOne || posix) {
            out.append("\\-");
            return;
        }
        var to = member();
        if (single(to)) {
            out.append('-').append(to);
        } else if (to.startsWith("\\x{")) {
            throw text.wrong("a range ends in a character of several bytes (write (*UTF8) in front)", at);
        } else {
            out.append("\\-").append(to);
        }
    }

    /** {@code [:alpha:]}; false where it is none, so that the bracket is itself. */
    private boolean posix(int at) {
        char kind = text.peek(1);
        var name = new StringBuilder();
        int ahead = 2;
        while (Character.isLetter(text.peek(ahead)) || text.peek(ahead) == '^' && ahead == 2) {
            name.append(text.peek(ahead++));
        }
        if (text.peek(ahead) != kind || text.peek(ahead + 1) != ']') {
            return false;
        }
        boolean not = name.indexOf("^") == 0;
        var translated = POSIX.get(not ? name.substring(1) : name.toString());
        if (kind != ':' || translated == null) {
            throw text.wrong("unknown POSIX class name", at);
        }
        text.take("[" + kind + name + kind + "]");
        out.append(not ? negated(translated) : translated);
        return true;
    }

    private static String negated(String translated) {
        return translated.startsWith("\\p") ? "\\P" + translated.substring(2) : translated.toUpperCase(Locale.ROOT);
    }
}
