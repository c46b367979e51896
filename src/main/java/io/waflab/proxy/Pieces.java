package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Bytes that came in more reads than one. */
final class Pieces {

    private Pieces() {}

    /**
     * Both in one buffer, the first before the second.
     *
     * @param first released, also where there is no memory for both
     * @param second released likewise
     */
    static ByteBuf joined(ByteBufAllocator allocator, ByteBuf first, ByteBuf second) {
        try {
            return allocator
                    .buffer(first.readableBytes() + second.readableBytes())
                    .writeBytes(first)
                    .writeBytes(second);
        } finally {
            first.release();
            second.release();
        }
    }
}
