package io.waflab.reproduce;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers requests, but none that comes more than so long after the one before. */
public final class ForgetfulServer implements AutoCloseable {

    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /** What the server does with a request that comes after it has forgotten the connection. */
    public enum Late {
        IGNORES,
        RESETS
    }

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ConcurrentLinkedQueue<Socket> open = new ConcurrentLinkedQueue<>();
    private final String answer;
    private final boolean once;
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    public ForgetfulServer(Duration after, Late late) throws IOException {
        this(ANSWER, false, after, late);
    }

    /** Closes behind the first answer. */
    ForgetfulServer(String answer) throws IOException {
        this(answer, true, Duration.ofDays(1), Late.IGNORES);
    }

    private ForgetfulServer(String answer, boolean once, Duration after, Late late) throws IOException {
        this.answer = answer;
        this.once = once;
        start(() -> {
            while (true) {
                var socket = listener.accept();
                open.add(socket);
                start(() -> serve(socket, after, late));
            }
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // The end of the test, or of the connection.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The most connections that there were at once. */
    int most() {
        return most.get();
    }

    private void serve(Socket socket, Duration after, Late late) throws IOException {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        try (socket) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            long last = System.nanoTime();
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.isEmpty()) {
                    continue;
                }
                if (System.nanoTime() - last > after.toNanos()) {
                    if (late == Late.RESETS) {
                        socket.setSoLinger(true, 0);
                        return;
                    }
                    continue;
                }
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                if (once) {
                    return;
                }
                last = System.nanoTime();
            }
        } finally {
            now.decrementAndGet();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var socket : open) {
            socket.close();
        }
    }
}
