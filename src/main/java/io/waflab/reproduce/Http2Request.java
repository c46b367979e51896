package io.waflab.reproduce;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** The head of a {@link Request} in HTTP/2: HEADERS and what CONTINUATIONs it takes. Pure. */
final class Http2Request {

    /** Connection's own fields are none of HTTP/2 (RFC 9113 section 8.2.2). */
    private static final Set<String> HTTP1_ONLY =
            Set.of("connection", "keep-alive", "upgrade", "transfer-encoding", "proxy-connection", "host");

    private static final int AUTHORITY = 1;
    private static final int METHOD = 2;
    private static final int PATH = 4;
    /** Indexed fields of the static table (RFC 7541 appendix A). */
    private static final int GET = 0x82;

    private static final int HTTP = 0x86;
    private static final int HTTPS = 0x87;

    private final ByteArrayOutputStream block = new ByteArrayOutputStream(256);

    private Http2Request() {}

    /**
     * The frames of its head.
     *
     * @param secure whether its scheme is https
     * @param host the authority, where the request has no Host of its own
     */
    static ByteBuffer frames(Request request, int stream, boolean secure, String host) {
        var head = new Http2Request();
        head.write(request, secure, host);
        return framed(head.block.toByteArray(), stream, request.body() > 0 ? 0 : Http2Frame.END_STREAM);
    }

    private void write(Request request, boolean secure, String host) {
        if (request.method().equals("GET")) {
            block.write(GET);
        } else {
            named(METHOD, request.method());
        }
        block.write(secure ? HTTPS : HTTP);
        named(PATH, request.target());
        named(AUTHORITY, Heads.header(request.headers(), "Host").orElse(host));
        for (var line : request.headers()) {
            var sides = line.split(": ?", 2);
            var name = sides[0].toLowerCase(Locale.ROOT);
            if (!HTTP1_ONLY.contains(name)) {
                literal(name, sides.length == 2 ? sides[1] : "");
            }
        }
        if (request.body() >= 0 && !request.chunked()) {
            literal("content-length", String.valueOf(request.body()));
        }
    }

    private static ByteBuffer framed(byte[] all, int stream, int flags) {
        var frames = ByteBuffer.allocate(all.length + Http2Frame.HEAD * (1 + all.length / Http2Frame.LARGEST));
        for (var at = 0; at == 0 || at < all.length; at += Http2Frame.LARGEST) {
            var until = Math.min(all.length, at + Http2Frame.LARGEST);
            var last = until == all.length ? Http2Frame.END_HEADERS : 0;
            Http2Frame.of(
                            at == 0 ? Http2Frame.HEADERS : Http2Frame.CONTINUATION,
                            (at == 0 ? flags : 0) | last,
                            stream,
                            Arrays.copyOfRange(all, at, until))
                    .write(frames);
        }
        return frames.flip();
    }

    /** A field without indexing whose name is of the static table (RFC 7541 section 6.2.2). */
    private void named(int name, String value) {
        block.write(name);
        string(value);
    }

    private void literal(String name, String value) {
        block.write(0);
        string(name);
        string(value);
    }

    /** Without Huffman's code, so that a size asked for can be met (RFC 7541 sections 5.1 and 5.2). */
    private void string(String text) {
        int length = text.length();
        if (length < 127) {
            block.write(length);
        } else {
            block.write(127);
            for (length -= 127; length >= 128; length >>= 7) {
                block.write(length & 127 | 128);
            }
            block.write(length);
        }
        block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
