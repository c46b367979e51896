package io.waflab.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * A configuration's texts and the bytes that they are to nginx. A byte that is no UTF-8 stands in a text as U+DC80 to
 * U+DCFF, by its value: half a surrogate pair, which no UTF-8 gives, so that every file's bytes come out as they went in.
 */
final class TextBytes {

    private static final int ALONE = 0xdc00;

    private TextBytes() {}

    /** The text of a file's bytes. */
    static String text(byte[] bytes) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var from = ByteBuffer.wrap(bytes);
        var to = CharBuffer.allocate(bytes.length);
        var result = decoder.decode(from, to, true);
        while (result.isError()) {
            for (int i = 0; i < result.length(); i++) {
                to.put((char) (ALONE + (from.get() & 0xff)));
            }
            result = decoder.decode(from, to, true);
        }
        return to.flip().toString();
    }

    /** The bytes of a text, each as one character: of its UTF-8 form, but for those that stand for themselves. */
    static String of(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) < 0x80) {
            at++;
        }
        return at == text.length() ? text : text.substring(0, at) + encoded(text.substring(at));
    }

    private static String encoded(String text) {
        var octets = new StringBuilder(text.length() * 3);
        text.codePoints().forEach(c -> {
            if (isAlone(c)) {
                octets.append((char) (c - ALONE));
            } else {
                var utf8 = Character.toString(c).getBytes(StandardCharsets.UTF_8);
                octets.append(new String(utf8, StandardCharsets.ISO_8859_1));
            }
        });
        return octets.toString();
    }

    /** The text with such bytes as JSON's escapes, so that UTF-8 can hold it. */
    static String escaped(String text) {
        if (isUtf8(text)) {
            return text;
        }
        var escaped = new StringBuilder();
        text.codePoints()
                .forEach(c -> escaped.append(isAlone(c) ? String.format("\\u%04x", c) : Character.toString(c)));
        return escaped.toString();
    }

    static boolean isUtf8(String text) {
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            if (isAlone(text.codePointAt(at))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a code point stands for a byte that is no UTF-8. */
    private static boolean isAlone(int c) {
        return c >= ALONE + 0x80 && c <= ALONE + 0xff;
    }
}
