package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.waflab.connection.Happened;
import io.waflab.http.ChunkedWriter;
import io.waflab.http.HttpVersion;
import io.waflab.http.UpstreamRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends one request to the upstream of the moment: its head, and its body, which is stored already or passed on as it comes
 * from the client.
 */
final class RequestSender {

    /** Bytes of a streamed body that may wait for the upstream before the client is no longer read. */
    private static final int MOST_WAITING = 64 << 10;

    private static final int FILE_PIECE = 64 << 10;

    private final Exchange exchange;
    private final Carrier carrier;
    private final Proxying proxying;
    private boolean streams;
    /** Pieces of a streamed body that came before the upstream was there; null for none. */
    private ArrayDeque<ByteBuf> early;

    private Target target;
    private byte[] ownBody;
    private RequestStore store;
    private UpstreamSide side;
    private Attempt attempt;
    private boolean begun;
    private boolean whole;
    private boolean bodyEnded;
    private long filePosition;

    /** @param streams whether a body is passed on as it comes */
    RequestSender(Exchange exchange, Proxying proxying, boolean streams) {
        this.exchange = exchange;
        this.proxying = proxying;
        this.streams = streams;
        carrier = exchange.carrier();
    }

    /** @param stored the whole body, {@link RequestStore#EMPTY} when it is streamed or there is none */
    void begin(RequestStore stored) {
        store = stored;
        streams &= stored == RequestStore.EMPTY;
        bodyEnded = !streamsBody();
    }

    /** Where the request goes. */
    void to(Target found) {
        target = found;
        var body = proxying.setBody();
        ownBody = body.isEmpty() ? null : exchange.expand(body.get()).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether there is a body that cannot be sent a second time. */
    boolean streamsBody() {
        return streams && exchange.head().hasBody();
    }

    /** Whether the upstream of the moment was sent anything. */
    boolean begun() {
        return begun;
    }

    /** Whether the whole request is with the kernel. */
    boolean isWhole() {
        return whole;
    }

    /** Another upstream is tried. */
    void again() {
        begun = false;
        whole = false;
        side = null;
    }

    /** The upstream is no longer to be sent anything: what waits for it never was. */
    void hungUp() {
        if (side != null) {
            attempt.sent(-side.output().waiting());
        }
        side = null;
    }

    /**
     * Sends what there is.
     *
     * @param closes whether the upstream is told that the connection will not be kept
     */
    void send(UpstreamSide to, Attempt as, boolean closes) {
        var head = head(closes);
        side = to;
        attempt = as;
        attempt.sent(head.readableBytes());
        begun = true;
        filePosition = 0;
        var output = side.output();
        output.writeHead(head);
        if (streamsBody()) {
            if (early != null) {
                early.forEach(this::write);
                early = null;
            }
            output.flush();
            more();
        } else {
            if (ownBody != null) {
                write(Unpooled.wrappedBuffer(ownBody));
            } else if (proxying.passesBody() && store != RequestStore.EMPTY) {
                for (var piece : store.pieces()) {
                    write(piece);
                }
            }
            output.flush();
        }
        sentSoFar();
    }

    private ByteBuf head(boolean closes) {
        var out = carrier.connection().channel().alloc().buffer(512);
        var request = new UpstreamRequest(
                exchange.head(),
                proxying.method().isPresent()
                        ? exchange.expand(proxying.method().get())
                        : exchange.request().method(),
                proxying.passesHeaders(),
                uri(),
                proxying.http10() ? HttpVersion.HTTP_10 : HttpVersion.HTTP_11,
                target.host(),
                closes ? "close" : null,
                bodyLength(),
                setHeaders());
        try {
            proxying.requestWriter().write(request, out);
            return out;
        } catch (IllegalArgumentException unfit) {
            out.release();
            throw unfit;
        }
    }

    private List<String> setHeaders() {
        if (proxying.literalHeaders().isPresent()) {
            return proxying.literalHeaders().get();
        }
        var values = new ArrayList<String>(proxying.setHeaders().size());
        for (var template : proxying.setHeaders()) {
            values.add(exchange.expand(template));
        }
        return values;
    }

    private long bodyLength() {
        var head = exchange.head();
        if (ownBody != null) {
            return ownBody.length;
        }
        if (streamsBody()) {
            return head.chunked() ? UpstreamRequest.CHUNKED : head.contentLength();
        }
        boolean stored = head.hasBody() && store != RequestStore.EMPTY;
        return stored || head.contentLength() == 0 ? store.length() : -1;
    }

    /** The target that the upstream is asked for; null is the client's own, as sent. */
    String uri() {
        return target.whole()
                ? target.uri().orElseThrow()
                : exchange.request().target(target.uri().orElse(null));
    }

    /** Everything given so far is with the channel: more of a file, or the end of the request. */
    private void sentSoFar() {
        if (side == null || side.output().waiting() > 0) {
            return;
        }
        boolean fromFile = store.inFile() && ownBody == null && proxying.passesBody();
        if (fromFile && filePosition < store.length()) {
            var reading = side;
            store.read(filePosition, FILE_PIECE, piece -> filePiece(reading, piece));
        } else if (bodyEnded && !whole) {
            whole = true;
            carrier.happened(Happened.REQUEST_SENT);
        }
    }

    private void filePiece(UpstreamSide reading, ByteBuf piece) {
        if (side != reading) {
            piece.release();
            return;
        }
        filePosition += piece.readableBytes();
        write(piece);
        side.output().flush();
        sentSoFar();
    }

    /** A piece of a streamed body. */
    void piece(ByteBuf piece) {
        if (!exchange.head().chunked()) {
            write(piece);
        } else if (piece.isReadable()) {
            var line = carrier.connection().channel().alloc().buffer(16);
            ChunkedWriter.head(piece.readableBytes(), line);
            write(line);
            write(piece);
            write(ChunkedWriter.end());
        } else {
            piece.release();
        }
    }

    private void write(ByteBuf piece) {
        if (side != null) {
            attempt.sent(piece.readableBytes());
            side.output().write(piece);
        } else {
            if (early == null) {
                early = new ArrayDeque<>();
            }
            early.add(piece);
        }
    }

    /** The pieces of a streamed body that are there for now were handed over. */
    void more() {
        if (side != null) {
            side.output().flush();
        }
        carrier.pause(side == null || side.output().waiting() > MOST_WAITING);
    }

    /** A streamed body is complete. */
    void end() {
        bodyEnded = true;
        if (exchange.head().chunked()) {
            write(ChunkedWriter.last());
        }
        if (side != null) {
            side.output().flush();
            sentSoFar();
        }
    }

    /** Nothing waits for the upstream any more. */
    void drained() {
        if (!bodyEnded) {
            carrier.pause(false);
        }
        sentSoFar();
    }

    void release() {
        side = null;
        if (early != null) {
            early.forEach(ByteBuf::release);
            early = null;
        }
    }
}
