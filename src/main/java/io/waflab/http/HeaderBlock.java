package io.waflab.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.waflab.connection.Http2Error;

/**
 * A block of header fields as it comes, in HEADERS and CONTINUATIONs (RFC 9113 section 4.3). It is kept until it is whole,
 * because a block that cannot be read ends the connection whatever it says.
 *
 * <p>Bounded: four times large_client_header_buffers and 4 KiB.
 */
final class HeaderBlock {

    private final int most;
    private final int mostString;
    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
    private HpackLengths lengths;

    HeaderBlock(HeadLimits limits) {
        mostString = limits.largeBufferSize();
        // Beyond it a block holds more than is allowed, or nothing but changes of the table's size.
        most = (int) Math.min(Integer.MAX_VALUE / 2, 4L * limits.largeBuffers() * mostString + 4096);
    }

    /** @param length of its first part */
    void begin(int length) {
        bytes = Unpooled.buffer(Math.min(length, 1024));
        lengths = new HpackLengths(mostString);
    }

    /**
     * Takes so many bytes.
     *
     * @param rest of this frame that is still to come
     */
    void add(ByteBuf in, int size, int rest) throws Http2Failure {
        if (bytes.readableBytes() + size > most) {
            throw new Http2Failure(Http2Error.ENHANCE_YOUR_CALM, "client sent too large header");
        }
        lengths.pass(in.slice(in.readerIndex(), size), rest);
        bytes.writeBytes(in, size);
    }

    /** It is whole, and given away. */
    ByteBuf end() throws Http2Failure {
        lengths.end();
        var whole = bytes;
        bytes = Unpooled.EMPTY_BUFFER;
        return whole;
    }

    void release() {
        bytes.release();
        bytes = Unpooled.EMPTY_BUFFER;
    }
}
