package io.waflab.http;

import java.nio.charset.StandardCharsets;

/** Bytes of a head as nginx classes them. */
final class Octets {

    static final byte CR = '\r';
    static final byte LF = '\n';

    /** Bytes of a URI that need no look (the table {@code usual} of ngx_http_parse.c). */
    private static final boolean[] PLAIN_IN_URI = new boolean[256];

    /** Bytes of a name: letters, digits and hyphen in lower case; 0 for all others. */
    private static final byte[] NAME = new byte[256];

    static {
        for (int c = 0x21; c < 256; c++) {
            PLAIN_IN_URI[c] = c != 0x7f && "#%+./?".indexOf(c) < 0;
        }
        for (int c = 0; c < 128; c++) {
            if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-') {
                NAME[c] = (byte) c;
            } else if (c >= 'A' && c <= 'Z') {
                NAME[c] = (byte) (c | 0x20);
            }
        }
    }

    private Octets() {}

    static boolean plainInUri(byte b) {
        return PLAIN_IN_URI[b & 0xff];
    }

    static boolean inName(byte b) {
        return NAME[b & 0xff] != 0;
    }

    /** Neither a control character nor a space nor DEL; bytes above 127 are visible. */
    static boolean visible(byte b) {
        int c = b & 0xff;
        return c > 0x20 && c != 0x7f;
    }

    static boolean control(byte b) {
        int c = b & 0xff;
        return c < 0x20 || c == 0x7f;
    }

    static boolean letter(byte b) {
        int c = (b & 0xff) | 0x20;
        return c >= 'a' && c <= 'z';
    }

    static boolean digit(byte b) {
        return b >= '0' && b <= '9';
    }

    static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
    }

    /** The value of a hexadecimal digit, -1 for other bytes. */
    static int hex(byte b) {
        if (digit(b)) {
            return b - '0';
        }
        int c = (b & 0xff) | 0x20;
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }

    /** Whether the bytes from..to are this text. */
    static boolean equals(byte[] data, int from, int to, String text) {
        if (to - from != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (data[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the bytes from..to are this text but for the case of letters; the text is in lower case. */
    static boolean equalsLower(byte[] data, int from, int to, String lower) {
        if (to - from != lower.length()) {
            return false;
        }
        for (int i = 0; i < lower.length(); i++) {
            if (lower(data[from + i]) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the bytes from..to and those of the other range are the same but for the case of letters. */
    static boolean equalsIgnoringCase(byte[] data, int from, int to, int otherFrom, int otherTo) {
        if (to - from != otherTo - otherFrom) {
            return false;
        }
        for (int i = 0; i < to - from; i++) {
            if (lower(data[from + i]) != lower(data[otherFrom + i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether the text occurs in the bytes from..to but for the case of letters; the text is in lower case. */
    static boolean containsLower(byte[] data, int from, int to, String lower) {
        for (int at = from; at <= to - lower.length(); at++) {
            if (equalsLower(data, at, at + lower.length(), lower)) {
                return true;
            }
        }
        return false;
    }

    /** A number in decimal digits alone, as ngx_atoof reads it; -1 for anything else or more than 63 bits. */
    static long decimal(byte[] data, int from, int to) {
        if (from == to) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = data[i] - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** The bytes as characters of the same number (ISO-8859-1), so that nothing is lost. */
    static String text(byte[] data, int from, int to) {
        return from >= to ? "" : new String(data, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** The bytes as text in lower case. */
    static String lowerText(byte[] data, int from, int to) {
        var copy = new byte[to - from];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = lower(data[from + i]);
        }
        return text(copy, 0, copy.length);
    }
}
