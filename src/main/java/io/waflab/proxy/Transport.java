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
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.waflab.config.ConfigException;
import io.waflab.config.Directive;
import io.waflab.config.ListeningAddress;
import io.waflab.config.Problem;
import io.waflab.config.Settings;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;

/** What sockets are made of: native epoll on Linux, or io_uring where that is asked for; NIO elsewhere. */
enum Transport {
    URING(IoUringSocketChannel::new),
    EPOLL(EpollSocketChannel::new),
    NIO(NioSocketChannel::new);

    private final ChannelFactory<Channel> connecting;

    Transport(ChannelFactory<Channel> connecting) {
        this.connecting = connecting;
    }

    /**
     * What {@code use} asks for; NIO for epoll where there is none.
     *
     * @throws ConfigException where the kernel, or who guards it, gives this process no io_uring
     */
    static Transport of(Settings main) throws ConfigException {
        if (!main.text(Directive.USE).equals("io_uring")) {
            return best();
        }
        if (!IoUring.isAvailable()) {
            var why = IoUring.unavailabilityCause().getMessage();
            var origin = main.find(Directive.USE).orElseThrow().origin();
            throw new ConfigException(List.of(
                    new Problem(origin, "use: this process cannot have io_uring (" + why + "): expected epoll here")));
        }
        return URING;
    }

    static Transport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** @param name of the threads */
    EventLoopGroup loops(int threads, String name) {
        IoHandlerFactory handlers = switch (this) {
            case URING -> Ring.newFactory();
            case EPOLL -> LastingEpoll.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name), handlers);
    }

    /** A socket to listen on, of the address's family: one of IPv6 does not keep IPv4's port from another. */
    ServerChannel listening(ListeningAddress endpoint) {
        if (this == NIO) {
            return endpoint.isUnix() ? new NioServerDomainSocketChannel() : new NioServerSocketChannel();
        }
        if (this == URING) {
            return endpoint.isUnix() ? new IoUringServerDomainSocketChannel() : new IoUringServerSocketChannel();
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
            return switch (this) {
                case URING -> IoUringDomainSocketChannel::new;
                case EPOLL -> EpollDomainSocketChannel::new;
                case NIO -> NioDomainSocketChannel::new;
            };
        }
        return connecting;
    }

    /** The address as the channel takes it. */
    SocketAddress address(SocketAddress address) {
        return this != NIO && address instanceof UnixDomainSocketAddress unix
                ? new DomainSocketAddress(unix.getPath().toString())
                : address;
    }

    /** For name servers. */
    ChannelFactory<? extends DatagramChannel> datagrams() {
        return switch (this) {
            case URING -> IoUringDatagramChannel::new;
            case EPOLL -> EpollDatagramChannel::new;
            case NIO -> NioDatagramChannel::new;
        };
    }

    /** For name servers whose answers do not fit a datagram. */
    ChannelFactory<? extends SocketChannel> streams() {
        return switch (this) {
            case URING -> IoUringSocketChannel::new;
            case EPOLL -> EpollSocketChannel::new;
            case NIO -> NioSocketChannel::new;
        };
    }
}
