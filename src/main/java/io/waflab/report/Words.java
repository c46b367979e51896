package io.waflab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Text as reports write it. */
public final class Words {

    private static final double SECOND = 1e9;
    private static final double MILLISECOND = 1e6;

    private Words() {}

    /** Control characters, and what changes the direction of text, written as {@code \x1b} or {@code \}{@code u202e}. */
    public static String escape(String text) {
        if (isPlain(text)) {
            return text;
        }
        var escaped = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (point < 0x20 || point >= 0x7f && point < 0xa0) {
                escaped.append(String.format("\\x%02x", point));
            } else if (Character.getType(point) == Character.FORMAT
                    || point == 0x2028
                    || point == 0x2029
                    || Character.getType(point) == Character.SURROGATE) {
                escaped.append(String.format("\\u%04x", point));
            } else {
                escaped.appendCodePoint(point);
            }
        });
        return escaped.toString();
    }

    private static boolean isPlain(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 0x20 || text.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** {@code 12.001 s}, or {@code 0.093 ms} below 10 ms. */
    public static String duration(long nanos) {
        return Math.abs(nanos) < 10 * MILLISECOND
                ? String.format(Locale.ROOT, "%.3f ms", nanos / MILLISECOND)
                : seconds(nanos);
    }

    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f s", nanos / SECOND);
    }

    /** How many columns of a terminal the text takes: Chinese characters and their punctuation take two each. */
    static int columns(String text) {
        return text.codePoints().map(Words::columns).sum();
    }

    private static int columns(int point) {
        return point >= 0x2e80 && point <= 0xa4cf
                        || point >= 0xac00 && point <= 0xd7a3
                        || point >= 0xf900 && point <= 0xfaff
                        || point >= 0xfe30 && point <= 0xfe4f
                        || point >= 0xff00 && point <= 0xff60
                        || point >= 0x20000 && point <= 0x3fffd
                ? 2
                : 1;
    }

    /** Filled with spaces behind it to at least {@code width} columns. */
    public static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - columns(text)));
    }

    /** Filled with spaces before it to at least {@code width} columns. */
    static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - columns(text))) + text;
    }

    /**
     * Broken into lines of at most {@code width} columns: at spaces, and where a Chinese character ends; a longer word is
     * cut, best behind {@code _}. At least one line.
     */
    public static List<String> wrap(String text, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : breakable(text)) {
            var rest = word.strip();
            var space = word.startsWith(" ") ? " " : "";
            while (columns(rest) > width) {
                if (line.length() > 0) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                var cut = cut(rest, width);
                lines.add(rest.substring(0, cut));
                rest = rest.substring(cut);
            }
            if (line.length() > 0 && columns(line.toString()) + space.length() + columns(rest) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() > 0 ? space : "").append(rest);
        }
        lines.add(line.toString());
        return lines;
    }

    /** The words, each with the space before it, if there is one. */
    private static List<String> breakable(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        var wide = false;
        for (var i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            var point = text.codePointAt(i);
            var nowWide = columns(point) == 2;
            if (word.length() > 0 && (point == ' ' || (nowWide || wide) && !isClosing(point))) {
                words.add(word.toString());
                word.setLength(0);
            }
            word.appendCodePoint(point);
            wide = nowWide;
        }
        words.add(word.toString());
        return words;
    }

    /** What may not begin a line. */
    private static boolean isClosing(int point) {
        return "，。；：！？、）」』》”".indexOf(point) >= 0;
    }

    private static int cut(String word, int width) {
        var end = 0;
        for (var taken = 0; end < word.length() && taken + columns(word.codePointAt(end)) <= width; ) {
            taken += columns(word.codePointAt(end));
            end += Character.charCount(word.codePointAt(end));
        }
        var joint = word.lastIndexOf('_', end - 1);
        return joint < end / 2 ? Math.max(end, 1) : joint + 1;
    }
}
