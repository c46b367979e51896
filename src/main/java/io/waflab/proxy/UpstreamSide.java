package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.waflab.http.LogEscape;
import io.waflab.http.ResponseParser;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;

/** One connection to an origin, on the event loop of the client that it serves: in a call's hands, or idle in the pool. */
final class UpstreamSide extends ChannelInboundHandlerAdapter implements Output.Listener {

    private static final InternalLogger LOG = InternalLoggerFactory.getInstance(UpstreamSide.class);

    private final SocketAddress address;
    private final Worker worker;
    private final Object madeFor;
    private final UpstreamSocket how;
    private final long openedAt;
    private UpstreamUser user;
    /** Of the head that is being read, and of those after it; null before the first. */
    private ResponseParser parser;

    private Channel channel;
    private Output output;
    private UpstreamPool pool;
    /** Null before it first idles. */
    private IdleTimer idle;

    private int requests;
    private boolean over;

    /** @param madeFor whose directives it was made by: only they may have it out of the pool */
    UpstreamSide(SocketAddress address, Worker worker, Object madeFor, UpstreamSocket how) {
        this.address = address;
        this.worker = worker;
        this.madeFor = madeFor;
        this.how = how;
        openedAt = worker.clock().now();
    }

    /**
     * Begins to connect; {@link UpstreamUser#connected()}, {@link UpstreamUser#connectFailed}, {@link UpstreamUser#noSocket} or
     * {@link UpstreamUser#handshakeFailed} follows.
     */
    void connect(UpstreamUser by) {
        user = by;
        connecting(how.connect(address, worker, this));
    }

    /** Of a socket that could not even be made, as where there are no more descriptors, another thread tells. */
    void connecting(ChannelFuture connecting) {
        channel = connecting.channel();
        connecting.addListener(done -> {
            if (worker.loop().inEventLoop()) {
                connected(done);
            } else {
                worker.hand(() -> connected(done));
            }
        });
    }

    private void connected(Future<?> done) {
        if (!done.isSuccess()) {
            failed(done.cause());
        } else if (how.tls().isPresent() && !over) {
            user.handshaking();
            how.tls()
                    .get()
                    .tls()
                    .addBelow(channel.pipeline(), this, how.tls().get().peer());
        } else {
            opened();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    private void opened() {
        if (!over) {
            output = new Output(channel.pipeline().context(this), this);
            user.connected();
        }
    }

    private void failed(Throwable cause) {
        if (over) {
            return;
        }
        over = true;
        if (SocketError.isOutOfFiles(cause)) {
            user.noSocket("alert", "socket() failed (" + SocketError.of(cause) + ")");
        } else if (SocketError.isOfBind(cause) && how.local().isPresent()) {
            var local = how.local().get();
            var text = local.getPort() == 0 ? AddressText.of(local.getAddress()) : Attempt.text(local);
            user.noSocket("crit", "bind(" + text + ") failed (" + SocketError.of(cause) + ")");
        } else {
            user.connectFailed(cause);
        }
    }

    private void handshaken(SslHandshakeCompletionEvent handshake) {
        if (over) {
            return;
        }
        var tls = how.tls().orElseThrow();
        var wrong = handshake.isSuccess()
                ? tls.tls().refusal(channel.pipeline(), tls.name())
                : Optional.of(HandshakeOutcome.upstream(handshake.cause()));
        if (wrong.isPresent()) {
            user.handshakeFailed(wrong.get());
        } else {
            opened();
        }
    }

    SocketAddress address() {
        return address;
    }

    /** Whether it speaks so, and is read in such portions. */
    boolean suits(boolean tls, int portion) {
        return isTls() == tls && how.portion() == portion;
    }

    boolean isTls() {
        return how.tls().isPresent();
    }

    /** Whether it was made for that location. */
    boolean madeFor(Proxying by) {
        return madeFor == by;
    }

    /** The own end, as the log has it; null before it is open. */
    Channel channel() {
        return channel;
    }

    Output output() {
        return output;
    }

    /**
     * What reads the head of the response to come.
     *
     * @param bufferSize proxy_buffer_size, bytes
     */
    ResponseParser parser(int bufferSize) {
        if (parser == null || parser.bufferSize() != bufferSize) {
            parser = new ResponseParser(bufferSize, hints -> user.hinted(hints));
        }
        return parser;
    }

    /** How many requests it has carried. */
    int requests() {
        return requests;
    }

    void countRequest() {
        requests++;
    }

    Duration age() {
        return Duration.ofNanos(worker.clock().now() - openedAt);
    }

    /** Takes it out of the pool for a user. */
    void serve(UpstreamUser next) {
        user = next;
    }

    /** Reads the origin, or leaves it unread while the client is slower. */
    void read(boolean reads) {
        if (channel.config().isAutoRead() != reads) {
            channel.config().setAutoRead(reads);
        }
    }

    void enterPool(UpstreamPool into, Duration timeout) {
        pool = into;
        user = null;
        if (parser != null) {
            parser.reset();
        }
        read(true);
        if (idle == null) {
            idle = new IdleTimer(worker.loop(), () -> leftIdle(false));
        }
        idle.start(timeout);
    }

    void leavePool() {
        pool = null;
        idle.stop();
    }

    /** @param unread whether nginx, which only peeks at an idle connection, leaves bytes in its socket, so that its kernel sends RST */
    private void leftIdle(boolean unread) {
        pool.forget(this);
        closeSilently(unread);
    }

    /** Hangs up. Nothing is told to the user. */
    void close() {
        drop();
        if (channel != null) {
            Closer.closeUpstream(channel);
        }
    }

    /** Hangs up without close_notify: out of the pool, or to try another one. */
    void closeSilently() {
        closeSilently(false);
    }

    private void closeSilently(boolean unread) {
        drop();
        if (channel != null) {
            Closer.closeUpstreamSilently(channel, unread);
        }
    }

    private void drop() {
        over = true;
        user = null;
        if (output != null) {
            output.drop();
        }
        if (idle != null) {
            idle.cancel();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (user != null) {
            received((ByteBuf) message);
            return;
        }
        ReferenceCountUtil.release(message);
        if (pool != null) {
            leftIdle(true);
        }
    }

    private void received(ByteBuf bytes) {
        boolean stands = worker.clock().stand();
        try {
            user.received(bytes);
        } finally {
            worker.clock().goOn(stands);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (user != null) {
            user.receivedAll();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            ended(false);
        } else if (event instanceof SslHandshakeCompletionEvent handshake) {
            handshaken(handshake);
        } else if (event instanceof SslCloseCompletionEvent close && close.isSuccess()) {
            notified();
        }
    }

    private void notified() {
        if (user != null && output != null) {
            user.notified();
        } else if (pool != null) {
            leftIdle(true);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ended(false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        boolean socket = cause instanceof IOException || cause.getCause() instanceof IOException;
        if (!socket) {
            LOG.warn("connection to an origin ended by a failure of our own: {}", LogEscape.line(cause.toString()));
        }
        // Never as a FIN: an answer that runs until the close would pass for a whole one.
        ended(true);
    }

    private void ended(boolean reset) {
        if (over) {
            return;
        }
        if (pool != null) {
            leftIdle(false);
            return;
        }
        over = true;
        if (user == null) {
            return;
        }
        if (output == null) {
            user.handshakeFailed(
                    reset
                            ? "SSL_do_handshake() failed (104: Connection reset by peer)"
                            : "peer closed connection in SSL handshake");
        } else {
            user.ended(reset);
        }
    }

    @Override
    public void blocked() {
        if (user != null) {
            user.blocked();
        }
    }

    @Override
    public void progress() {
        if (user != null) {
            user.progress();
        }
    }

    @Override
    public void drained() {
        if (user != null) {
            user.drained();
        }
    }

    @Override
    public void taken() {
        if (user != null) {
            user.taken();
        }
    }

    @Override
    public void broken(Throwable cause) {
        ended(true);
    }

    @Override
    public void finished() {
        if (user != null) {
            user.finished();
        }
    }
}
