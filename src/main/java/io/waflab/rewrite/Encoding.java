package io.waflab.rewrite;

/** Percent-encoding as rewriting does it (src/core/ngx_string.c). */
final class Encoding {

    private static final String HEX = "0123456789ABCDEF";

    private Encoding() {}

    /** For a place among arguments (NGX_ESCAPE_ARGS). */
    static String asArgument(String text) {
        var out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f || "\"#%&+;<>?\\^`{|}".indexOf(c) >= 0) {
                out.append('%').append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /**
     * The replacement of a redirect up to its arguments decoded where that changes nothing of its meaning
     * (ngx_unescape_uri with NGX_UNESCAPE_REDIRECT).
     */
    static String ofRedirect(String text) {
        var out = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '?') {
                return out.append(text, at, text.length()).toString();
            }
            if (c != '%') {
                out.append(c);
                at++;
                continue;
            }
            int high = at + 1 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
            int low = at + 2 < text.length() ? Character.digit(text.charAt(at + 2), 16) : -1;
            if (high < 0) {
                // Not a code: its sign is dropped.
                out.append(text, at + 1, Math.min(at + 2, text.length()));
                at += 2;
                continue;
            }
            if (low < 0) {
                at += 3;
                continue;
            }
            int decoded = high << 4 | low;
            at += 3;
            if (decoded == '?' && low > 9) {
                return out.append('?').append(text, at, text.length()).toString();
            }
            if (decoded > '%' && decoded < 0x7f) {
                out.append((char) decoded);
            } else {
                out.append(text, at - 3, at);
            }
        }
        return out.toString();
    }
}
