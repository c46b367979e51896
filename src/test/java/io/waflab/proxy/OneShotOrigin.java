package io.waflab.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * An origin that answers the first request of each connection and ends the connection when a second one arrives: what a
 * pooled connection is whose origin closes just then.
 */
final class OneShotOrigin implements AutoCloseable {

    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final boolean resets;
    private final String extra;
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    /**
     * @param resets whether it ends by RST
     * @param extra what it says, unasked, behind the answer
     */
    OneShotOrigin(boolean resets, String extra) throws IOException {
        this.resets = resets;
        this.extra = extra;
        daemon(this::accept);
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** The request lines so far. */
    BlockingQueue<String> requests() {
        return requests;
    }

    /** A word for each connection that the proxy has ended. */
    BlockingQueue<String> ends() {
        return ends;
    }

    private void accept() {
        try {
            while (true) {
                var socket = listener.accept();
                daemon(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            requests.add(request(socket));
            socket.getOutputStream().write((ANSWER + extra).getBytes(StandardCharsets.ISO_8859_1));
            requests.add(request(socket));
            socket.setSoLinger(resets, 0);
        } catch (IOException gone) {
            ends.add("ended by the proxy");
        }
    }

    /** Reads a head and the few bytes of a body that come with it. */
    private static String request(Socket socket) throws IOException {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (text.indexOf("\r\n\r\n") < 0) {
            int count = socket.getInputStream().read(buffer);
            if (count < 0) {
                throw new IOException("ended");
            }
            text.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        }
        return text.substring(0, text.indexOf("\r\n"));
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "one-shot origin");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
