package io.waflab.capture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes from the network as text that can be shown anywhere: printable ASCII as it is, all else as {@code \x00}. */
final class ShownBytes {

    /** Bytes that are shown. */
    static final int MOST = 80;

    private static final String DIGITS = "0123456789abcdef";

    private ShownBytes() {}

    /** At most the first {@value #MOST} bytes; three dots where there are more. */
    static String of(ByteBuffer bytes) {
        if (bytes.remaining() <= MOST && isPlain(bytes)) {
            return StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
        }
        var text = new StringBuilder();
        var count = Math.min(MOST, bytes.remaining());
        for (var i = 0; i < count; i++) {
            append(bytes.get(bytes.position() + i), text);
        }
        return count < bytes.remaining() ? text.append("...").toString() : text.toString();
    }

    /** Text of single bytes, as it came in a hello or a head. */
    static String of(String text) {
        return of(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static boolean isPlain(ByteBuffer bytes) {
        for (var i = bytes.position(); i < bytes.limit(); i++) {
            if (bytes.get(i) < ' ' || bytes.get(i) > '~' || bytes.get(i) == '\\') {
                return false;
            }
        }
        return true;
    }

    private static void append(byte value, StringBuilder text) {
        if (value == '\\') {
            text.append("\\\\");
        } else if (value >= ' ' && value <= '~') {
            text.append((char) value);
        } else {
            text.append("\\x").append(DIGITS.charAt(value >> 4 & 0x0f)).append(DIGITS.charAt(value & 0x0f));
        }
    }
}
