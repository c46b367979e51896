package io.waflab.tls;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A TLS server on a free port that does only what a test tells it, on the event loop. */
final class TlsServer implements AutoCloseable {

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ServerTls tls;
    private final Channel listener;
    private final Queue<Channel> all = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
    final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    /**
     * @param tls is closed with it
     * @param onPeerClose what is done when the peer's close_notify was read
     */
    TlsServer(ServerTls tls, Consumer<Channel> onPeerClose) throws InterruptedException {
        this.tls = tls;
        listener = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.SO_SNDBUF, 8192)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        var handler = tls.newHandler(channel.alloc(), Optional.empty(), Optional.empty());
                        channel.pipeline().addLast(tls.newGate(handler), handler, new Witness(onPeerClose));
                        all.add(channel);
                        accepted.add(channel);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
    }

    TlsServer(ServerTls tls) throws InterruptedException {
        this(tls, channel -> {});
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** The next connection, accepted but not necessarily through its handshake. */
    Channel accepted() throws InterruptedException {
        return required(accepted.poll(20, TimeUnit.SECONDS));
    }

    /** The next connection, once its handshake is done. */
    Channel shaken() throws InterruptedException {
        var channel = accepted();
        handler(channel).handshakeFuture().sync();
        return channel;
    }

    /** The next handshake result, close_notify, or exception that reached the handler above TLS. */
    Object event() throws InterruptedException {
        return required(events.poll(20, TimeUnit.SECONDS));
    }

    static SslHandler handler(Channel channel) {
        return channel.pipeline().get(SslHandler.class);
    }

    private static <T> T required(T thing) {
        if (thing == null) {
            throw new AssertionError("nothing happened within 20 s");
        }
        return thing;
    }

    @Override
    public void close() {
        listener.close();
        all.forEach(TlsServer::endSilently);
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        tls.close();
    }

    /** Netty's loops may end before a connection that is still open has given back its engine. */
    private static void endSilently(Channel channel) {
        var lowest = channel.pipeline().firstContext();
        if (lowest != null) {
            lowest.close().syncUninterruptibly();
        }
    }

    private final class Witness extends ChannelInboundHandlerAdapter {

        private final Consumer<Channel> onPeerClose;

        Witness(Consumer<Channel> onPeerClose) {
            this.onPeerClose = onPeerClose;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent || event instanceof SslCloseCompletionEvent) {
                events.add(event);
            }
            if (event == SslCloseCompletionEvent.SUCCESS) {
                onPeerClose.accept(context.channel());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            events.add(cause);
        }
    }
}
