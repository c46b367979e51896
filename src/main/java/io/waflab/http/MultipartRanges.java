package io.waflab.http;

import io.waflab.http.ByteRanges.Range;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The form of a body of several ranges (RFC 9110, 14.6; ngx_http_range_filter_module.c): each behind a head of its own,
 * and a last boundary behind all.
 */
public final class MultipartRanges {

    private static final String LINE = "\r\n";

    private final ByteRanges ranges;
    private final String boundary;
    private final String partHead;
    private final long length;

    /**
     * @param number becomes the boundary
     * @param contentType of the whole body; null for none
     * @param length bytes of the whole body
     */
    public MultipartRanges(ByteRanges ranges, long number, String contentType, long length) {
        this.ranges = ranges;
        this.length = length;
        boundary = String.format(Locale.ROOT, "%020d", number);
        partHead = LINE + "--" + boundary + LINE
                + (contentType == null ? "" : "Content-Type: " + contentType + LINE)
                + "Content-Range: bytes ";
    }

    /** The Content-Type of all ranges together. */
    public String contentType() {
        return "multipart/byteranges; boundary=" + boundary;
    }

    /** Bytes of all ranges with their heads and the last boundary. */
    public long contentLength() {
        long all = end().length;
        for (var range : ranges.ranges()) {
            all += head(range).length + range.size();
        }
        return all;
    }

    /** What goes before a range. */
    public byte[] head(Range range) {
        return bytes(partHead + range.of(length) + LINE + LINE);
    }

    /** What goes behind the last range. */
    public byte[] end() {
        return bytes(LINE + "--" + boundary + "--" + LINE);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
