package io.waflab.cli;

import java.io.ByteArrayOutputStream;
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
        exchange(port, http2());
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

    /** The preface, SETTINGS, two requests and GOAWAY (RFC 9113). */
    private static byte[] http2() {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(bytes, 4, 0, 0, new byte[0]);
        frame(bytes, 1, 5, 1, head("/text"));
        frame(bytes, 1, 5, 3, head("/proxied"));
        frame(bytes, 7, 0, 0, new byte[8]);
        return bytes.toByteArray();
    }

    private static void frame(ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload) {
        out.writeBytes(new byte[] {0, 0, (byte) payload.length, (byte) type, (byte) flags, 0, 0, 0, (byte) stream});
        out.writeBytes(payload);
    }

    /** GET, http, the path and the authority, by HPACK's static table (RFC 7541 appendix A). */
    private static byte[] head(String path) {
        var head = new ByteArrayOutputStream();
        head.writeBytes(new byte[] {(byte) 0x82, (byte) 0x86, 0x04, (byte) path.length()});
        head.writeBytes(path.getBytes(StandardCharsets.US_ASCII));
        head.writeBytes(new byte[] {0x01, 1, 'a'});
        return head.toByteArray();
    }
}
