package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.waflab.config.Directive;
import io.waflab.connection.Happened;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;

/**
 * The frames that wait for one client, in nginx's order: what is said of the connection, and heads, go before data
 * (ngx_http_v2_queue_blocked_frame). As nginx's TLS buffer does, it keeps frames without a reason to hurry until a record
 * is full.
 *
 * <p>Bounded: at most 64 KiB are with the channel at once; data are bounded by their streams, and answers to the client's
 * frames by {@value #MOST_ANSWERS}.
 */
final class Http2Output implements Output.Listener {

    /** nginx's limit of control frames, each of which answers something (ngx_http_v2_get_frame). */
    private static final int MOST_ANSWERS = 10_000;

    private static final int AT_ONCE = 64 << 10;
    private static final int HEADER = 9;

    private final ProxyConnection connection;
    private final ByteBufAllocator allocator;
    private final Output output;
    private final ArrayDeque<Frame> first = new ArrayDeque<>();
    private final ArrayDeque<Frame> data = new ArrayDeque<>();
    private final LinkedHashSet<Http2Response> under = new LinkedHashSet<>();
    /** Frames of the connection's among {@link #data}. */
    private int behindData;

    private boolean full;
    /** Whether the kernel was to take more before the rest could go. Without that, what waits does so on purpose. */
    private boolean cutShort;

    private boolean sending;
    private boolean hurry;
    private boolean dropped;

    /**
     * @param bytes the frame, or its header
     * @param payload what follows the header; empty where the frame is one piece
     * @param of whose frame it is; null for the connection's
     * @param hurries whether nginx writes at once what it has, this included
     */
    private record Frame(ByteBuf bytes, ByteBuf payload, Http2Response of, boolean hurries) {

        void release() {
            bytes.release();
            payload.release();
        }
    }

    Http2Output(ProxyConnection connection, ChannelHandlerContext context) {
        this.connection = connection;
        allocator = context.alloc();
        output = new Output(context, this);
        output.blocks((int) connection.server().settings().size(Directive.SSL_BUFFER_SIZE));
    }

    /** A frame's header, with room for its payload. */
    ByteBuf frame(int type, int flags, int stream, int length) {
        return header(type, flags, stream, length, length);
    }

    private ByteBuf header(int type, int flags, int stream, int length, int room) {
        return allocator
                .buffer(HEADER + room)
                .writeMedium(length)
                .writeByte(type)
                .writeByte(flags)
                .writeInt(stream);
    }

    /** The header of a frame whose payload comes separately. */
    ByteBuf bareHeader(int type, int flags, int stream, int length) {
        return header(type, flags, stream, length, 0);
    }

    /** A frame of the connection's. */
    void control(ByteBuf frame) {
        if (dropped) {
            frame.release();
            return;
        }
        first.add(new Frame(frame, Unpooled.EMPTY_BUFFER, null, true));
        countAnswers();
    }

    private void countAnswers() {
        if (first.size() + behindData > MOST_ANSWERS) {
            connection.happened(Happened.ANSWERS_PILED_UP);
        }
    }

    /** A frame of the connection's that keeps its place behind all others. */
    void ordered(ByteBuf frame) {
        if (data.isEmpty()) {
            control(frame);
        } else {
            data.add(new Frame(frame, Unpooled.EMPTY_BUFFER, null, true));
            behindData++;
            countAnswers();
        }
    }

    /** A head of a response. */
    void head(Http2Response of, ByteBuf frames, boolean hurries) {
        add(first, new Frame(frames, Unpooled.EMPTY_BUFFER, of, hurries));
    }

    /** Data of a response, or what follows them. */
    void data(Http2Response of, ByteBuf header, ByteBuf payload, boolean hurries) {
        add(data, new Frame(header, payload, of, hurries));
    }

    private void add(ArrayDeque<Frame> queue, Frame frame) {
        if (dropped) {
            frame.release();
        } else {
            queue.add(frame);
        }
    }

    /** Takes back the data that are still here; returns their bytes. */
    long remove(Http2Response of) {
        long bytes = 0;
        for (var frames = data.iterator(); frames.hasNext(); ) {
            var frame = frames.next();
            if (frame.of == of) {
                bytes += frame.payload.readableBytes();
                frame.release();
                frames.remove();
            }
        }
        return bytes;
    }

    /** Sends what waits, as much as the kernel takes. */
    void send() {
        if (sending || dropped) {
            return;
        }
        sending = true;
        while (hasRoom() && !dropped && (!first.isEmpty() || !data.isEmpty())) {
            hand();
            flush();
        }
        sending = false;
        cutShort = !first.isEmpty() || !data.isEmpty();
        if (!output.isUnderWay()) {
            sent();
        }
    }

    private boolean hasRoom() {
        return !full && !(output.isUnderWay() && output.waiting() >= AT_ONCE);
    }

    private void hand() {
        int handed = 0;
        while (handed < AT_ONCE && (!first.isEmpty() || !data.isEmpty())) {
            var frame = first.isEmpty() ? nextOfData() : first.poll();
            handed += frame.bytes.readableBytes() + frame.payload.readableBytes();
            hurry |= frame.hurries;
            if (frame.of != null) {
                frame.of.handed(frame.payload.readableBytes());
                under.add(frame.of);
            }
            output.write(frame.bytes);
            output.write(frame.payload);
        }
    }

    private Frame nextOfData() {
        var frame = data.poll();
        behindData -= frame.of == null ? 1 : 0;
        return frame;
    }

    private void flush() {
        if (hurry || !connection.facts().isTls()) {
            hurry = false;
            output.flush();
        } else {
            output.flushBlocks();
        }
    }

    /** What was handed over is with the kernel. */
    private void sent() {
        if (under.isEmpty()) {
            return;
        }
        var told = under.toArray(Http2Response[]::new);
        under.clear();
        for (var response : told) {
            response.sent();
        }
    }

    /** Sends what nginx's TLS buffer holds. */
    void flushHeld() {
        hurry = true;
        send();
        if (hurry && !full) {
            hurry = false;
            output.flush();
        }
    }

    /** Whether it is not known yet what the kernel takes of what was flushed. */
    boolean isUnsettled() {
        return output.isUnsettled();
    }

    /** Whether all that was sent is with the kernel, or nobody waits for it any more. */
    boolean isEmpty() {
        return dropped || first.isEmpty() && data.isEmpty() && output.waiting() == 0;
    }

    /** Throws away what waits. */
    void drop() {
        dropped = true;
        first.forEach(Frame::release);
        data.forEach(Frame::release);
        first.clear();
        data.clear();
        under.clear();
        output.drop();
    }

    @Override
    public void blocked() {
        full = true;
        connection.happened(Happened.CLIENT_BLOCKED);
    }

    @Override
    public void progress() {
        connection.happened(Happened.CLIENT_PROGRESS);
    }

    @Override
    public void drained() {
        full = false;
        connection.happened(Happened.CLIENT_DRAINED);
        taken();
    }

    @Override
    public void taken() {
        connection.soon(this::drainedSoFar);
    }

    private void drainedSoFar() {
        if (!full && !output.isUnderWay()) {
            sent();
            if (cutShort) {
                send();
            }
            connection.http2().look();
        }
    }

    @Override
    public void broken(Throwable cause) {
        connection.clientEnd().broken();
    }

    @Override
    public void finished() {
        // Only HTTP/1 finishes its output.
    }
}
