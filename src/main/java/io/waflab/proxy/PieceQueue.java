package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/** Pieces in their order, of which there is most often one. Bounded by whoever adds to it. */
final class PieceQueue {

    private ByteBuf first;
    /** Those behind it; made when there are any. */
    private ArrayDeque<ByteBuf> rest;

    void add(ByteBuf piece) {
        if (first == null) {
            first = piece;
            return;
        }
        if (rest == null) {
            rest = new ArrayDeque<>(4);
        }
        rest.add(piece);
    }

    /** The piece that was added last, and is still here; null for none. */
    ByteBuf last() {
        return rest == null || rest.isEmpty() ? first : rest.peekLast();
    }

    /**
     * Hands on the first bytes: whole pieces, and a part of the next one where they end within it.
     *
     * @param bytes no more than there are
     * @param next takes what goes on, and releases it
     */
    void take(long bytes, Consumer<ByteBuf> next) {
        for (long left = bytes; left > 0; ) {
            int size = first.readableBytes();
            if (size > left) {
                next.accept(first.readRetainedSlice((int) left));
                left = 0;
            } else {
                next.accept(poll());
                left -= size;
            }
        }
    }

    private ByteBuf poll() {
        var piece = first;
        first = rest == null ? null : rest.poll();
        return piece;
    }

    /** Lets go of all. */
    void release() {
        while (first != null) {
            poll().release();
        }
    }
}
