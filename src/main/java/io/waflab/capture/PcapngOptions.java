package io.waflab.capture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The options at the end of a pcapng block (draft-ietf-opsawg-pcapng, section 3.5), one after the other. */
final class PcapngOptions {

    private final ByteBuffer numbers;
    private final int end;
    private int next;
    private int code;
    private int at;
    private int length;

    /** @param numbers in the section's byte order; the options are from {@code start} to {@code end} */
    PcapngOptions(ByteBuffer numbers, int start, int end) {
        this.numbers = numbers;
        this.next = start;
        this.end = end;
    }

    /**
     * Goes to the next option; false when there is none.
     *
     * @param source stands at the block's beginning, for the place of an error
     * @throws CaptureException where an option is longer than its block
     */
    boolean next(ByteSource source) throws CaptureException {
        if (next + 4 > end) {
            return false;
        }
        code = numbers.getShort(next) & 0xffff;
        length = numbers.getShort(next + 2) & 0xffff;
        at = next + 4;
        if (code == 0) {
            return false;
        }
        if (at + length > end) {
            throw new CaptureException("length of option " + code + ": " + length + " (expected: at most " + (end - at)
                    + ") at byte " + (source.offset() + next + 2 - source.at()));
        }
        next = at + (length + 3 & ~3);
        return true;
    }

    int code() {
        return code;
    }

    /** Where the value begins. */
    int at() {
        return at;
    }

    int length() {
        return length;
    }

    String text() {
        var bytes = new byte[Math.min(length, 4 * FileNotes.MOST_COMMENT)];
        numbers.get(at, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
