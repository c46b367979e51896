package io.waflab.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ranges of a body that a client asks for (RFC 9110, 14.2), as ngx_http_range_filter_module.c reads them.
 *
 * @param ranges what is to be sent, in the client's order; none when no range can be satisfied (status 416)
 */
public record ByteRanges(List<Range> ranges) {

    private static final String UNIT = "bytes=";

    /**
     * @param start position of the first byte
     * @param end position behind the last byte
     */
    public record Range(long start, long end) {

        public long size() {
            return end - start;
        }

        /** What follows {@code bytes } in Content-Range: {@code 0-499/1234}. */
        public String of(long length) {
            return start + "-" + (end - 1) + "/" + length;
        }
    }

    public ByteRanges {
        ranges = List.copyOf(ranges);
    }

    /** Whether a Range field speaks of bytes at all; what is null does not. */
    public static boolean isAsked(String field) {
        return field != null && field.length() > UNIT.length() && field.regionMatches(true, 0, UNIT, 0, UNIT.length());
    }

    /**
     * Whether If-Range lets the ranges be: the response is still the one that the client has a part of.
     *
     * @param ifRange a tag or a date; null without one
     * @param tag the response's ETag; null for none
     * @param modified its Last-Modified in seconds since 1970; {@link HttpDateReader#NONE} for none
     */
    public static boolean areLet(String ifRange, String tag, long modified) {
        if (ifRange == null) {
            return true;
        }
        if (ifRange.length() >= 2 && ifRange.endsWith("\"")) {
            return ifRange.equals(tag);
        }
        return modified != HttpDateReader.NONE && HttpDateReader.read(ifRange) == modified;
    }

    /**
     * @param field the value of a Range field that {@link #isAsked}
     * @param length bytes of the whole body
     * @param most ranges that may be asked for (max_ranges)
     * @return empty when the whole body is to be sent: too many ranges, or more bytes than it has
     */
    public static Optional<ByteRanges> of(String field, long length, long most) {
        var reader = new Reader(field, length);
        var ranges = new ArrayList<Range>(2);
        long size = 0;
        do {
            var range = reader.next();
            if (range == null) {
                return Optional.of(new ByteRanges(List.of()));
            }
            if (range.size() > 0) {
                if (ranges.size() >= most) {
                    return Optional.empty();
                }
                ranges.add(range);
                size += range.size();
            } else if (range.start() == 0) {
                return Optional.empty();
            }
        } while (reader.more());
        if (!ranges.isEmpty() && size > length) {
            return Optional.empty();
        }
        return Optional.of(new ByteRanges(ranges));
    }

    private static final class Reader {

        private final String text;
        private final long length;
        private int at = UNIT.length();

        Reader(String text, long length) {
            this.text = text;
            this.length = length;
        }

        /** Null for what is no range; one of no bytes when it lies behind the end. */
        Range next() {
            spaces();
            boolean suffix = is('-');
            long first = suffix ? 0 : number();
            spaces();
            if (first < 0 || !is('-')) {
                return null;
            }
            at++;
            if (!suffix) {
                spaces();
                if (atEnd()) {
                    return range(first, length);
                }
            }
            long last = number();
            spaces();
            if (last < 0 || !atEnd()) {
                return null;
            }
            return suffix
                    ? range(Math.max(0, length - last), length)
                    : range(first, last >= length ? length : last + 1);
        }

        private static Range range(long start, long end) {
            return new Range(start, Math.max(start, end));
        }

        /** Whether another range follows. */
        boolean more() {
            return at++ < text.length();
        }

        private boolean atEnd() {
            return at == text.length() || is(',');
        }

        private boolean is(char c) {
            return at < text.length() && text.charAt(at) == c;
        }

        private void spaces() {
            while (is(' ')) {
                at++;
            }
        }

        /** -1 for none, or for one that does not fit in 63 bits. */
        private long number() {
            int from = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            try {
                return Long.parseLong(text, from, at, 10);
            } catch (NumberFormatException none) {
                return -1;
            }
        }
    }
}
