package io.waflab.reproduce;

/** Bytes as a script writes them: {@code GET / HTTP/1.1\r\n}, {@code \x00}. */
final class Escapes {

    private Escapes() {}

    /**
     * @return a byte a character
     * @throws IllegalArgumentException for a backslash that begins no escape, or a character beyond one byte
     */
    static String bytes(String text) {
        var bytes = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0xff) {
                throw new IllegalArgumentException("character " + i + " is no byte");
            }
            if (c != '\\') {
                bytes.append(c);
                continue;
            }
            char kind = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
            int plain = "rnt\\".indexOf(kind);
            if (plain >= 0) {
                bytes.append("\r\n\t\\".charAt(plain));
                i++;
            } else if (kind == 'x' && text.substring(i + 2).matches("(?s)[0-9a-fA-F]{2}.*")) {
                bytes.append((char) Integer.parseInt(text.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                throw new IllegalArgumentException("the backslash at character " + i + " begins no escape");
            }
        }
        return bytes.toString();
    }
}
