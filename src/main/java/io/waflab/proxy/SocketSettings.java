package io.waflab.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.UnixChannel;
import io.waflab.config.ListeningAddress;
import io.waflab.config.SocketOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Sets on a listening socket, and on those that it accepts, what {@code listen} asks for and what nginx always sets. */
final class SocketSettings {

    /** NGX_LISTEN_BACKLOG (src/os/unix/ngx_linux_config.h). */
    private static final int BACKLOG = 511;

    /** IPPROTO_IPV6 and IPV6_V6ONLY of Linux's in.h and in6.h. */
    private static final ChannelOption<Integer> IPV6_ONLY = new IntegerUnixChannelOption("IPV6_V6ONLY", 41, 26);

    /** SOL_SOCKET and SO_REUSEPORT of Linux's socket.h, except on MIPS, PA-RISC and SPARC, for which Netty has no library. */
    private static final ChannelOption<Integer> REUSE_PORT = new IntegerUnixChannelOption("SO_REUSEPORT", 1, 15);

    /** IPPROTO_TCP and TCP_DEFER_ACCEPT of Linux's in.h and tcp.h. */
    private static final ChannelOption<Integer> DEFER_ACCEPT = new IntegerUnixChannelOption("TCP_DEFER_ACCEPT", 6, 9);

    /** SO_SNDBUF and SO_KEEPALIVE of socket.h, which Netty has for sockets that connect or are accepted alone. */
    private static final ChannelOption<Integer> SEND_BUFFER = new IntegerUnixChannelOption("SO_SNDBUF", 1, 7);

    private static final ChannelOption<Integer> KEEP_ALIVE = new IntegerUnixChannelOption("SO_KEEPALIVE", 1, 9);

    /** TCP_KEEPIDLE, TCP_KEEPINTVL (s) and TCP_KEEPCNT of tcp.h. */
    private static final ChannelOption<Integer> IDLE = new IntegerUnixChannelOption("TCP_KEEPIDLE", 6, 4);

    private static final ChannelOption<Integer> INTERVAL = new IntegerUnixChannelOption("TCP_KEEPINTVL", 6, 5);
    private static final ChannelOption<Integer> PROBES = new IntegerUnixChannelOption("TCP_KEEPCNT", 6, 6);

    private SocketSettings() {}

    /** Before it is bound. */
    static void listening(Channel channel, ListeningAddress endpoint) {
        var asked = endpoint.options();
        var config = channel.config();
        config.setOption(ChannelOption.SO_BACKLOG, asked.backlog().orElse(BACKLOG));
        if (!(channel instanceof ServerSocketChannel)) {
            return;
        }
        config.setOption(ChannelOption.SO_REUSEADDR, true);
        if (asked.receiveBuffer().isPresent()) {
            config.setOption(ChannelOption.SO_RCVBUF, asked.receiveBuffer().get());
        }
        if (channel instanceof UnixChannel) {
            if (asked.reusePort()) {
                config.setOption(REUSE_PORT, 1);
            }
            if (asked.fastOpen().isPresent()) {
                config.setOption(ChannelOption.TCP_FASTOPEN, asked.fastOpen().get());
            }
            if (asked.deferred()) {
                config.setOption(DEFER_ACCEPT, 1);
            }
            if (endpoint.host().contains(":")) {
                config.setOption(IPV6_ONLY, asked.ipv6Only().orElse(true) ? 1 : 0);
            }
        }
    }

    /**
     * What the clients' sockets have from it. Once it is bound, and for each configuration that it serves
     * (ngx_configure_listening_sockets).
     *
     * @param ignored hears what the kernel refuses, as nginx's log has it
     */
    static void inherited(Channel channel, ListeningAddress endpoint, Consumer<String> ignored) {
        if (channel instanceof ServerSocketChannel && channel instanceof UnixChannel) {
            inherited(endpoint.options())
                    .forEach((option, value) -> set(channel, option, value)
                            .ifPresent(why -> ignored.accept("setsockopt(" + option.name() + ", " + value + ") "
                                    + SocketError.address(endpoint) + " failed, ignored (" + why + ")")));
        }
    }

    private static Map<ChannelOption<Integer>, Integer> inherited(SocketOptions asked) {
        var all = new LinkedHashMap<ChannelOption<Integer>, Integer>();
        asked.sendBuffer().ifPresent(bytes -> all.put(SEND_BUFFER, bytes));
        asked.keepAlive().ifPresent(probes -> {
            all.put(KEEP_ALIVE, probes.on() ? 1 : 0);
            probes.idle().ifPresent(time -> all.put(IDLE, seconds(time)));
            probes.interval().ifPresent(time -> all.put(INTERVAL, seconds(time)));
            probes.probes().ifPresent(count -> all.put(PROBES, count));
        });
        return all;
    }

    /** Why it cannot be. */
    private static Optional<String> set(Channel channel, ChannelOption<Integer> option, int value) {
        try {
            channel.config().setOption(option, value);
            return Optional.empty();
        } catch (ChannelException refused) {
            return Optional.of(SocketError.of(refused));
        }
    }

    /** Before its first byte is read. */
    static void accepted(Channel client, SocketOptions asked) {
        var config = client.config();
        config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        if (!(client instanceof SocketChannel)) {
            return;
        }
        config.setOption(ChannelOption.TCP_NODELAY, true);
        if (!(client instanceof UnixChannel)) {
            asked.sendBuffer().ifPresent(bytes -> config.setOption(ChannelOption.SO_SNDBUF, bytes));
            asked.keepAlive().ifPresent(probes -> config.setOption(ChannelOption.SO_KEEPALIVE, probes.on()));
        }
    }

    private static int seconds(Duration time) {
        return (int) Math.min(Integer.MAX_VALUE, time.toSeconds());
    }
}
