package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.http.ChunkedReader;
import io.waflab.http.RequestHead;

/**
 * The body of one request as it comes from the client: its framing is taken off here, and its pieces handed on without
 * being copied.
 */
final class RequestBody {

    /** Where the pieces go. */
    interface Sink {

        /** A piece of the body; the sink releases it. */
        void piece(ByteBuf bytes);

        /** All pieces that are there for now were handed over, the body goes on. */
        void more();

        /** The body is complete. */
        void end();

        /** The chunked framing is broken. */
        void malformed();

        /** The chunked body has grown beyond client_max_body_size. */
        void tooLarge();
    }

    private final ChunkedReader chunks;
    private final long most;
    private long left;
    private long received;
    private Sink sink;
    private boolean ended;

    /** @param most client_max_body_size, 0 for no limit; a Content-Length was held against it already */
    RequestBody(RequestHead head, long most, Sink sink) {
        this.chunks = head.chunked() ? new ChunkedReader() : null;
        this.left = head.contentLength();
        this.most = most;
        this.sink = sink;
    }

    boolean ended() {
        return ended;
    }

    /** Bytes of the body so far, framing excluded. */
    long received() {
        return received;
    }

    /** Hands what comes from now on to another sink. */
    void to(Sink next) {
        sink = next;
    }

    /** Takes what belongs to the body. */
    void take(ByteBuf input) {
        if (chunks == null) {
            takeCounted(input);
        } else {
            takeChunked(input);
        }
    }

    private void takeCounted(ByteBuf input) {
        int size = (int) Math.min(left, input.readableBytes());
        left -= size;
        received += size;
        ended = left == 0;
        sink.piece(input.readRetainedSlice(size));
        if (ended) {
            sink.end();
        } else {
            sink.more();
        }
    }

    private void takeChunked(ByteBuf input) {
        for (var piece = chunks.next(input); piece != null; piece = chunks.next(input)) {
            received += piece.readableBytes();
            sink.piece(piece);
        }
        if (chunks.malformed()) {
            ended = true;
            sink.malformed();
        } else if (most > 0 && chunks.announced() > most) {
            ended = true;
            sink.tooLarge();
        } else if (chunks.ended()) {
            ended = true;
            sink.end();
        } else {
            sink.more();
        }
    }

    void release() {
        ended = true;
    }
}
