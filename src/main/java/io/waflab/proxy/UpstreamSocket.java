package io.waflab.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.waflab.tls.UpstreamTls;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * How a connection to an origin is made.
 *
 * @param tls where the origin is spoken to in TLS
 * @param local the own address (proxy_bind)
 * @param transparent whether that may be an address of another machine (IP_TRANSPARENT)
 * @param keepalive SO_KEEPALIVE (proxy_socket_keepalive)
 * @param portion bytes that are read at once, where their rate is limited; 0 for whatever is there
 */
record UpstreamSocket(
        Optional<Tls> tls, Optional<InetSocketAddress> local, boolean transparent, boolean keepalive, int portion) {

    /** Begins to connect to that origin. */
    ChannelFuture connect(SocketAddress origin, Worker worker, ChannelHandler handler) {
        var transport = worker.server().transport();
        var bootstrap = new Bootstrap()
                .group(worker.loop())
                .channelFactory(transport.connecting(origin))
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                .handler(handler);
        if (origin instanceof InetSocketAddress) {
            bootstrap.option(ChannelOption.TCP_NODELAY, true).option(ChannelOption.SO_KEEPALIVE, keepalive);
            if (transparent && transport != Transport.NIO) {
                bootstrap.option(EpollChannelOption.IP_TRANSPARENT, true);
            }
            local.ifPresent(bootstrap::localAddress);
        }
        if (portion > 0) {
            bootstrap.option(
                    ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(portion).maxMessagesPerRead(1));
        }
        return bootstrap.connect(transport.address(origin));
    }

    /**
     * TLS on it.
     *
     * @param peer who is spoken to
     * @param name that the certificate must be for
     */
    record Tls(UpstreamTls tls, UpstreamTls.Peer peer, String name) {}
}
