package io.waflab.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.AsciiString;
import io.waflab.connection.Http2Error;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads blocks of header fields, one after the other on one connection, as nginx does (RFC 7541, ngx_http_v2.c): a table
 * may be resized anywhere in a block, the Huffman code's padding may be of any length, and names and values together may
 * fill all of large_client_header_buffers. {@link HpackLengths} has seen the block before.
 */
public final class HpackReader {

    private static final int INDEXED = 0x80;
    private static final int INDEXING = 0x40;
    private static final int SIZE_UPDATE = 0x20;
    private static final int HUFFMAN = 0x80;

    /** A field as it came: names may be of any case, and begin with a colon. */
    public record Field(AsciiString name, AsciiString value) {}

    private final long mostAll;
    private final HpackTable table = new HpackTable();

    /** @param limits of the server that the connection was made to */
    public HpackReader(HeadLimits limits) {
        mostAll = (long) limits.largeBuffers() * limits.largeBufferSize();
    }

    /**
     * Reads a whole block, in the order of its fields.
     *
     * @throws Http2Failure when it breaks HPACK or the limits; the connection's table is of no more use then
     */
    public List<Field> read(ByteBuf block) throws Http2Failure {
        var all = new ArrayList<Field>();
        long size = 0;
        while (block.isReadable()) {
            int first = block.readUnsignedByte();
            if (first >= SIZE_UPDATE && first < INDEXING) {
                table.resize(number(first & 0x1f, 0x1f, block));
                continue;
            }
            var field = field(first, block);
            size += field.name().length() + field.value().length();
            if (size > mostAll) {
                throw new Http2Failure(Http2Error.ENHANCE_YOUR_CALM, "client sent too large header");
            }
            all.add(field);
        }
        return all;
    }

    private Field field(int first, ByteBuf block) throws Http2Failure {
        if (first >= INDEXED) {
            return table.get(number(first & 0x7f, 0x7f, block));
        }
        boolean indexing = first >= INDEXING;
        int prefix = indexing ? 0x3f : 0x0f;
        int index = number(first & prefix, prefix, block);
        var name = index == 0 ? string(block) : table.get(index).name();
        var field = new Field(name, string(block));
        if (indexing) {
            table.add(field);
        }
        return field;
    }

    private static AsciiString string(ByteBuf block) throws Http2Failure {
        int first = block.readUnsignedByte();
        int length = number(first & 0x7f, 0x7f, block);
        var octets = ByteBufUtil.getBytes(block, block.readerIndex(), length);
        block.skipBytes(length);
        if (first < HUFFMAN) {
            return new AsciiString(octets, false);
        }
        var text = Huffman.read(octets);
        if (text == null) {
            throw new Http2Failure(Http2Error.COMPRESSION_ERROR, "client sent invalid encoded header field");
        }
        return text;
    }

    /** A number whose first octet has so many bits of it (RFC 7541 section 5.1); its length was looked at before. */
    private static int number(int value, int prefix, ByteBuf block) {
        if (value < prefix) {
            return value;
        }
        int all = value;
        for (int shift = 0; ; shift += 7) {
            int octet = block.readUnsignedByte();
            all += (octet & 0x7f) << shift;
            if (octet < 0x80) {
                return all;
            }
        }
    }
}
