package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.waflab.config.Directive;
import io.waflab.connection.Happened;
import io.waflab.http.ChunkedReader;
import io.waflab.http.ResponseHead;
import io.waflab.journal.What;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Passes one response from the upstream to the client without copying its body.
 *
 * <p>With proxy_buffering on, nginx hands a counted body on in whole {@link RawBuffers}, and what is in a buffer that is not
 * yet full is lost when the response breaks off by a timeout or RST; over TLS nothing is written before ssl_buffer_size is
 * full. In the plain each read of a chunked one arrives, whatever postpone_output says. With it off each read is passed on
 * at once.
 *
 * <p>Bounded: see {@link Delivery}.
 */
final class Relay {

    /** What nginx's access log has for the status of a response without a status line: 009. */
    private static final int HTTP09_IN_LOG = 9;

    private final Exchange exchange;
    private final Carrier carrier;
    private final UpstreamCall call;
    private final Proxying proxying;
    private final ResponseHead head;
    private final Delivery delivery;
    private final boolean buffers;
    private final ChunkedReader chunks;
    private final LimitedRate rate;
    /** Null before a piece waits in them. */
    private RawBuffers raw;

    private long left;
    private final boolean bare;
    private boolean over;
    private long batch;
    private long kept;
    private long least;

    Relay(Exchange exchange, UpstreamCall call, ResponseHead head) {
        this.exchange = exchange;
        this.call = call;
        this.head = head;
        carrier = exchange.carrier();
        proxying = call.proxying();
        buffers = buffers();
        chunks = chunks();
        least = chunks == null ? 0 : chunks.least();
        left = head.contentLength();
        delivery = new Delivery(exchange, call, buffers);
        rate = LimitedRate.of(exchange, proxying);
        bare = !head.hasBody(exchange.isHead());
    }

    private boolean buffers() {
        var accel = head.find("x-accel-buffering");
        return accel == null || proxying.ignores("x-accel-buffering")
                ? proxying.settings().flag(Directive.PROXY_BUFFERING)
                : !accel.equalsIgnoreCase("no")
                        && (accel.equalsIgnoreCase("yes") || proxying.settings().flag(Directive.PROXY_BUFFERING));
    }

    private ChunkedReader chunks() {
        if (!head.chunked()) {
            return null;
        }
        return proxying.settings().flag(Directive.PROXY_PASS_TRAILERS)
                ? new ChunkedReader((int) proxying.settings().size(Directive.PROXY_BUFFER_SIZE))
                : new ChunkedReader();
    }

    ResponseHead head() {
        return head;
    }

    /** What came behind the last chunk, where that is read. */
    List<Map.Entry<String, String>> trailers() {
        return chunks == null ? List.of() : chunks.trailers();
    }

    /** Passes on 101 and its fields. */
    void upgraded() {
        var reply = new PassedHead(exchange, proxying).of(head, -1);
        reply.upgrades(true);
        exchange.response().send(reply);
        carrier.response().flush();
    }

    /** Passes on the head and what came behind it. */
    void begin(ByteBuf rest) {
        if (!bare && left < 0 && !exchange.takesChunks() && !head.http09() && head.status() >= 200) {
            exchange.endsWithConnection();
        }
        if (head.http09()) {
            var begun = Unpooled.wrappedBuffer(head.unframed());
            var all = Pieces.joined(carrier.connection().channel().alloc(), begun, rest);
            carrier.soon(() -> unframed(all));
        } else {
            carrier.soon(() -> makeHead(rest));
        }
    }

    /** Without a head of the upstream's; in HTTP/2 nginx makes one, of the status that it has: none. */
    private void unframed(ByteBuf all) {
        if (carrier.connection().isHttp2()) {
            var reply = Reply.own(0);
            reply.server(exchange.route().pages().server());
            reply.hasBody(true);
            exchange.response().send(reply);
        }
        exchange.response().status(HTTP09_IN_LOG);
        first(all);
    }

    private void makeHead(ByteBuf rest) {
        var reply = new PassedHead(exchange, proxying).of(head, head.contentLength());
        reply.hasBody(!bare);
        if (exchange.route().settings().flag(Directive.PROXY_FORCE_RANGES)) {
            reply.remove("Accept-Ranges");
            reply.ranges(Reply.Ranges.ONE);
        }
        int failure = exchange.response().filter(reply);
        if (failure != 0) {
            release();
            rest.release();
            exchange.fail(failure);
            return;
        }
        carrier.soon(() -> {
            if (!buffers) {
                exchange.response().rate().set(0);
            }
            exchange.response().send(reply);
            first(rest);
        });
    }

    private void first(ByteBuf rest) {
        if (bare) {
            boolean extra = rest.isReadable();
            if (!exchange.isHead()) {
                call.current().body(rest.readableBytes());
            }
            rest.release();
            if (extra && !exchange.isHead()) {
                call.log("warn", "upstream sent more data than specified in \"Content-Length\" header");
            }
            end(!extra);
            return;
        }
        boolean none = !rest.isReadable();
        received(rest);
        receivedAll();
        if (none && !buffers && !over) {
            exchange.response().push();
            carrier.response().flush();
        }
    }

    /** Bytes of the upstream. */
    void received(ByteBuf bytes) {
        if (over) {
            bytes.release();
            return;
        }
        batch += bytes.readableBytes();
        call.current().body(bytes.readableBytes());
        if (chunks != null) {
            takeChunks(bytes);
        } else if (left >= 0) {
            takeCounted(bytes);
        } else {
            pass(bytes);
        }
    }

    private void takeCounted(ByteBuf bytes) {
        int size = (int) Math.min(left, bytes.readableBytes());
        left -= size;
        boolean extra = bytes.readableBytes() > size;
        pass(extra ? bytes.readRetainedSlice(size) : bytes);
        if (extra) {
            bytes.release();
            call.log("warn", "upstream sent more data than specified in \"Content-Length\" header");
        }
        if (left == 0) {
            end(!extra);
        }
    }

    private void takeChunks(ByteBuf bytes) {
        for (var piece = chunks.next(bytes); piece != null; piece = chunks.next(bytes)) {
            emit(piece);
        }
        boolean extra = bytes.isReadable();
        bytes.release();
        if (chunks.malformed()) {
            call.log("error", "upstream sent invalid chunked response");
            cut(Happened.RESPONSE_CUT);
        } else if (chunks.ended()) {
            if (extra) {
                call.log("warn", "upstream sent data after final chunk");
            }
            end(!extra);
        }
    }

    private void pass(ByteBuf piece) {
        if (!buffers || raw == null && left == 0 && piece.readableBytes() <= behindHead()) {
            // As it comes, or the whole body, which fits in the buffer that the head is in.
            emit(piece);
            return;
        }
        if (raw == null) {
            raw = new RawBuffers(behindHead(), proxying.rawBuffer(), this::emit);
        }
        raw.add(piece);
    }

    /** Bytes that the first buffer has left. */
    private long behindHead() {
        return proxying.bufferSize() - (head.http09() ? 0 : head.length());
    }

    private void flush() {
        if (raw != null) {
            raw.flush();
        }
    }

    private void emit(ByteBuf piece) {
        if (!piece.isReadable()) {
            piece.release();
            return;
        }
        delivery.take(piece);
    }

    /** All that came for now was handed over. */
    void receivedAll() {
        if (over || batch == 0) {
            return;
        }
        long read = batch;
        batch = 0;
        delivery.pass(goesOn(read));
        if (over || call.side() == null) {
            return;
        }
        if (delivery.isPaused()) {
            carrier.happened(Happened.UPSTREAM_PAUSED);
        } else if (!rate.slows(read)) {
            carrier.happened(Happened.RESPONSE_READ);
        }
    }

    /**
     * Whether nginx hands on what was read: of a chunked body it keeps what is shorter than the rest must be in its
     * buffer (p->length in ngx_event_pipe_read_upstream).
     */
    private boolean goesOn(long read) {
        if (chunks == null) {
            return true;
        }
        kept += read;
        if (kept < least) {
            return false;
        }
        kept = 0;
        least = chunks.least();
        return true;
    }

    /** The client took something: proxy_read_timeout starts anew where it runs (the end of ngx_event_pipe). */
    void clientTook() {
        boolean reads = !over && call.side() != null && !delivery.isPaused() && !rate.waits();
        delivery.clientTook();
        if (reads) {
            carrier.happened(Happened.RESPONSE_READ);
        }
    }

    /** proxy_limit_rate lets the upstream be read again. */
    void readOn() {
        rate.readOn();
        if (!over && call.side() != null && !delivery.isPaused()) {
            call.side().read(true);
            carrier.happened(Happened.RESPONSE_READ);
        }
    }

    private void end(boolean clean) {
        if (over) {
            return;
        }
        over = true;
        flush();
        boolean framed = chunks != null || head.contentLength() >= 0 || bare;
        call.complete(clean && head.keepAlive() && framed);
        carrier.happened(Happened.RESPONSE_END);
        delivery.end(exchange.response().trailers(passedTrailers()));
    }

    private List<Reply.Field> passedTrailers() {
        if (chunks == null) {
            return List.of();
        }
        return trailers().stream()
                .filter(trailer -> proxying.passesTrailer(trailer.getKey().toLowerCase(Locale.ROOT)))
                .map(trailer -> new Reply.Field(trailer.getKey(), trailer.getValue()))
                .toList();
    }

    /** The origin ended the connection. @param how ALERT for close_notify, FIN or RST */
    void ended(What how) {
        if (over) {
            return;
        }
        boolean reset = how == What.RST;
        if (left < 0 && chunks == null && !reset) {
            end(false);
            return;
        }
        if (reset) {
            boolean plain = !call.target().orElseThrow().tls();
            call.log("error", buffers && plain ? UpstreamCall.RESET_IN_BODY : UpstreamCall.RESET);
        } else {
            call.log("error", UpstreamCall.CLOSED_EARLY);
            flush();
        }
        cut(
                switch (how) {
                    case RST -> Happened.RESPONSE_CUT_BY_RST;
                    case ALERT -> Happened.RESPONSE_CUT_BY_NOTIFY;
                    default -> Happened.RESPONSE_CUT_BY_FIN;
                });
    }

    private void cut(Happened how) {
        over = true;
        carrier.happened(how);
    }

    /** Whether what a slow client did not take yet must go out before {@code then}, which is then done. */
    boolean delivers(Runnable then) {
        return delivery.delivers(then);
    }

    /** Lets go of what is in buffers that are not full. */
    void stop() {
        over = true;
        if (raw != null) {
            raw.release();
        }
    }

    void release() {
        stop();
        delivery.release();
    }
}
