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

    /** {@code 12.001 s}, or {@code 0.093 ms} below 10 ms. */
    public static String duration(long nanos) {
        return Math.abs(nanos) < 10 * MILLISECOND
                ? String.format(Locale.ROOT, "%.3f ms", nanos / MILLISECOND)
                : seconds(nanos);
    }

    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f s", nanos / SECOND);
    }

    /** Broken at spaces into lines of at most {@code width} columns; a longer word is cut, best behind {@code _}. At least one line. */
    public static List<String> wrap(String text, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ")) {
            var rest = word;
            while (rest.length() > width) {
                if (line.length() > 0) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                var cut = cut(rest, width);
                lines.add(rest.substring(0, cut));
                rest = rest.substring(cut);
            }
            if (line.length() > 0 && line.length() + 1 + rest.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() > 0 ? " " : "").append(rest);
        }
        lines.add(line.toString());
        return lines;
    }

    private static int cut(String word, int width) {
        var joint = word.lastIndexOf('_', width - 1);
        return joint < width / 2 ? width : joint + 1;
    }
}
