package io.waflab.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a client that asks and leaves says of HTTP/2 (RFC 9113), without an answer read: waflab's own requests to itself. */
public final class Http2Opening {

    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_STREAM_AND_HEADERS = 5;

    private Http2Opening() {}

    /**
     * The preface, empty SETTINGS, a GET of each path on streams 1, 3, 5, ..., and GOAWAY.
     *
     * @param paths at most 64, of at most 100 ASCII characters each
     */
    public static byte[] gets(String... paths) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Http2FrameReader.PREFACE);
        frame(bytes, SETTINGS, 0, 0, new byte[0]);
        int stream = 1;
        for (var path : paths) {
            frame(bytes, HEADERS, END_STREAM_AND_HEADERS, stream, head(path));
            stream += 2;
        }
        frame(bytes, GOAWAY, 0, 0, new byte[8]);
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
