package io.waflab.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One connection to an origin, on the event loop of the client that it serves: in a call's hands, or idle in the pool. */
final class UpstreamSide extends ChannelInboundHandlerAdapter implements Output.Listener {

    /** Who uses the connection. */
    interface User extends Output.Listener {

        void connected();

        void connectFailed(Throwable cause);

        /** Bytes from the origin; the user releases them. */
        void received(ByteBuf bytes);

        /** All that came for now was handed over. */
        void receivedAll();

        /**
         * The origin ended the connection.
         *
         * @param reset whether by RST
         */
        void ended(boolean reset);
    }

    private final Balancer.Seat seat;
    private final Worker worker;
    private final long openedAt = System.nanoTime();
    private User user;
    private Channel channel;
    private Output output;
    private UpstreamPool pool;
    private ScheduledFuture<?> idle;
    private int requests;
    private boolean over;

    UpstreamSide(Balancer.Seat seat, Worker worker, User user) {
        this.seat = seat;
        this.worker = worker;
        this.user = user;
    }

    /** Begins to connect; {@link User#connected()} or {@link User#connectFailed} follows. */
    static UpstreamSide connect(Worker worker, Balancer.Seat seat, boolean tls, User user) {
        var side = new UpstreamSide(seat, worker, user);
        var server = worker.server();
        var connecting = new Bootstrap()
                .group(worker.loop())
                .channelFactory(server.transport().connecting())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                .handler(side)
                .connect(seat.peer().address());
        side.channel = connecting.channel();
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                side.failed(done.cause());
            } else if (tls) {
                server.upstreamTls().addBelow(side.channel.pipeline(), side);
            } else {
                side.opened();
            }
        });
        return side;
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
        if (!over) {
            over = true;
            user.connectFailed(cause);
        }
    }

    Balancer.Seat seat() {
        return seat;
    }

    Output output() {
        return output;
    }

    /** How many requests it has carried. */
    int requests() {
        return requests;
    }

    void countRequest() {
        requests++;
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - openedAt);
    }

    /** Takes it out of the pool for a user. */
    void serve(User next) {
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
        read(true);
        idle = worker.loop().schedule(this::leftIdle, timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    void leavePool() {
        pool = null;
        idle.cancel(false);
    }

    private void leftIdle() {
        pool.forget(this);
        close();
    }

    /** Hangs up. Nothing is told to the user. */
    void close() {
        over = true;
        user = null;
        if (output != null) {
            output.drop();
        }
        if (idle != null) {
            idle.cancel(false);
        }
        if (channel != null) {
            Closer.closeUpstream(channel);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (user != null) {
            user.received((ByteBuf) message);
            return;
        }
        ReferenceCountUtil.release(message);
        if (pool != null) {
            leftIdle();
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
            if (handshake.isSuccess()) {
                opened();
            } else {
                failed(handshake.cause());
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ended(false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ended(true);
    }

    private void ended(boolean reset) {
        if (over) {
            return;
        }
        if (pool != null) {
            leftIdle();
            return;
        }
        over = true;
        if (user != null) {
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
