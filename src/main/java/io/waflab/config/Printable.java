package io.waflab.config;

/** Makes text that somebody else wrote fit for a terminal: one line, no control characters. */
final class Printable {

    private static final int LONGEST = 500;

    private Printable() {}

    /** The text with control characters as <code>\x1b</code>, cut at 500 characters. */
    static String line(String text) {
        var line = new StringBuilder();
        for (int i = 0; i < text.length() && line.length() < LONGEST; i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                line.append(String.format("\\x%02x", (int) c));
            } else {
                line.append(c);
            }
        }
        return line.length() < LONGEST ? line.toString() : line + "...";
    }
}
