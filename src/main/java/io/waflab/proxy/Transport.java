package io.waflab.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
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
import io.netty.channel.uring.Inet4ServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Ticker;
import io.waflab.config.ConfigException;
import io.waflab.config.Directive;
import io.waflab.config.ListeningAddress;
import io.waflab.config.Settings;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What sockets are made of: io_uring where this process can have it, else native epoll; NIO where there is no Linux. */
enum Transport {
    URING("io_uring"),
    EPOLL("epoll"),
    NIO("nio");

    /**
     * What Netty is told of rings before it looks at them. A loop that waits for its ring is idle to the kernel's accounting, not
     * waiting for a disk. A client's address comes with it: once it has reset the connection nobody can be asked for it.
     */
    private static final Map<String, String> OF_RINGS = Map.of(
            "io.netty.iouring.enterNoIoWaitEnabled", "true",
            "io.netty.iouring.acceptMultiShotEnabled", "false");

    private final String word;

    Transport(String word) {
        this.word = word;
    }

    /** Event loops that cannot be made: for want of descriptors, or of memory that may be locked for rings. */
    static final class NoLoops extends Exception {

        private static final long serialVersionUID = 1;

        NoLoops(Transport transport, IllegalStateException failed) {
            super(transport.word + ": " + SocketError.of(failed.getCause()), failed);
        }

        ConfigException refused(Settings main) {
            return new ConfigException(
                    main.get(Directive.WORKER_PROCESSES).origin(),
                    "worker_processes: event loops cannot be made (" + getMessage()
                            + "): expected fewer, larger limits (ulimit -n, ulimit -l), or use epoll");
        }
    }

    /**
     * What may be taken, the best first. Without {@code use} io_uring where it is there and epoll behind it, else what is
     * asked for; NIO for epoll where there is none.
     *
     * @throws ConfigException where io_uring is asked for, and the kernel, or who guards it, gives this process none
     */
    static List<Transport> of(Settings main) throws ConfigException {
        return of(main, Transport::ringRefused);
    }

    /** @param refusal why there is no io_uring; asked only where it matters: it loads Netty's library */
    static List<Transport> of(Settings main, Supplier<Optional<String>> refusal) throws ConfigException {
        var use = main.find(Directive.USE);
        if (use.isPresent() && !use.get().value().equals("io_uring")) {
            return List.of(withoutRing());
        }
        var why = refusal.get();
        if (why.isEmpty()) {
            return use.isPresent() ? List.of(URING) : List.of(URING, EPOLL);
        }
        if (use.isPresent()) {
            throw new ConfigException(
                    use.get().origin(),
                    "use: this process cannot have io_uring (" + why.get() + "): expected epoll here, or no \"use\"");
        }
        return List.of(withoutRing());
    }

    /** Loads what {@link #of} will need, most likely. */
    static void prepare() {
        if (ringRefused().isPresent()) {
            withoutRing();
        }
    }

    private static Transport withoutRing() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /**
     * Why this process cannot have io_uring as {@link Ring} needs it; empty where it can. What is read is polled for once and
     * for all (Linux 5.19), by a ring that one thread has for itself (6.0); Netty asks the kernel, not for its number.
     */
    private static Optional<String> ringRefused() {
        OF_RINGS.forEach(System.getProperties()::putIfAbsent);
        if (!IoUring.isAvailable()) {
            return Optional.of(SocketError.of(IoUring.unavailabilityCause()));
        }
        return IoUring.isPollAddMultishotEnabled() && IoUring.isRecvMultishotEnabled()
                ? Optional.empty()
                : Optional.of("it has no multishot poll and receive, as Linux has from 6.0 on");
    }

    /** As {@code use} has it. */
    String word() {
        return word;
    }

    /** @param time by which their timers go */
    EventLoopGroup workers(int threads, Ticker time) throws NoLoops {
        return loops(threads, "worker", this == URING ? Ring.newFactory() : polling(), time);
    }

    /** One that only accepts. */
    EventLoopGroup acceptingLoop() throws NoLoops {
        var handlers = this == URING ? Ring.newAcceptingFactory() : polling();
        return loops(1, "listener", handlers, Ticker.systemTicker());
    }

    private IoHandlerFactory polling() {
        return this == EPOLL ? LastingEpoll.newFactory() : NioIoHandler.newFactory();
    }

    private EventLoopGroup loops(int threads, String name, IoHandlerFactory handlers, Ticker time) throws NoLoops {
        try {
            return EndingLoop.group(threads, new DefaultThreadFactory(name), handlers, time);
        } catch (IllegalStateException failed) {
            throw new NoLoops(this, failed);
        }
    }

    /** A socket to listen on, of the address's family: one of IPv6 does not keep IPv4's port from another. */
    ServerChannel listening(ListeningAddress endpoint) {
        if (this == NIO) {
            return endpoint.isUnix() ? new NioServerDomainSocketChannel() : new NioServerSocketChannel();
        }
        if (endpoint.isUnix()) {
            return this == URING ? new IoUringServerDomainSocketChannel() : new EpollServerDomainSocketChannel();
        }
        boolean ipv6 = endpoint.host().contains(":");
        if (this == URING) {
            return ipv6 ? new IoUringServerSocketChannel() : new Inet4ServerSocketChannel();
        }
        return new EpollServerSocketChannel(ipv6 ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET);
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
    ChannelFactory<? extends Channel> connecting(SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress) {
            return switch (this) {
                case URING -> IoUringDomainSocketChannel::new;
                case EPOLL -> EpollDomainSocketChannel::new;
                case NIO -> NioDomainSocketChannel::new;
            };
        }
        return streams();
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

    /** TCP alone. */
    ChannelFactory<? extends SocketChannel> streams() {
        return switch (this) {
            case URING -> IoUringSocketChannel::new;
            case EPOLL -> EpollSocketChannel::new;
            case NIO -> NioSocketChannel::new;
        };
    }
}
