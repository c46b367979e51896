package io.waflab.http;

import java.nio.charset.StandardCharsets;

/** How nginx makes a variable's value safe for a log line (log_format's escape parameter). */
public final class LogEscape {

    private static final String HEX = "0123456789ABCDEF";

    private LogEscape() {}

    /** {@code escape=default}: control characters, quotes, backslashes and bytes above 126 become {@code \xHH}. */
    public static String standard(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (special(text.charAt(i))) {
                return standardFrom(text, i);
            }
        }
        return text;
    }

    /** For the error log, whose lines have quotes of their own: only what would end or break a line is escaped. */
    public static String line(String text) {
        if (text.chars().noneMatch(LogEscape::control)) {
            return text;
        }
        var out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (control(c)) {
                octet(out, c);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean control(int c) {
        return c < 0x20 || c >= 0x7f && c < 0xa0;
    }

    /** {@code escape=json}: as a JSON string's content; bytes above 127 stay. */
    public static String json(String text) {
        var out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }

    private static boolean special(char c) {
        return c < 0x20 || c > 126 || c == '"' || c == '\\';
    }

    private static String standardFrom(String text, int first) {
        var out = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!special(c)) {
                out.append(c);
            } else if (c < 256) {
                octet(out, c);
            } else {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    octet(out, b & 0xff);
                }
            }
        }
        return out.toString();
    }

    private static void octet(StringBuilder out, int octet) {
        out.append("\\x").append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 15));
    }
}
