package io.waflab.reproduce;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A loopback port whose accept queue is full: Linux drops the SYN of a new connection, as behind a dead host. What
 * proxy_connect_timeout is for. On systems that answer such a SYN with RST it refuses instead.
 */
public final class Blackhole implements AutoCloseable {

    private final ServerSocket listener;
    private final List<SocketChannel> filling = new ArrayList<>();

    private Blackhole(ServerSocket listener) {
        this.listener = listener;
    }

    public static Blackhole open() throws IOException {
        var hole = new Blackhole(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), hole.port());
        for (int i = 0; i < 6; i++) {
            var channel = SocketChannel.open();
            hole.filling.add(channel);
            channel.configureBlocking(false);
            channel.connect(address);
        }
        return hole;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Whether that is the port of one of the connections that fill its queue. */
    boolean isFilledBy(int port) {
        return filling.stream().anyMatch(channel -> channel.socket().getLocalPort() == port);
    }

    @Override
    public void close() throws IOException {
        for (var channel : filling) {
            channel.close();
        }
        listener.close();
    }
}
