package io.waflab.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * An origin that says the same pieces to each request, each but the first only when it is let, and ends the connection
 * behind the last.
 */
final class ScriptedOrigin implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> pieces;
    private final Semaphore let = new Semaphore(0);
    private final Semaphore asked = new Semaphore(0);

    ScriptedOrigin(String... pieces) throws IOException {
        this.pieces = List.of(pieces);
        var thread = new Thread(this::accept, "scripted origin");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** Waits for a request that nobody has waited for. */
    void awaitRequest() throws InterruptedException {
        if (!asked.tryAcquire(20, TimeUnit.SECONDS)) {
            throw new AssertionError("no request came to the origin");
        }
    }

    /** The next piece may go, or the end. */
    void next() {
        let.release();
    }

    private void accept() {
        try {
            while (true) {
                serve(listener.accept());
            }
        } catch (IOException | InterruptedException closed) {
            // The test is over.
        }
    }

    private void serve(Socket accepted) throws IOException, InterruptedException {
        try (var socket = accepted) {
            int ends = 0;
            while (ends < 2) {
                int c = socket.getInputStream().read();
                ends = c == '\n' ? ends + 1 : c == '\r' ? ends : 0;
            }
            asked.release();
            for (var piece : pieces) {
                socket.getOutputStream().write(piece.getBytes(StandardCharsets.ISO_8859_1));
                let.tryAcquire(20, TimeUnit.SECONDS);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
