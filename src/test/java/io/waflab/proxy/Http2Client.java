package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.waflab.http.HpackWriter;
import io.waflab.http.Http2FrameReader;
import io.waflab.reproduce.LabClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A client that speaks HTTP/2 frame by frame, and tells of each that comes in one line. */
final class Http2Client implements AutoCloseable {

    private final LabClient client;
    private final ByteBuf received = Unpooled.buffer();
    private final DefaultHttp2HeadersDecoder fields = new DefaultHttp2HeadersDecoder(false, 1 << 20);

    /**
     * A frame that came.
     *
     * @param text {@code HEADERS 1 END :status=200 ...}, {@code DATA 1 END 5}, {@code GOAWAY last 1 NO_ERROR}
     */
    record Frame(int type, int flags, int stream, byte[] payload, String text) {

        boolean ends() {
            return type <= 1 && (flags & 1) != 0;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private Http2Client(LabClient client) {
        this.client = client;
    }

    /** Past the handshake, with ALPN where there is TLS; the preface and empty SETTINGS are sent. */
    static Http2Client of(LabProxy proxy) throws IOException {
        return of(proxy, proxy.options().receiveBuffer());
    }

    /** The same, whose kernel keeps no more than that for it. */
    static Http2Client of(LabProxy proxy, int receiveBuffer) throws IOException {
        return silent(proxy, receiveBuffer).sends(ByteBufUtil.hexDump(Http2FrameReader.PREFACE) + frame(4, 0, 0, ""));
    }

    /** Past the handshake; nothing is sent. */
    static Http2Client silent(LabProxy proxy) throws IOException {
        return silent(proxy, proxy.options().receiveBuffer());
    }

    private static Http2Client silent(LabProxy proxy, int receiveBuffer) throws IOException {
        var options = proxy.options();
        var offering = options.tls().isEmpty()
                ? options
                : options.withTls(options.tls().get().withAlpn("h2", "http/1.1"));
        return new Http2Client(proxy.client(offering.withReceiveBuffer(receiveBuffer)));
    }

    LabClient client() {
        return client;
    }

    // what it sends

    /** Frames in hexadecimal digits, in one write. */
    Http2Client sends(String... frames) throws IOException {
        var octets = ByteBufUtil.decodeHexDump(String.join("", frames));
        client.send(new String(octets, StandardCharsets.ISO_8859_1));
        return this;
    }

    static String frame(int type, int flags, int stream, String payload) {
        return String.format("%06x%02x%02x%08x", payload.length() / 2, type, flags, stream) + payload;
    }

    /** A request without a body. */
    static String get(int stream, String path, String... more) {
        return frame(1, 5, stream, block("GET", path, more));
    }

    /** A request whose body follows. */
    static String post(int stream, String path, String... more) {
        return frame(1, 4, stream, block("POST", path, more));
    }

    /** A block of header fields: {@code name: value} lines behind the pseudo-headers. */
    static String block(String method, String path, String... more) {
        var out = Unpooled.buffer();
        for (var line : List.of(":method: " + method, ":scheme: https", ":path: " + path, ":authority: lab.test")) {
            field(line, out);
        }
        for (var line : more) {
            field(line, out);
        }
        return ByteBufUtil.hexDump(out);
    }

    private static void field(String line, ByteBuf out) {
        int colon = line.indexOf(": ");
        HpackWriter.field(line.substring(0, colon), line.substring(colon + 2), out);
    }

    static String data(int stream, boolean end, int length) {
        return frame(0, end ? 1 : 0, stream, "64".repeat(length));
    }

    static String window(int stream, int increment) {
        return frame(8, 0, stream, String.format("%08x", increment));
    }

    static String setting(int id, int value) {
        return frame(4, 0, 0, String.format("%04x%08x", id, value));
    }

    static String reset(int stream, int code) {
        return frame(3, 0, stream, String.format("%08x", code));
    }

    static String ping() {
        return frame(6, 0, 0, "0102030405060708");
    }

    // what comes

    /** Frames up to one that is wanted, this included; of the connection's first ones only errors are told. */
    List<Frame> until(Predicate<Frame> wanted) throws IOException {
        var all = new ArrayList<Frame>();
        for (var frame = next(); frame != null; frame = next()) {
            all.add(frame);
            if (wanted.test(frame)) {
                return all;
            }
        }
        throw new AssertionError("the proxy has ended, or is silent, after " + all);
    }

    /** All of a stream up to its end: its frames without those of others. */
    String stream(int id) throws IOException {
        return until(frame -> frame.stream() == id && (frame.ends() || frame.type() == 3)).stream()
                .filter(frame -> frame.stream() == id)
                .map(Frame::text)
                .collect(Collectors.joining(", "));
    }

    /** All frames until the proxy ends, without its SETTINGS and WINDOW_UPDATE. */
    List<String> toEnd() throws IOException {
        var all = new ArrayList<String>();
        for (var frame = next(); frame != null; frame = next()) {
            if (frame.type() != 4 && frame.type() != 8) {
                all.add(frame.text());
            }
        }
        client.readToEnd();
        return all;
    }

    /** Null at the end. */
    Frame next() throws IOException {
        while (received.readableBytes() < 9
                || received.readableBytes() < 9 + received.getUnsignedMedium(received.readerIndex())) {
            var bytes = client.receive();
            if (bytes.length == 0) {
                return null;
            }
            received.writeBytes(bytes);
        }
        var payload = new byte[received.readUnsignedMedium()];
        int type = received.readUnsignedByte();
        int flags = received.readUnsignedByte();
        int stream = received.readInt();
        received.readBytes(payload);
        received.discardSomeReadBytes();
        return new Frame(type, flags, stream, payload, text(type, flags, stream, Unpooled.wrappedBuffer(payload)));
    }

    private String text(int type, int flags, int stream, ByteBuf payload) {
        return switch (type) {
            case 0 -> "DATA " + stream + ((flags & 1) != 0 ? " END " : " ") + payload.readableBytes();
            case 1 -> "HEADERS " + stream + ((flags & 1) != 0 ? " END" : "") + headers(flags, stream, payload);
            case 3 -> "RST_STREAM " + stream + " " + io.waflab.connection.Http2Error.word(payload.readUnsignedInt());
            case 4 -> "SETTINGS" + ((flags & 1) != 0 ? " ACK" : " " + ByteBufUtil.hexDump(payload));
            case 6 -> "PING" + ((flags & 1) != 0 ? " ACK " : " ") + ByteBufUtil.hexDump(payload);
            case 7 ->
                "GOAWAY last " + payload.readInt() + " "
                        + io.waflab.connection.Http2Error.word(payload.readUnsignedInt());
            case 8 -> "WINDOW_UPDATE " + stream + " " + payload.readInt();
            default -> "type " + type + " " + stream + " " + payload.readableBytes();
        };
    }

    private String headers(int flags, int stream, ByteBuf block) {
        if ((flags & 4) == 0) {
            return " (more)";
        }
        try {
            var text = new StringBuilder();
            fields.decodeHeaders(stream, block)
                    .forEach(field ->
                            text.append(' ').append(field.getKey()).append('=').append(field.getValue()));
            return text.toString();
        } catch (Http2Exception broken) {
            throw new AssertionError(broken);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
