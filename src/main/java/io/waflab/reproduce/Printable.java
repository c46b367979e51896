package io.waflab.reproduce;

/** Text from a peer made fit for terminals, logs and headers. */
public final class Printable {

    private Printable() {}

    /** Control characters, DEL, the C1 range and line separators as {@code \xNN} or {@code \}{@code uNNNN}. */
    public static String of(String text) {
        var shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c < 0x20 || c >= 0x7f && c < 0xa0) {
                shown.append("\\x%02x".formatted(c));
            } else if (c > 0xffff || Character.getType(c) == Character.FORMAT || Character.isSpaceChar(c) && c != ' ') {
                shown.append("\\u{%x}".formatted(c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }
}
