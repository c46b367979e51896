package io.waflab.cli;

import io.waflab.http.Http2Opening;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A few requests of every kind, so that what answers them is loaded and goes into the class-data archive. */
final class TrainingTraffic {

    private static final int LIMIT_MILLIS = 2_000;

    private static final String HTTP1 = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
            + "GET /text HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n"
            + "GET /missing HTTP/1.1\r\nHost: a\r\n\r\n"
            + "GET /proxied HTTP/1.1\r\nHost: a\r\nCookie: b=c\r\n\r\n"
            + "GET /refused HTTP/1.1\r\nHost: a\r\n\r\n"
            + "POST /proxied HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"
            + "POST /proxied HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n4\r\nbody\r\n0\r\n\r\n";

    private TrainingTraffic() {}

    /** @throws IOException if nobody answers at that port of 127.0.0.1 */
    static void play(int port) throws IOException {
        exchange(port, HTTP1.getBytes(StandardCharsets.US_ASCII));
        exchange(port, Http2Opening.gets("/text", "/proxied"));
        exchange(port, "half a head".getBytes(StandardCharsets.US_ASCII));
    }

    private static void exchange(int port, byte[] bytes) throws IOException {
        try (var socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketTimeoutException enough) {
            // What was to be loaded has been.
        }
    }
}
