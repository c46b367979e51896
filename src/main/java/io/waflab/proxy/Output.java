package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What goes to one peer. It holds small pieces back as nginx's postpone_output does, and tells when the kernel takes no
 * more, when it took some, and when nothing waits any more.
 *
 * <p>Bounded by its callers, who stop reading the other side when {@link #waiting()} grows.
 */
final class Output implements Ring.Flushed {

    /** The most in one TLS record (RFC 8446 section 5.1), and nginx's ssl_buffer_size. */
    private static final int RECORD = 16 << 10;

    /** The longest piece that is copied behind a head. */
    static final int SHORT = 2 << 10;

    /** What an output tells. */
    interface Listener {

        /** The kernel takes no more for now. */
        void blocked();

        /** The kernel took some of what waits; more waits. */
        void progress();

        /** Nothing waits any more; told only after {@link #blocked()}. */
        void drained();

        /** What was flushed without knowing whether the kernel takes it is with the kernel. */
        void taken();

        /** Nothing more is sent for so long, as a {@link Pace} asks; {@link Output#sendOn()} is to follow. */
        default void slowed(Duration pause) {}

        /** Some of what a {@link Pace} held back has gone. */
        default void went() {}

        /** The peer is gone. */
        void broken(Throwable cause);

        /** All that was written before {@link Output#finish()} is with the kernel. */
        void finished();
    }

    private final ChannelHandlerContext context;
    private final Listener listener;
    private final PieceQueue held = new PieceQueue();
    private final Consumer<ByteBuf> sender = this::send;
    /** The head that was written last; only while it is held it is this output's. */
    private ByteBuf roomy;

    private int heldBytes;
    private long waiting;
    private boolean blocked;
    private boolean unsettled;
    private boolean finishing;
    private boolean flushing;
    private boolean broken;
    private int block = RECORD;
    private Pace pace;
    private boolean slowed;
    private int due;

    Output(ChannelHandlerContext context, Listener listener) {
        this.context = context;
        this.listener = listener;
    }

    /** Takes a piece, which is not sent before a flush. */
    void write(ByteBuf piece) {
        if (broken) {
            piece.release();
            return;
        }
        int size = piece.readableBytes();
        if (size > 0) {
            if (!joins(size, piece)) {
                held.add(piece);
            }
            heldBytes += size;
        } else {
            piece.release();
        }
    }

    /**
     * Takes a head, which is the caller's own memory, so that a short body behind it is copied to where it has room: a write
     * of its own costs more.
     */
    void writeHead(ByteBuf head) {
        write(head);
        roomy = head;
    }

    /** Whether a piece was copied behind the head before it. */
    private boolean joins(int size, ByteBuf piece) {
        if (roomy == null || size > SHORT || held.last() != roomy || !roomy.isWritable(size)) {
            return false;
        }
        roomy.writeBytes(piece);
        piece.release();
        return true;
    }

    /** The response that begins is not to be faster than that; null for as fast as it can. */
    void limit(Pace next) {
        pace = next;
        slowed = false;
    }

    /** Gathers so many bytes at least where {@link #flushBlocks} is asked for, and sends them in records of no more. */
    void blocks(int bytes) {
        block = bytes;
    }

    /** Bytes held or with the channel, not yet with the kernel. */
    long waiting() {
        return waiting + heldBytes;
    }

    /** Whether something is with the channel that the kernel has not taken, or not yet. */
    boolean isUnderWay() {
        return waiting > 0;
    }

    /** Sends what is held when it is at least so much: postpone_output. */
    void flushIfAtLeast(long bytes) {
        if (heldBytes >= bytes) {
            flush();
        }
    }

    /**
     * Sends full blocks of what is held and keeps the rest: over TLS nginx writes nothing before ssl_buffer_size is
     * full.
     */
    void flushBlocks() {
        if (heldBytes >= block) {
            flush(heldBytes - heldBytes % block);
        }
    }

    /** Sends what is held. */
    void flush() {
        flush(heldBytes);
    }

    private void flush(int bytes) {
        due = Math.max(due, bytes);
        while (due > 0 && !slowed && !broken && (pace == null || !blocked)) {
            long allowed = pace == null ? due : pace.allowed();
            if (allowed <= 0) {
                slow(pace.untilAllowed());
                return;
            }
            int now = (int) Math.min(due, allowed);
            due -= now;
            hand(now);
        }
    }

    private void slow(Duration pause) {
        slowed = true;
        listener.slowed(pause);
    }

    /** limit_rate's pause is over. */
    void sendOn() {
        slowed = false;
        tellIfBlocked();
        if (!blocked) {
            flush(0);
        }
        listener.went();
        finishIfDone();
    }

    private void hand(int bytes) {
        flushing = true;
        roomy = null;
        held.take(bytes, sender);
        heldBytes -= bytes;
        context.flush();
        flushing = false;
        var pause = pace == null ? Duration.ZERO : pace.sent(bytes);
        if (!pause.isZero()) {
            slow(pause);
        }
        if (waiting > 0 && !unsettled && !blocked) {
            unsettled = true;
            Ring.flushed(context.channel(), this);
        }
    }

    /** Whether it is not known yet what the kernel takes of what was flushed. */
    boolean isUnsettled() {
        return unsettled;
    }

    @Override
    public void settled() {
        unsettled = false;
        tellIfBlocked();
    }

    private void tellIfBlocked() {
        if (waiting > 0 && !blocked && !broken && !slowed) {
            blocked = true;
            Ring.blocked(context.channel(), true);
            listener.blocked();
        }
    }

    /** Sends what is held; {@link Listener#finished()} follows, at once when nothing waits. */
    void finish() {
        finishing = true;
        flush();
        finishIfDone();
    }

    /** Throws away what is held, for a peer that is gone or is to get nothing more. */
    void drop() {
        broken = true;
        roomy = null;
        held.release();
        heldBytes = 0;
        due = 0;
    }

    private void send(ByteBuf piece) {
        int record = Math.min(block, RECORD);
        while (piece.readableBytes() > record) {
            sendOne(piece.readRetainedSlice(record));
        }
        sendOne(piece);
    }

    private void sendOne(ByteBuf piece) {
        int size = piece.readableBytes();
        waiting += size;
        context.write(piece).addListener(new Sent(size));
    }

    private void sent(ChannelFuture done, int size) {
        waiting -= size;
        if (!done.isSuccess()) {
            if (!broken) {
                drop();
                listener.broken(done.cause());
            }
            return;
        }
        if (blocked && !broken && !slowed) {
            if (waiting > 0) {
                listener.progress();
            } else {
                blocked = false;
                Ring.blocked(context.channel(), false);
                listener.drained();
                flush(0);
            }
        } else if (!flushing && waiting == 0 && !blocked && !broken) {
            listener.taken();
        }
        if (!flushing) {
            finishIfDone();
        }
    }

    private void finishIfDone() {
        if (finishing && waiting == 0 && heldBytes == 0 && !broken) {
            finishing = false;
            limit(null);
            listener.finished();
        }
    }

    private final class Sent implements ChannelFutureListener {

        private final int size;

        Sent(int size) {
            this.size = size;
        }

        @Override
        public void operationComplete(ChannelFuture done) {
            sent(done, size);
        }
    }
}
