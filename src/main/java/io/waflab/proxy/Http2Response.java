package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.waflab.config.Directive;
import io.waflab.connection.Event.Slowed;
import io.waflab.connection.Happened;
import io.waflab.http.FieldNames;
import io.waflab.http.HpackWriter;
import io.waflab.http.ResponseHead;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;

/**
 * One response on one stream, in frames, never more than the client's windows let through
 * (ngx_http_v2_filter_module.c).
 */
final class Http2Response implements ResponseOut {

    private static final int DATA = 0x0;
    private static final int HEADERS = 0x1;
    private static final int CONTINUATION = 0x9;
    private static final int END_STREAM = 0x1;
    private static final int END_HEADERS = 0x4;

    private final Http2Stream stream;
    private final Http2Session session;
    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>(4);
    private long heldBytes;
    private long queued;
    private int frames;
    private long framed;
    private long handedBytes;
    private int handedFrames;
    private long window;
    private boolean asked;
    private boolean hurries;
    private boolean atOnce;
    private boolean ending;
    private boolean ended;
    private boolean cut;
    private boolean blocked;
    private boolean told;
    private boolean closed;
    private boolean deaf;
    /** Bytes of the body that came when nobody was there any more. */
    private long lost;

    private Pace pace;
    private boolean slowed;
    private List<Reply.Field> trailers = List.of();

    /** @param window the client's for this stream */
    Http2Response(Http2Stream stream, Http2Session session, long window) {
        this.stream = stream;
        this.session = session;
        this.window = window;
    }

    // what an exchange sends

    /** nginx never says 100 to a stream. */
    @Override
    public long sendContinue() {
        return 0;
    }

    @Override
    public void limit(Pace next) {
        pace = next;
        slowed = false;
    }

    @Override
    public long earlyHints(ResponseHead hints, FieldNames hidden) {
        var fields = Unpooled.buffer(256);
        if (closed || deaf || !Http2Head.fields(hints, hidden, fields)) {
            return 0;
        }
        var block = block();
        HpackWriter.status(103, block);
        return headers(block.writeBytes(fields), false, false);
    }

    @Override
    public long head(Reply reply) {
        if (deaf) {
            stream.happened(Happened.CLIENT_BROKEN);
        }
        if (closed || deaf) {
            return 0;
        }
        var block = block();
        Http2Head.write(reply, stream.connection().worker().date(), block);
        return headers(block, isAll(reply), false);
    }

    /** Whether nothing follows the head. */
    private boolean isAll(Reply reply) {
        boolean bodiless = reply.status() == 204
                || reply.status() == 304
                || stream.exchange().filter(Exchange::isHead).isPresent();
        return bodiless || !reply.expectsTrailers() && (!reply.hasBody() || reply.contentLength() == 0);
    }

    /** A block of fields, which says first, once, that no table is kept. */
    private ByteBuf block() {
        var block = Unpooled.buffer(256);
        if (session.owesEmptyTable()) {
            HpackWriter.emptyTable(block);
        }
        return block;
    }

    /** A block of header fields as HEADERS and as many CONTINUATIONs as the client's frames are small. */
    private long headers(ByteBuf block, boolean last, boolean behindData) {
        var output = session.output();
        int most = session.frameSize();
        var all = Unpooled.buffer(block.readableBytes() + 64);
        int type = HEADERS;
        int flags = last ? END_STREAM : 0;
        do {
            int size = Math.min(most, block.readableBytes());
            flags |= size == block.readableBytes() ? END_HEADERS : 0;
            var header = output.bareHeader(type, flags, stream.id(), size);
            all.writeBytes(header).writeBytes(block, size);
            header.release();
            type = CONTINUATION;
            flags = 0;
        } while (block.isReadable());
        block.release();
        ended |= last;
        frames++;
        long size = all.readableBytes();
        if (pace != null) {
            pace.sent(size);
        }
        if (behindData) {
            output.data(this, all, Unpooled.EMPTY_BUFFER, last);
        } else {
            output.head(this, all, last);
            output.send();
        }
        return size;
    }

    @Override
    public int body(ByteBuf piece) {
        if (closed || deaf || !piece.isReadable()) {
            lost += piece.readableBytes();
            piece.release();
        } else {
            held.add(piece);
            heldBytes += piece.readableBytes();
        }
        return 0;
    }

    @Override
    public void pass(long postponeOutput) {
        if (heldBytes >= postponeOutput) {
            asked = true;
            pump();
        }
        lose(postponeOutput);
    }

    /** With nobody to send it to a response ends where nginx would send. */
    private void lose(long least) {
        if (deaf && lost >= least) {
            stream.happened(Happened.CLIENT_BROKEN);
        }
    }

    @Override
    public void flush() {
        lose(1);
        asked = true;
        hurries = true;
        pump();
        session.output().flushHeld();
        hurries = heldBytes > 0;
        look();
    }

    @Override
    public int last(List<Reply.Field> behind) {
        trailers = behind;
        return 0;
    }

    @Override
    public void end() {
        // A file is read on another thread here, in nginx between two frames.
        atOnce = stream.connection().http2().isReading()
                || stream.exchange().flatMap(Exchange::call).isEmpty();
        ending = true;
        asked = true;
        pump();
    }

    /** Sends what the windows let through of what is held, and nothing more; RESPONSE_FLUSHED follows. */
    void cut() {
        asked = true;
        hurries = true;
        frameHeld();
        cut = true;
        dropHeld();
        session.output().flushHeld();
        look();
    }

    /** The headers of DATA frames, and trailers (ngx_http_v2_data_frame_handler, ngx_http_v2_headers_frame_handler). */
    @Override
    public long framed() {
        return framed;
    }

    @Override
    public long waiting() {
        return heldBytes + queued;
    }

    @Override
    public boolean isUnsettled() {
        return session.output().isUnsettled();
    }

    // what the client's windows let through

    /** The client lets so much more through; false when that is more than a window can be. */
    boolean widen(long increment) {
        if (window + increment > Http2Windows.MOST) {
            return false;
        }
        window += increment;
        return true;
    }

    /** The connection's window, or this one, has opened. */
    void pump() {
        if (!closed) {
            frameHeld();
            session.output().send();
            look();
        }
    }

    private void frameHeld() {
        if (!asked || closed || slowed) {
            return;
        }
        long allowed = pace == null ? Long.MAX_VALUE : pace.allowed();
        if (allowed <= 0) {
            slow(pace.untilAllowed());
            return;
        }
        long sent = 0;
        while (heldBytes > 0 && sent < allowed && room() > 0) {
            long size = Math.min(Math.min(room(), heldBytes), Math.min(chunk(), session.frameSize()));
            size = Math.min(size, allowed - sent);
            frame((int) size);
            sent += size;
        }
        var pause = pace == null ? Duration.ZERO : pace.sent(sent);
        if (!pause.isZero()) {
            slow(pause);
        }
        if (heldBytes > 0) {
            return;
        }
        if (ending && !ended) {
            finish();
        }
        asked = ending;
    }

    /** What the windows let through; where only the connection's is shut, the response has its turn later. */
    private long room() {
        long room = Math.min(window, session.windows().client());
        if (room <= 0 && window > 0) {
            session.windows().waits(this);
        }
        return room;
    }

    private void slow(Duration pause) {
        slowed = true;
        stream.happened(new Slowed(pause));
    }

    /** limit_rate's pause is over. */
    void sendOn() {
        slowed = false;
        pump();
        stream.clientTook();
    }

    private long chunk() {
        return Math.max(1, stream.settings().size(Directive.HTTP2_CHUNK_SIZE));
    }

    private void frame(int size) {
        window -= size;
        session.windows().spend(size);
        heldBytes -= size;
        queued += size;
        frames++;
        boolean last = heldBytes == 0;
        boolean end = last && ending && !ended && trailers.isEmpty();
        ended |= end;
        var header = session.output().bareHeader(DATA, end ? END_STREAM : 0, stream.id(), size);
        framed += header.readableBytes();
        session.output().data(this, header, take(size), end || last && hurries);
    }

    /** The first so many bytes of what is held. */
    private ByteBuf take(int size) {
        if (held.peek().readableBytes() > size) {
            return held.peek().readRetainedSlice(size);
        }
        if (held.peek().readableBytes() == size) {
            return held.poll();
        }
        var all = stream.connection().channel().alloc().compositeBuffer(64);
        int rest = size;
        while (rest > 0) {
            int there = held.peek().readableBytes();
            all.addComponent(true, there > rest ? held.peek().readRetainedSlice(rest) : held.poll());
            rest -= Math.min(there, rest);
        }
        return all;
    }

    /** What ends the stream where no data could. */
    private void finish() {
        if (trailers.isEmpty()) {
            ended = true;
            frames++;
            var header = session.output().bareHeader(DATA, END_STREAM, stream.id(), 0);
            framed += header.readableBytes();
            session.output().data(this, header, Unpooled.EMPTY_BUFFER, true);
            return;
        }
        var block = Unpooled.buffer(128);
        trailers.forEach(field -> HpackWriter.field(field.name(), field.value(), block));
        trailers = List.of();
        framed += headers(block, true, true);
    }

    // what became of it

    /** A frame of this response went on to the channel. */
    void handed(int payload) {
        handedBytes += payload;
        handedFrames++;
    }

    /** What was handed on is with the kernel. */
    void sent() {
        queued -= handedBytes;
        frames -= handedFrames;
        handedBytes = 0;
        handedFrames = 0;
        if (!closed) {
            if (blocked && waiting() > 0 && !slowed) {
                stream.happened(Happened.CLIENT_PROGRESS);
            }
            stream.clientTook();
            look();
        }
    }

    /** Tells the rules when the client takes no more, when nothing waits any more, and when all is sent. */
    private void look() {
        boolean waits = frames > 0 || asked && heldBytes > 0;
        if (waits != blocked && !closed && !slowed) {
            blocked = waits;
            stream.happened(waits ? Happened.CLIENT_BLOCKED : Happened.CLIENT_DRAINED);
        }
        if (!waits && !told && !closed && (cut || ending && ended)) {
            told = true;
            stream.happened(Happened.RESPONSE_FLUSHED);
        }
    }

    /** Whether it is whole, in nginx, while what the client sent is read. */
    boolean isAtOnce() {
        return atOnce;
    }

    /** Whether the client has, or is about to have, the stream's end. */
    boolean isEnded() {
        return ended;
    }

    /** Nothing more goes out; what is held is thrown away. */
    void close() {
        closed = true;
        dropHeld();
        session.windows().regain(session.output().remove(this));
    }

    /**
     * The client has reset the stream: no frame goes out any more (nginx's fc->error). What there is to send ends it.
     */
    void deafen() {
        deaf = true;
        ended = true;
        dropHeld();
    }

    /** The client has left the connection: the same, and frames that were on their way are lost. */
    void forsake() {
        deafen();
        queued = 0;
        frames = 0;
        handedBytes = 0;
        handedFrames = 0;
    }

    @Override
    public boolean isDeaf() {
        return deaf;
    }

    private void dropHeld() {
        held.forEach(ByteBuf::release);
        held.clear();
        heldBytes = 0;
    }
}
