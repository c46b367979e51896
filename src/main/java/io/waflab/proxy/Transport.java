package io.waflab.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.waflab.config.ListeningAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** What sockets are made of: native epoll on Linux, NIO elsewhere. */
enum Transport {
    EPOLL(EpollSocketChannel::new),
    NIO(NioSocketChannel::new);

    private final ChannelFactory<Channel> connecting;

    Transport(ChannelFactory<Channel> connecting) {
        this.connecting = connecting;
    }

    static Transport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** @param name of the threads */
    EventLoopGroup loops(int threads, String name) {
        IoHandlerFactory handlers = this == EPOLL ? LastingEpoll.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name), handlers);
    }

    /** A socket to listen on, of the address's family: one of IPv6 does not keep IPv4's port from another. */
    ServerChannel listening(ListeningAddress endpoint) {
        if (this == NIO) {
            return endpoint.isUnix() ? new NioServerDomainSocketChannel() : new NioServerSocketChannel();
        }
        if (endpoint.isUnix()) {
            return new EpollServerDomainSocketChannel();
        }
        return new EpollServerSocketChannel(
                endpoint.host().contains(":") ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET);
    }

    /** What that socket is bound to. */
    SocketAddress address(ListeningAddress endpoint) {
        if (endpoint.isUnix()) {
            var path = endpoint.host().substring("unix:".length());
            return this == NIO ? UnixDomainSocketAddress.of(path) : new DomainSocketAddress(path);
        }
        return endpoint.host().equals("*")
                ? new InetSocketAddress(endpoint.port())
                : new InetSocketAddress(endpoint.host(), endpoint.port());
    }

    /** What connects to that address: TCP, or a Unix socket. */
    ChannelFactory<Channel> connecting(SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress) {
            return this == EPOLL ? EpollDomainSocketChannel::new : NioDomainSocketChannel::new;
        }
        return connecting;
    }

    /** The address as the channel takes it. */
    SocketAddress address(SocketAddress address) {
        return this == EPOLL && address instanceof UnixDomainSocketAddress unix
                ? new DomainSocketAddress(unix.getPath().toString())
                : address;
    }

    /** For name servers. */
    ChannelFactory<? extends DatagramChannel> datagrams() {
        return this == EPOLL ? EpollDatagramChannel::new : NioDatagramChannel::new;
    }

    /** For name servers whose answers do not fit a datagram. */
    ChannelFactory<? extends SocketChannel> streams() {
        return this == EPOLL ? EpollSocketChannel::new : NioSocketChannel::new;
    }
}
