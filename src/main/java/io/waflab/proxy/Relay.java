package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.waflab.config.Directive;
import io.waflab.connection.Cause;
import io.waflab.connection.Event.ResponseCut;
import io.waflab.connection.Happened;
import io.waflab.http.ChunkedReader;
import io.waflab.http.FieldNames;
import io.waflab.http.ResponseHead;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Passes one response from the upstream to the client without copying its body.
 *
 * <p>With proxy_buffering on, nginx hands a counted body on in whole raw buffers (proxy_buffer_size, then proxy_buffers),
 * and what is in a buffer that is not yet full is lost when the response breaks off by a timeout or RST
 * (src/event/ngx_event_pipe.c); over TLS nothing is written before ssl_buffer_size is full. With it off each read is passed
 * on at once.
 *
 * <p>Bounded: the upstream is not read while more than all its buffers, and at least 64 KiB, wait for the client.
 */
final class Relay {

    private static final FieldNames HIDDEN = FieldNames.of(ResponseHead.HIDDEN);
    private static final FieldNames HIDDEN_AND_LOCATION = FieldNames.of(
            Stream.concat(ResponseHead.HIDDEN.stream(), Stream.of("Location")).toList());
    private static final long LEAST_WAITING = 64 << 10;

    private final Exchange exchange;
    private final Carrier carrier;
    private final UpstreamCall call;
    private final ResponseHead head;
    private final ResponseOut out;
    private final boolean buffers;
    private final ChunkedReader chunks;
    private final ArrayDeque<ByteBuf> raw = new ArrayDeque<>();
    private final long most;
    private long rawBytes;
    private long rawRoom;
    private long left;
    private boolean bare;
    private boolean over;
    private boolean paused;
    private boolean more;

    Relay(Exchange exchange, UpstreamCall call, ResponseHead head) {
        this.exchange = exchange;
        this.call = call;
        this.head = head;
        carrier = exchange.carrier();
        out = carrier.response();
        var route = exchange.route();
        var accel = head.find("x-accel-buffering");
        buffers = accel == null ? route.settings().flag(Directive.PROXY_BUFFERING) : accel.equalsIgnoreCase("yes");
        chunks = head.chunked() ? new ChunkedReader() : null;
        left = head.contentLength();
        rawRoom = route.settings().size(Directive.PROXY_BUFFER_SIZE) - head.length();
        most = Math.max(LEAST_WAITING, route.rawBuffers());
        bare = !head.hasBody(exchange.isHead());
    }

    ResponseHead head() {
        return head;
    }

    /** Passes on 101 and its fields. */
    void upgraded() {
        var reply = reply(-1);
        reply.upgrades(true);
        exchange.send(reply);
        out.flush();
    }

    /** Passes on the head and what came behind it. */
    void begin(ByteBuf rest) {
        if (!bare && left < 0 && exchange.clientIsHttp10() && !head.http09()) {
            exchange.endsWithConnection();
        }
        if (head.http09()) {
            emit(Unpooled.wrappedBuffer(head.unframed()));
        } else {
            carrier.soon(this::sendHead);
        }
        carrier.soon(() -> first(rest));
    }

    private void sendHead() {
        var reply = reply(head.contentLength());
        reply.hasBody(!bare);
        exchange.send(reply);
        if (!buffers) {
            out.flush();
        }
    }

    private void first(ByteBuf rest) {
        if (bare) {
            rest.release();
            end(false);
            return;
        }
        received(rest);
        receivedAll();
    }

    private Reply reply(long length) {
        var location = rewrittenLocation();
        var reply = Reply.passing(head, location == null ? HIDDEN : HIDDEN_AND_LOCATION);
        reply.status(exchange.shown(head.status()));
        reply.server(exchange.route().pages().server());
        reply.contentLength(length);
        reply.location(location);
        return reply;
    }

    /** {@code proxy_redirect default}: a Location at the upstream becomes one here; null for any other. */
    private String rewrittenLocation() {
        var location = head.find("location");
        if (location == null || location.isEmpty()) {
            return null;
        }
        var pass = exchange.route().proxyPass();
        var there =
                (pass.tls() ? "https://" : "http://") + pass.host() + pass.uri().orElse("/");
        var here = pass.uri().isPresent()
                ? exchange.route().location().orElseThrow().text()
                : "/";
        return location.startsWith(there) ? OwnUrl.absolute(exchange, here + location.substring(there.length())) : null;
    }

    /** Bytes of the upstream. */
    void received(ByteBuf bytes) {
        if (over) {
            bytes.release();
            return;
        }
        more = true;
        if (chunks != null) {
            takeChunks(bytes);
        } else if (left >= 0) {
            int size = (int) Math.min(left, bytes.readableBytes());
            left -= size;
            boolean extra = bytes.readableBytes() > size;
            pass(extra ? bytes.readRetainedSlice(size) : bytes);
            if (extra) {
                bytes.release();
                exchange.log("warn", "upstream sent more data than specified in \"Content-Length\" header");
            }
            if (left == 0) {
                end(!extra);
            }
        } else {
            pass(bytes);
        }
    }

    private void takeChunks(ByteBuf bytes) {
        for (var piece = chunks.next(bytes); piece != null; piece = chunks.next(bytes)) {
            emit(piece);
        }
        boolean extra = bytes.isReadable();
        bytes.release();
        if (chunks.malformed()) {
            exchange.log("error", "upstream sent invalid chunked response while reading upstream");
            cut();
        } else if (chunks.ended()) {
            if (extra) {
                exchange.log("warn", "upstream sent data after final chunk while reading upstream");
            }
            end(!extra);
        }
    }

    /** Hands a piece of a body on in nginx's raw buffers. */
    private void pass(ByteBuf piece) {
        if (!buffers) {
            emit(piece);
            return;
        }
        raw.add(piece);
        rawBytes += piece.readableBytes();
        while (rawBytes >= rawRoom && rawRoom > 0) {
            emitRaw(rawRoom);
            rawRoom = exchange.route().rawBuffer();
        }
        if (rawRoom <= 0) {
            rawRoom = exchange.route().rawBuffer();
        }
    }

    private void emitRaw(long bytes) {
        long rest = bytes;
        rawBytes -= bytes;
        while (rest > 0) {
            int size = raw.peek().readableBytes();
            if (size > rest) {
                emit(raw.peek().readRetainedSlice((int) rest));
                rest = 0;
            } else {
                emit(raw.poll());
                rest -= size;
            }
        }
    }

    private void emit(ByteBuf piece) {
        int size = piece.readableBytes();
        if (size == 0) {
            piece.release();
            return;
        }
        exchange.countBody(size);
        call.current().body(size);
        out.body(piece);
    }

    /** All that came for now was handed over. */
    void receivedAll() {
        if (over || !more) {
            return;
        }
        more = false;
        if (buffers) {
            out.pass(exchange.route().settings().size(Directive.POSTPONE_OUTPUT));
        } else {
            out.flush();
        }
        if (over || call.side() == null) {
            return;
        }
        if (out.waiting() > most) {
            // However large postpone_output is: nothing more will come before this has gone.
            out.flush();
        }
        if (out.waiting() > most && !paused) {
            paused = true;
            call.side().read(false);
            carrier.happened(Happened.UPSTREAM_PAUSED);
        } else {
            carrier.happened(Happened.RESPONSE_READ);
        }
    }

    /** The client took something: the upstream may be read again. */
    void clientTook() {
        if (paused && !over && call.side() != null && out.waiting() <= most / 2) {
            paused = false;
            call.side().read(true);
            carrier.happened(Happened.RESPONSE_READ);
        }
    }

    private void end(boolean clean) {
        if (over) {
            return;
        }
        over = true;
        emitRaw(rawBytes);
        boolean whole = !bare || chunks == null && left <= 0;
        call.complete(clean && head.keepAlive() && (chunks != null || head.contentLength() >= 0 || bare) && whole
                || bare && head.keepAlive() && exchange.isHead());
        carrier.happened(Happened.RESPONSE_END);
        out.end(List.of());
    }

    /** The origin ended the connection. */
    void ended(boolean reset) {
        if (over) {
            return;
        }
        if (left < 0 && chunks == null && !reset) {
            end(false);
            return;
        }
        if (reset) {
            exchange.log("error", "recv() failed (104: Connection reset by peer) while reading upstream");
        } else {
            exchange.log("error", "upstream prematurely closed connection while reading upstream");
            emitRaw(rawBytes);
        }
        cut();
    }

    private void cut() {
        over = true;
        carrier.happened(new ResponseCut(Cause.RESPONSE_CUT, Optional.empty()));
    }

    /** Lets go of what is in buffers that are not full. */
    void release() {
        over = true;
        raw.forEach(ByteBuf::release);
        raw.clear();
        rawBytes = 0;
    }
}
