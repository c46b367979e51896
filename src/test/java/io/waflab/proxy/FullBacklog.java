package io.waflab.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A black hole: its kernel drops every SYN, as the queue of connections that nobody has accepted is full (Linux). */
final class FullBacklog implements AutoCloseable {

    private static final int AMPLE_MS = 20_000;

    /** Linux lets one more in than the backlog says. */
    private static final int BACKLOG = 1;

    private final ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    private final Socket[] fillers = new Socket[BACKLOG + 1];

    FullBacklog() throws IOException {
        listener.setSoTimeout(AMPLE_MS);
        for (int i = 0; i < fillers.length; i++) {
            fillers[i] = new Socket(InetAddress.getLoopbackAddress(), port());
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Waits until somebody's SYN goes unanswered (SYN_SENT in /proc/net/tcp). */
    void awaitAttempt() throws IOException {
        var remote = String.format(Locale.ROOT, ":%04X 02 ", port());
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(AMPLE_MS);
        while (System.nanoTime() < deadline) {
            for (var table : new String[] {"tcp", "tcp6"}) {
                if (Files.readString(Path.of("/proc/net", table)).contains(remote)) {
                    return;
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
        throw new AssertionError("nobody tries to connect");
    }

    /** Makes room, and is the one that had waited: its kernel sends SYN again after a second. */
    Socket accept() throws IOException {
        for (var filler : fillers) {
            filler.close();
            listener.accept().close();
        }
        var socket = listener.accept();
        socket.setSoTimeout(AMPLE_MS);
        return socket;
    }

    @Override
    public void close() throws IOException {
        for (var filler : fillers) {
            filler.close();
        }
        listener.close();
    }
}
