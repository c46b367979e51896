package io.waflab.capture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A line that is being read, up to its LF; a CR before that does not belong to it. What lies in one piece is looked at where
 * it is, and copied only where a piece ends within the line. Of a long line the beginning is kept.
 */
final class ReadLine {

    private static final byte[] NONE = {};
    private static final int FIRST = 64;

    private final int most;
    /** Where the line stands: in the last piece, or in {@link #kept}. */
    private byte[] bytes = NONE;

    private int start;
    private int length;
    /** The beginning of a line of which the end has not come. */
    private byte[] kept = NONE;

    private int keptLength;

    /** @param most bytes of a line that are kept */
    ReadLine(int most) {
        this.most = most;
    }

    /**
     * Reads up to the end of the line, or all that is there. The line is good until the piece changes or it is cleared.
     *
     * @param piece backed by an array
     * @return whether the line is whole
     */
    boolean read(ByteBuffer piece) {
        var array = piece.array();
        var begin = piece.arrayOffset() + piece.position();
        var limit = piece.arrayOffset() + piece.limit();
        var end = begin;
        while (end < limit && array[end] != '\n') {
            end++;
        }
        var whole = end < limit;
        piece.position(piece.position() + end - begin + (whole ? 1 : 0));
        if (whole && keptLength == 0) {
            show(array, begin, Math.min(most, end - begin));
            return true;
        }
        keep(array, begin, Math.min(most - keptLength, end - begin));
        show(kept, 0, keptLength);
        return whole;
    }

    private void keep(byte[] from, int at, int count) {
        if (keptLength + count > kept.length) {
            var larger = new byte[Math.min(most, Math.max(FIRST, Math.max(2 * kept.length, keptLength + count)))];
            System.arraycopy(kept, 0, larger, 0, keptLength);
            kept = larger;
        }
        System.arraycopy(from, at, kept, keptLength, count);
        keptLength += count;
    }

    private void show(byte[] in, int at, int count) {
        bytes = in;
        start = at;
        length = count > 0 && in[at + count - 1] == '\r' ? count - 1 : count;
    }

    /** Begins the next line. */
    void clear() {
        bytes = NONE;
        start = 0;
        length = 0;
        keptLength = 0;
    }

    /** True where nothing of a line has come, not even its CR. */
    boolean isEmpty() {
        return keptLength == 0;
    }

    /** How many bytes it holds. */
    int weight() {
        return kept.length;
    }

    /** Bytes of the line, as far as it is kept. */
    int length() {
        return length;
    }

    byte at(int index) {
        return bytes[start + index];
    }

    /** Where this stands at or behind an index; -1 where it does not. */
    int indexOf(char wanted, int from) {
        for (var i = from; i < length; i++) {
            if (bytes[start + i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    boolean is(int from, int to, String text) {
        if (to - from != text.length()) {
            return false;
        }
        for (var i = 0; i < text.length(); i++) {
            if (at(from + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** @param lower in lower case; ASCII */
    boolean isIgnoringCase(int from, int to, String lower) {
        if (to - from != lower.length()) {
            return false;
        }
        for (var i = 0; i < lower.length(); i++) {
            var letter = at(from + i);
            if ((letter >= 'A' && letter <= 'Z' ? letter + 32 : letter) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    String text(int from, int to) {
        return new String(bytes, start + from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** See {@link ShownBytes}. */
    String shown() {
        return ShownBytes.of(ByteBuffer.wrap(bytes, start, length));
    }

    /** Whether {@link #shown} is this text; false where that cannot be told at a glance. */
    boolean isShownAs(String text) {
        return length <= ShownBytes.MOST && is(0, length, text) && text.indexOf('\\') < 0;
    }
}
