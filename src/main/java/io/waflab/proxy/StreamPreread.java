package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.waflab.tls.ClientHello;
import java.util.Map;
import java.util.Optional;

/**
 * A session's first bytes, looked at and passed on unchanged (ngx_stream_ssl_preread_module.c). Bounded by
 * {@code preread_buffer_size} and one read.
 */
final class StreamPreread {

    private static final int RECORD_HEADER = 5;
    private static final byte HANDSHAKE = 0x16;

    private static final Map<Integer, String> VERSIONS = Map.of(
            ClientHello.TLS_1_0, "TLSv1",
            ClientHello.TLS_1_1, "TLSv1.1",
            ClientHello.TLS_1_2, "TLSv1.2",
            ClientHello.TLS_1_3, "TLSv1.3");

    /** What is known so far. */
    enum State {
        /** More bytes are needed. */
        INCOMPLETE,
        /** All that was asked for, or that these bytes do not say it. */
        DONE,
        /** preread_buffer_size bytes did not say it. */
        FULL
    }

    private final int most;
    private ByteBuf bytes;
    private Optional<ClientHello> hello = Optional.empty();

    /** @param most preread_buffer_size */
    StreamPreread(long most) {
        this.most = (int) most;
    }

    /** More bytes have come. */
    State add(ByteBuf more, ByteBufAllocator allocator) {
        bytes = bytes == null ? more : Pieces.joined(allocator, take(), more);
        return look(bytes.slice(bytes.readerIndex(), Math.min(most, bytes.readableBytes())));
    }

    private State look(ByteBuf seen) {
        boolean begins = seen.readableBytes() >= RECORD_HEADER;
        if (begins && (seen.getByte(0) != HANDSHAKE || seen.getByte(1) != 3)) {
            return State.DONE;
        }
        var reading = begins ? ClientHello.read(seen) : null;
        if (reading == null || reading.state() == ClientHello.State.INCOMPLETE) {
            return seen.readableBytes() >= most ? State.FULL : State.INCOMPLETE;
        }
        hello = reading.hello();
        return State.DONE;
    }

    /** Whether nginx would have left some of it in its socket. */
    boolean overflows() {
        return bytes != null && bytes.readableBytes() > most;
    }

    /** All that came, to be passed on; null when nothing did. */
    ByteBuf take() {
        var all = bytes;
        bytes = null;
        return all;
    }

    void release() {
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
    }

    /** {@code $ssl_preread_server_name}. */
    String serverName() {
        return hello.flatMap(ClientHello::serverName).orElse("");
    }

    /** {@code $ssl_preread_protocol}: the latest version that the client speaks. */
    String protocol() {
        return hello.flatMap(
                        said -> VERSIONS.keySet().stream().filter(said::speaks).max(Integer::compare))
                .map(VERSIONS::get)
                .orElse("");
    }

    /** {@code $ssl_preread_alpn_protocols}. */
    String protocols() {
        return hello.map(said -> String.join(",", said.protocols())).orElse("");
    }
}
