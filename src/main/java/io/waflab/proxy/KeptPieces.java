package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/**
 * Pieces of a body that are kept in memory, in their order. A piece holds on to all of the read that it came with; so small
 * ones behind the first are copied together, and a body that comes byte by byte costs little more than its length.
 *
 * <p>Bounded by whoever adds to it.
 */
final class KeptPieces {

    /** Below it a piece is copied. */
    private static final int SMALL = 1 << 10;

    private static final int FIRST_ROOM = 256;

    private final List<ByteBuf> all = new ArrayList<>(2);
    private ByteBuf gathering;

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Takes a piece. */
    void add(ByteBuf piece) {
        int size = piece.readableBytes();
        if (size >= SMALL || size > 0 && all.isEmpty()) {
            all.add(piece);
            gathering = null;
            return;
        }
        if (size > 0) {
            if (gathering == null) {
                gathering = piece.alloc().buffer(FIRST_ROOM);
                all.add(gathering);
            }
            gathering.writeBytes(piece);
        }
        piece.release();
    }

    /** All of them, which are still released here. */
    List<ByteBuf> all() {
        return List.copyOf(all);
    }

    /** Gives all of them away, as one. */
    ByteBuf joined() {
        var one = all.size() == 1 ? all.get(0) : Unpooled.wrappedBuffer(all.toArray(ByteBuf[]::new));
        forget();
        return one;
    }

    /** Gives all of them away. */
    List<ByteBuf> taken() {
        var given = all();
        forget();
        return given;
    }

    void release() {
        all.forEach(ByteBuf::release);
        forget();
    }

    private void forget() {
        all.clear();
        gathering = null;
    }
}
