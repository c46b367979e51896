package io.waflab.config;

/** A regular expression as written, and how far it has been read. */
final class PcreText {

    private final String source;
    private final boolean utf8;
    private int at;

    /** @param utf8 whether characters stand for themselves, and not for the bytes of their UTF-8 form */
    PcreText(String source, int from, boolean utf8) {
        this.source = source;
        this.utf8 = utf8;
        at = from;
    }

    int at() {
        return at;
    }

    boolean ended() {
        return at == source.length();
    }

    /** The next character, which stays; 0 at the end. */
    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        return at + ahead < source.length() ? source.charAt(at + ahead) : 0;
    }

    /** The next character, which is taken. */
    char next() {
        if (ended()) {
            throw wrong("unexpected end", at);
        }
        return source.charAt(at++);
    }

    boolean take(String text) {
        boolean here = source.startsWith(text, at);
        at += here ? text.length() : 0;
        return here;
    }

    /** What stands before the closing text, which is taken too. */
    String upTo(String closing, String what) {
        int end = source.indexOf(closing, at);
        if (end < 0) {
            throw wrong("missing " + closing + " of " + what, at);
        }
        var text = source.substring(at, end);
        at = end + closing.length();
        return text;
    }

    /** As many digits of that base as there are, at most so many. */
    String digits(int base, int most) {
        int from = at;
        while (at < source.length() && at - from < most && Character.digit(source.charAt(at), base) >= 0) {
            at++;
        }
        return source.substring(from, at);
    }

    /** The literal character in Java's language: itself, or each of the bytes that it stands for. */
    String literal(char c) {
        if (c < 0x80) {
            return Character.isLetterOrDigit(c) || c == '_' ? String.valueOf(c) : code(c);
        }
        if (utf8) {
            return String.valueOf(c);
        }
        var text = new StringBuilder();
        boolean pair = Character.isHighSurrogate(c) && Character.isLowSurrogate(peek());
        var written = pair ? "" + c + next() : String.valueOf(c);
        TextBytes.of(written).chars().forEach(b -> text.append(code(b)));
        return text.toString();
    }

    /** A character by its number. */
    static String code(int number) {
        return String.format("\\x{%x}", number);
    }

    /** In nginx's words, with the place. */
    IllegalArgumentException wrong(String what, int offset) {
        var rest = offset < source.length() ? " at \"" + source.substring(offset) + "\"" : "";
        return new IllegalArgumentException(
                "pcre2_compile() failed: " + what + " at offset " + offset + " in \"" + source + "\"" + rest);
    }
}
