package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * nginx's buffers for a response's body (proxy_buffer_size, then proxy_buffers): a piece goes on only when its buffer is
 * full, or the response has ended (src/event/ngx_event_pipe.c).
 */
final class RawBuffers {

    /** The first piece, which is often the only one. */
    private ByteBuf head;
    /** Those behind it; made when there are any. */
    private ArrayDeque<ByteBuf> tail;

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
        if (head == null) {
            head = piece;
        } else {
            if (tail == null) {
                tail = new ArrayDeque<>(2);
            }
            tail.add(piece);
        }
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
        long rest = count;
        bytes -= count;
        while (rest > 0) {
            int first = head.readableBytes();
            if (first > rest) {
                next.accept(head.readRetainedSlice((int) rest));
                rest = 0;
            } else {
                next.accept(poll());
                rest -= first;
            }
        }
    }

    private ByteBuf poll() {
        var piece = head;
        head = tail == null ? null : tail.poll();
        return piece;
    }

    void release() {
        while (head != null) {
            poll().release();
        }
        bytes = 0;
    }
}
