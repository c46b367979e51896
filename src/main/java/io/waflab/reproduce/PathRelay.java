package io.waflab.reproduce;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between client and proxy and does to every connection what a {@link PathDeed} says. Two blocking sockets and two
 * threads a connection; its own kernel acknowledges what it reads, which a real silent path would not. At most {@value
 * #MOST} connections.
 */
final class PathRelay implements AutoCloseable {

    private static final int MOST = 64;
    private static final int BUFFER = 16 * 1024;

    private final PathDeed deed;
    private final LabClock clock;
    private final InetSocketAddress proxy;
    private final ServerSocketChannel listener;
    private final List<SocketChannel> open = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean keptBack;

    private PathRelay(PathDeed deed, double speed, int proxyPort, ServerSocketChannel listener) {
        this.deed = deed;
        this.clock = new LabClock(speed);
        this.proxy = new InetSocketAddress(InetAddress.getLoopbackAddress(), proxyPort);
        this.listener = listener;
    }

    /** @param deed one that a relay does */
    static PathRelay start(PathDeed deed, double speed, int proxyPort) throws IOException {
        var listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        var relay = new PathRelay(deed, speed, proxyPort, listener);
        relay.run("relay", relay::accept);
        return relay;
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    /** Whether bytes or an end came that were not passed on because the path had forgotten the connection. */
    boolean hasKeptBack() {
        return keptBack;
    }

    /** What a thread of the relay does; ends when the sockets do. */
    private interface Work {
        void run() throws IOException;
    }

    private synchronized void run(String name, Work work) {
        var thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException closed) {
                        // By either end, or by this relay.
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void accept() throws IOException {
        for (var i = 0; i < MOST; i++) {
            var client = keep(listener.accept());
            long deadline = System.nanoTime() + clock.scaled(deed.after()).toNanos();
            var server = keep(SocketChannel.open());
            server.connect(proxy);
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            server.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var passed = new AtomicLong(System.nanoTime());
            run("relay up", () -> copy(client, server, new Due(deadline, passed, true)));
            run("relay down", () -> copy(server, client, new Due(deadline, passed, false)));
            if (deed.kind().isReset() || deed.kind().isFin()) {
                run("relay end", () -> end(client, new Due(deadline, passed, false)));
            }
        }
    }

    private synchronized SocketChannel keep(SocketChannel channel) {
        open.add(channel);
        return channel;
    }

    /**
     * When a connection's time is over.
     *
     * @param nanos the time of the deed, where that is no silence
     * @param passed when something last passed, either way
     * @param fromClient whether what is copied is the client's
     */
    private record Due(long nanos, AtomicLong passed, boolean fromClient) {}

    private void copy(SocketChannel from, SocketChannel to, Due due) throws IOException {
        var buffer = ByteBuffer.allocate(BUFFER);
        while (from.read(buffer.clear()) >= 0) {
            var before = due.passed().getAndSet(System.nanoTime());
            if (due.fromClient() && isForgotten(before)) {
                reset(from);
                return;
            }
            if (isOver(due.nanos())) {
                keptBack = true;
                if (deed.kind() == PathDeed.Kind.RESET && due.fromClient()) {
                    reset(from);
                }
                return;
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                to.write(buffer);
            }
        }
        if (isOver(due.nanos())) {
            keptBack = true;
        } else {
            to.shutdownOutput();
        }
    }

    /** @param before when something last passed */
    private boolean isForgotten(long before) {
        return deed.kind() == PathDeed.Kind.RESET_IDLE
                && System.nanoTime() - before >= clock.scaled(deed.after()).toNanos();
    }

    private boolean isOver(long deadline) {
        var forgets = deed.kind() == PathDeed.Kind.FORGET || deed.kind() == PathDeed.Kind.RESET;
        return forgets && System.nanoTime() >= deadline;
    }

    private void end(SocketChannel client, Due due) throws IOException {
        if (deed.kind().waitsForSilence()) {
            awaitSilence(due.passed());
        } else {
            clock.pauseUntil(due.nanos());
        }
        if (deed.kind().isReset()) {
            reset(client);
        } else {
            client.shutdownOutput();
        }
    }

    private void awaitSilence(AtomicLong passed) throws IOException {
        long silence = clock.scaled(deed.after()).toNanos();
        for (long until = passed.get() + silence; until > System.nanoTime(); until = passed.get() + silence) {
            clock.pauseUntil(until);
        }
    }

    private static void reset(SocketChannel client) throws IOException {
        client.setOption(StandardSocketOptions.SO_LINGER, 0);
        client.close();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        List<SocketChannel> left;
        List<Thread> ended;
        synchronized (this) {
            left = List.copyOf(open);
            ended = List.copyOf(threads);
        }
        for (var channel : left) {
            channel.close();
        }
        ended.forEach(Thread::interrupt);
    }
}
