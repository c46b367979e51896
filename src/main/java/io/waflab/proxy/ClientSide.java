package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.waflab.connection.Event.Slowed;
import io.waflab.connection.Happened;
import io.waflab.connection.Phase;
import io.waflab.http.ChunkedReader;
import io.waflab.http.HeadLimits;
import io.waflab.http.Http2FrameReader;
import io.waflab.http.RequestParser;
import java.time.Duration;
import java.util.Optional;

/** The last handler of the client's pipeline: takes requests out of the client's bytes, one after the other. */
final class ClientSide extends ChannelInboundHandlerAdapter {

    /** Bytes behind the request in work that are kept before the client is no longer read. */
    private static final int MOST_AHEAD = 64 << 10;

    private final ProxyConnection connection;
    private ChannelHandlerContext context;
    private RequestParser parser;
    private Output output;
    private Http1Response response;
    private ByteBuf input;
    private RequestBody body;
    private boolean headWanted = true;
    /** How many bytes came that did not fit into nginx's buffer with the head: the last of {@link #input}, if still there. */
    private long behindHead;
    /** Whether nginx's last read was for the rest of a body whose length is said: it asked for no more than that. */
    private boolean readToBodyEnd;
    /** Whether the client is known to have more to say, come or not. */
    private boolean expectsMore;

    private boolean pumping;
    private boolean paused;

    ClientSide(ProxyConnection connection) {
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        output = new Output(added, new ToClient());
        response = new Http1Response(connection, output);
    }

    /** Where responses go. */
    ResponseOut response() {
        return response;
    }

    /** Their bytes. */
    Output output() {
        return output;
    }

    /** The head that is being read or was refused; null before its first byte. */
    RequestParser parser() {
        return parser;
    }

    /** Whether a request head was begun and not finished. */
    boolean begun() {
        return headWanted && parser != null && parser.begun();
    }

    /** Whether bytes of the client that nginx has read wait behind the request in work. */
    boolean hasMore() {
        return expectsMore || input != null && input.isReadable();
    }

    /** The head is refused before its end: the rest of it is to come, or waits behind the line that was refused. */
    void refusedEarly() {
        expectsMore = true;
    }

    /**
     * Whether nginx's socket would hold bytes of a client in the plain, so that its kernel sends RST for FIN: of a body whose
     * length is said nginx reads no more than that. For a chunked one that did not end in the head's buffer it fills others, and
     * of TLS the library has them.
     */
    boolean leavesUnread() {
        if (input == null
                || !input.isReadable()
                || behindHead == 0
                || connection.facts().isTls()) {
            return false;
        }
        return body == null || body.ended() && (body.chunks().isEmpty() || input.readableBytes() >= behindHead);
    }

    /** Whether nginx has not looked behind the body of the request in work. */
    boolean readToBodyEnd() {
        return readToBodyEnd;
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        var bytes = (ByteBuf) message;
        if (connection.phase() == Phase.CLOSED) {
            bytes.release();
        } else if (connection.phase() == Phase.TUNNEL) {
            connection.exchange().tunnelUp(withInput(bytes));
        } else {
            behindHead += bytes.readableBytes();
            input = withInput(bytes);
            pump();
        }
    }

    /** What has come before, and this. */
    private ByteBuf withInput(ByteBuf bytes) {
        return input == null ? bytes : Pieces.joined(context.alloc(), taken(), bytes);
    }

    private ByteBuf taken() {
        var all = input;
        input = null;
        return all;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            connection.handshake(handshake);
        } else if (event instanceof SslCloseCompletionEvent) {
            connection.clientEnd().notified();
        }
    }

    /** A TLS record that cannot be read; the engine has sent its alert. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        if (cause instanceof DecoderException) {
            connection.happened(Happened.CLIENT_GARBAGE);
        } else {
            connection.failed(cause);
        }
    }

    /** The exchange is over: the next request may be read, and may be there already. */
    void next() {
        headWanted = true;
        readToBodyEnd = false;
        body = null;
        if (parser != null) {
            parser.reset();
        }
        pump();
    }

    /** What came behind the request that was upgraded belongs to the tunnel. */
    void upgraded() {
        if (input != null) {
            connection.exchange().tunnelUp(taken());
        }
        autoRead();
    }

    /** Reads again, whoever was too slow: what comes is dropped. */
    void drain() {
        paused = false;
        behindHead = 0;
        context.channel().config().setAutoRead(true);
    }

    /** What has come of a chunked body that nobody reads yet. */
    Optional<ChunkedReader> chunksAhead() {
        if (body != null || input == null || !parser.head().chunked()) {
            return Optional.empty();
        }
        var reader = new ChunkedReader();
        var bytes = input.duplicate();
        for (var piece = reader.next(bytes); piece != null; piece = reader.next(bytes)) {
            piece.release();
        }
        return Optional.of(reader);
    }

    /** Reads the body of the request in work. */
    void read(RequestBody next) {
        body = next;
        paused = false;
        pump();
    }

    /** Stops reading the client while the upstream is slower than it; the rules hear of it where a body goes on. */
    void pause(boolean pause) {
        boolean changes = paused != pause && body != null && !body.ended();
        paused = pause;
        autoRead();
        if (changes) {
            connection.happened(pause ? Happened.CLIENT_PAUSED : Happened.BODY_READ);
        }
        if (!pause) {
            pump();
            connection.passFarewell();
        }
    }

    /** Whether bytes of the body in work are here that the upstream did not take yet: nginx has not read them. */
    boolean isBehind() {
        return body != null && !body.ended() && input != null && input.isReadable();
    }

    /** Lets go of everything; for a connection that has ended. */
    void release() {
        ReferenceCountUtil.release(input);
        input = null;
        if (body != null) {
            body.release();
        }
        output.drop();
    }

    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            while (!paused && input != null && input.isReadable() && take()) {
                continue;
            }
        } finally {
            pumping = false;
        }
        if (input != null && !input.isReadable()) {
            input.release();
            input = null;
        }
        autoRead();
    }

    private void autoRead() {
        boolean reads = !paused && (input == null || input.readableBytes() < MOST_AHEAD);
        if (context.channel().config().isAutoRead() != reads) {
            context.channel().config().setAutoRead(reads);
        }
    }

    /** Whether something was taken, so that it is worth looking again. */
    private boolean take() {
        if (connection.phase() == Phase.CLOSED) {
            input.skipBytes(input.readableBytes());
            return false;
        }
        if (body != null && !body.ended()) {
            // The body's end can begin the next request, which has another body or none.
            var running = body;
            running.take(input, Math.max(0, input.readableBytes() - behindHead));
            readToBodyEnd = running.ended() && running.chunks().isEmpty() && input.readableBytes() < behindHead;
            return running.ended();
        }
        return headWanted && takeHead();
    }

    private HeadLimits limits(String host) {
        var listener = connection.listener();
        return listener.site(listener.server(connection.channel(), host)).headLimits();
    }

    private boolean takeHead() {
        if (parser == null && isPreface()) {
            return false;
        }
        if (parser == null) {
            var limits = connection.listener().site(connection.server()).headLimits();
            parser = new RequestParser(limits, this::limits);
        }
        var outcome = parser.parse(input);
        behindHead = input.readableBytes() - parser.ahead();
        switch (outcome) {
            case MORE:
                if (parser.begun()) {
                    connection.requests().headBegun();
                }
                return false;
            case HEAD:
                headWanted = false;
                connection.requests().read(parser.head());
                return true;
            default:
                headWanted = false;
                connection.requests().refused(parser.refusal(), parser.head());
                return true;
        }
    }

    /** Whether a connection in the plain begins as HTTP/2 does; nginx waits for all of it before it says so. */
    private boolean isPreface() {
        if (connection.listener().isTls()
                || !connection.listener().offersHttp2(context.channel(), connection.server())) {
            return false;
        }
        int there = Math.min(input.readableBytes(), Http2FrameReader.PREFACE.length);
        for (int i = 0; i < there; i++) {
            if (input.getByte(input.readerIndex() + i) != Http2FrameReader.PREFACE[i]) {
                return false;
            }
        }
        if (there == Http2FrameReader.PREFACE.length) {
            var all = taken();
            connection.speakHttp2();
            connection.http2().channelRead(null, all);
        }
        return true;
    }

    private final class ToClient implements Output.Listener {

        @Override
        public void blocked() {
            connection.happened(Happened.CLIENT_BLOCKED);
        }

        @Override
        public void progress() {
            connection.happened(Happened.CLIENT_PROGRESS);
            connection.clientTook();
        }

        @Override
        public void drained() {
            connection.happened(Happened.CLIENT_DRAINED);
            taken();
        }

        @Override
        public void taken() {
            connection.clientTook();
        }

        @Override
        public void slowed(Duration pause) {
            connection.happened(new Slowed(pause));
        }

        @Override
        public void went() {
            connection.clientTook();
        }

        @Override
        public void broken(Throwable cause) {
            connection.clientEnd().broken();
        }

        @Override
        public void finished() {
            connection.happened(
                    hasMore() || connection.hasUnread()
                            ? Happened.RESPONSE_FLUSHED_MORE_UNREAD
                            : Happened.RESPONSE_FLUSHED);
        }
    }
}
