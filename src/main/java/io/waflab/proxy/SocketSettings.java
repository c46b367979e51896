package io.waflab.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.UnixChannel;
import io.waflab.config.ListeningAddress;
import io.waflab.config.SocketOptions;
import java.time.Duration;

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

    /** Before its first byte is read. */
    static void accepted(Channel client, SocketOptions asked) {
        var config = client.config();
        config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        if (!(client instanceof SocketChannel)) {
            return;
        }
        config.setOption(ChannelOption.TCP_NODELAY, true);
        asked.sendBuffer().ifPresent(bytes -> config.setOption(ChannelOption.SO_SNDBUF, bytes));
        asked.keepAlive().ifPresent(probes -> {
            config.setOption(ChannelOption.SO_KEEPALIVE, probes.on());
            probes.idle().ifPresent(time -> config.setOption(IDLE, seconds(time)));
            probes.interval().ifPresent(time -> config.setOption(INTERVAL, seconds(time)));
            probes.probes().ifPresent(count -> config.setOption(PROBES, count));
        });
    }

    private static int seconds(Duration time) {
        return (int) Math.min(Integer.MAX_VALUE, time.toSeconds());
    }
}
