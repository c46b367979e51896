package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.http.ChunkedReader;
import io.waflab.http.RequestHead;
import java.util.Optional;

/**
 * The body of one request as it comes from the client: the framing of HTTP/1 is taken off here ({@link #take}), that of
 * HTTP/2 is off already; its pieces are handed on without being copied.
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

        /** The chunked framing is broken, or there is more or less of it than was said. */
        void malformed();

        /** A body without a length has grown beyond client_max_body_size. */
        void tooLarge();

        /** Whether the client is to be held to what is taken of the body, not to what there is room for. */
        default boolean isPaced() {
            return false;
        }

        /** Whether nobody wants what comes: then it is not counted in $request_length. */
        default boolean drops() {
            return false;
        }

        /** Whether what comes is only kept until the upstream is there: the client gets no room for more yet. */
        default boolean isKept() {
            return false;
        }
    }

    private final ChunkedReader chunks;
    private final long most;
    private final long announced;
    private long left;
    private long received;
    private long consumed;
    private Sink sink;
    private boolean ended;
    private String excess = "";

    /** @param most client_max_body_size, 0 for no limit; a Content-Length was held against it already */
    RequestBody(RequestHead head, long most, Sink sink) {
        this.chunks = head.chunked() ? new ChunkedReader() : null;
        this.left = head.contentLength();
        announced = left;
        this.most = most;
        this.sink = sink;
    }

    boolean ended() {
        return ended;
    }

    /** The data that had come and the chunk that made it too much, as nginx's error log has them. */
    String excess() {
        return excess.isEmpty() ? andAnnounced() : excess;
    }

    private String andAnnounced() {
        return received + "+" + (chunks.announced() - received);
    }

    /** Bytes of the body so far, framing excluded. */
    long received() {
        return received;
    }

    /** Bytes that somebody wanted, the framing of HTTP/1 included. */
    long consumed() {
        return consumed;
    }

    /** The framing, of a chunked body. */
    Optional<ChunkedReader> chunks() {
        return Optional.ofNullable(chunks);
    }

    /** Hands what comes from now on to another sink. */
    void to(Sink next) {
        sink = next;
    }

    /**
     * Takes what belongs to the body.
     *
     * @param ahead how many of the bytes came with the head: nginx leaves those in the head's buffer where they are wrong
     */
    void take(ByteBuf input, long ahead) {
        boolean counts = !sink.drops();
        if (chunks == null) {
            takeCounted(input, counts);
        } else {
            takeChunked(input, ahead, counts);
        }
    }

    private void takeCounted(ByteBuf input, boolean counts) {
        int size = (int) Math.min(left, input.readableBytes());
        left -= size;
        received += size;
        consumed += counts ? size : 0;
        ended = left == 0;
        sink.piece(input.readRetainedSlice(size));
        if (ended) {
            sink.end();
        } else {
            sink.more();
        }
    }

    private void takeChunked(ByteBuf input, long ahead, boolean counts) {
        long before = chunks.consumed();
        for (var piece = chunks.next(input); piece != null; piece = chunks.next(input)) {
            if (most > 0 && chunks.announced() > most && excess.isEmpty()) {
                excess = andAnnounced();
            }
            received += piece.readableBytes();
            sink.piece(piece);
        }
        consumed += counts ? chunks.consumed() - before : 0;
        if (chunks.malformed()) {
            ended = true;
            if (counts && chunks.consumed() - before > ahead) {
                // Nothing of them is left where nginx looks for a reason to linger.
                input.skipBytes(input.readableBytes());
            }
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

    /** Whether {@link Sink#isPaced}. */
    boolean isPaced() {
        return sink.isPaced();
    }

    /** Whether {@link Sink#isKept}. */
    boolean isKept() {
        return sink.isKept();
    }

    /**
     * What came of a body in frames; it is released here or by the sink.
     *
     * @param last whether it is the end
     * @return what is wrong with it, in the words of nginx's error log; empty when nothing is
     */
    String take(ByteBuf bytes, boolean last) {
        if (ended) {
            bytes.release();
            return "";
        }
        received += bytes.readableBytes();
        consumed = received;
        var fault = fault(last);
        ended = last || !fault.isEmpty();
        if (!fault.isEmpty()) {
            bytes.release();
            if (announced >= 0) {
                sink.malformed();
            } else {
                sink.tooLarge();
            }
            return fault;
        }
        sink.piece(bytes);
        if (last) {
            sink.end();
        } else {
            sink.more();
        }
        return "";
    }

    private String fault(boolean last) {
        if (announced < 0) {
            return most > 0 && received > most
                    ? "client intended to send too large chunked body: " + received + " bytes"
                    : "";
        }
        if (received > announced) {
            return "client intended to send body data larger than declared";
        }
        return last && received < announced
                ? "client prematurely closed stream: only " + received + " out of " + announced
                        + " bytes of request body received"
                : "";
    }

    void release() {
        ended = true;
    }
}
