package io.waflab.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** The bytes that frame chunks as nginx writes them (ngx_http_chunked_filter_module.c); the data itself is not copied. */
public final class ChunkedWriter {

    private static final ByteBuf END = constant("\r\n");
    private static final ByteBuf LAST = constant("0\r\n\r\n");

    private ChunkedWriter() {}

    /** Writes the line before a chunk: its size, which is more than 0, in hexadecimal. */
    public static void head(long size, ByteBuf out) {
        if (size <= 0) {
            throw new IllegalArgumentException("chunk size " + size + " (expected more than 0)");
        }
        int digits = (67 - Long.numberOfLeadingZeros(size)) / 4;
        out.ensureWritable(digits + 2);
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            out.writeByte("0123456789abcdef".charAt((int) (size >>> shift) & 15));
        }
        out.writeShort('\r' << 8 | '\n');
    }

    /** The line end after a chunk's data; a view of constant memory, to be written or released. */
    public static ByteBuf end() {
        return END.duplicate();
    }

    /** The last chunk, without trailers. */
    public static ByteBuf last() {
        return LAST.duplicate();
    }

    /** Writes the line of the last chunk; trailers and an empty line are to follow (RFC 9112 section 7.1). */
    public static void lastChunk(ByteBuf out) {
        out.writeByte('0').writeShort('\r' << 8 | '\n');
    }

    private static ByteBuf constant(String text) {
        var direct = Unpooled.directBuffer(text.length());
        direct.writeCharSequence(text, StandardCharsets.US_ASCII);
        return Unpooled.unreleasableBuffer(direct).asReadOnly();
    }
}
