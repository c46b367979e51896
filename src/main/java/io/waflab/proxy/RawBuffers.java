package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/**
 * nginx's buffers for a response's body (proxy_buffer_size, then proxy_buffers): a piece goes on only when its buffer is
 * full, or the response has ended (src/event/ngx_event_pipe.c).
 */
final class RawBuffers {

    private final PieceQueue raw = new PieceQueue();
    private final int size;
    private final Consumer<ByteBuf> next;
    private long bytes;
    private long room;

    /**
     * @param first bytes that the first buffer has left behind the head
     * @param size bytes of each further one
     * @param next takes what goes on, and releases it
     */
    RawBuffers(long first, int size, Consumer<ByteBuf> next) {
        this.size = size;
        this.next = next;
        room = first > 0 ? first : size;
    }

    /** Takes a piece, and hands on all buffers that are full. */
    void add(ByteBuf piece) {
        raw.add(piece);
        bytes += piece.readableBytes();
        while (bytes >= room) {
            emit(room);
            room = size;
        }
    }

    /** Hands on what is in a buffer that is not full. */
    void flush() {
        emit(bytes);
    }

    private void emit(long count) {
        bytes -= count;
        raw.take(count, next);
    }

    void release() {
        raw.release();
        bytes = 0;
    }
}
