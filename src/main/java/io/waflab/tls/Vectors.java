package io.waflab.tls;

import io.netty.buffer.ByteBuf;

/**
 * Vectors of TLS messages, which lie in one another, each with its length before it (RFC 8446 section 3.4). What is read
 * ends with the vector that was entered, without a buffer of its own for each.
 */
final class Vectors {

    private Vectors() {}

    /**
     * Reads what is in the next bytes, and no further.
     *
     * @return for {@link #leave}
     * @throws IndexOutOfBoundsException when there are fewer
     */
    static int enter(ByteBuf in, int bytes) {
        int outer = in.writerIndex();
        if (bytes > in.readableBytes()) {
            throw new IndexOutOfBoundsException(bytes);
        }
        in.writerIndex(in.readerIndex() + bytes);
        return outer;
    }

    /** Goes on behind the vector, however much of it was read. */
    static void leave(ByteBuf in, int outer) {
        in.setIndex(in.writerIndex(), outer);
    }
}
