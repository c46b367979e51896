package io.waflab.reproduce;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.waflab.proxy.EndingLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * A path of some length between a client and a server of this machine: bytes, FIN and RST arrive at the other end so
 * much later, each way, in their order. A side whose bytes are not taken is read no further than 1 MiB ahead.
 */
final class DelayRelay implements AutoCloseable {

    private static final int BACKLOG = 1024;
    private static final long MOST_AHEAD = 1 << 20;

    private final EventLoopGroup loop =
            EndingLoop.group(1, new DefaultThreadFactory("relay", true), NioIoHandler.newFactory());
    private final Channel listener;
    private final InetSocketAddress target;
    private final long nanos;
    /** What has not arrived yet, of all connections: the delay is the same, so the first is always the next. */
    private final Queue<ByteBuf> underWay = new ArrayDeque<>();

    private DelayRelay(InetSocketAddress target, Duration oneWay, ByteBufAllocator buffers) throws IOException {
        this.target = target;
        this.nanos = oneWay.toNanos();
        var bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.ALLOCATOR, buffers)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel client) {
                        connect(client);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new IOException("cannot listen on loopback: " + bound.cause().getMessage(), bound.cause());
        }
        listener = bound.channel();
    }

    /** Listens on a free port of loopback. */
    static DelayRelay start(InetSocketAddress target, Duration oneWay) throws IOException {
        return start(target, oneWay, ByteBufAllocator.DEFAULT);
    }

    /** @param buffers for what the clients send */
    static DelayRelay start(InetSocketAddress target, Duration oneWay, ByteBufAllocator buffers) throws IOException {
        return new DelayRelay(target, oneWay, buffers);
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    private void connect(SocketChannel client) {
        var connecting = new Bootstrap()
                .group(client.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(target);
        var server = (SocketChannel) connecting.channel();
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                reset(client);
                return;
            }
            client.pipeline().addLast(new Later(server));
            server.pipeline().addLast(new Later(client));
            client.config().setAutoRead(true);
            server.config().setAutoRead(true);
        });
    }

    private static void reset(SocketChannel channel) {
        if (channel.isOpen()) {
            channel.config().setSoLinger(0);
            channel.close();
        }
    }

    /** What comes from one side, to the other, later. */
    private final class Later extends ChannelInboundHandlerAdapter {

        private final SocketChannel other;
        private long ahead;

        Later(SocketChannel other) {
            this.other = other;
        }

        private void later(ChannelHandlerContext context, Runnable deed) {
            context.channel().eventLoop().schedule(deed, nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            int count = ((ByteBuf) message).readableBytes();
            ahead += count;
            if (ahead > MOST_AHEAD) {
                context.channel().config().setAutoRead(false);
            }
            underWay.add((ByteBuf) message);
            later(
                    context,
                    () -> other.writeAndFlush(underWay.remove()).addListener(written -> {
                        ahead -= count;
                        if (ahead <= MOST_AHEAD) {
                            context.channel().config().setAutoRead(true);
                        }
                    }));
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                later(context, () -> {
                    other.shutdownOutput();
                    closeWhenBothHave(context);
                });
            }
        }

        private void closeWhenBothHave(ChannelHandlerContext context) {
            var own = (SocketChannel) context.channel();
            if (own.isInputShutdown() && other.isInputShutdown() && own.isOutputShutdown()) {
                own.close();
                other.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
            later(context, () -> reset(other));
        }
    }

    /** Ends every connection. */
    @Override
    public void close() {
        listener.close();
        if (loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS)) {
            underWay.forEach(ByteBuf::release);
            underWay.clear();
        }
    }
}
