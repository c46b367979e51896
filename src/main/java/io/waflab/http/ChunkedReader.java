package io.waflab.http;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;

/**
 * Takes the data out of a chunked body, as ngx_http_parse_chunked does: extensions are skipped, and so are trailers unless
 * they are asked for; line ends must be CRLF, sizes are below 2^59. Holds a few numbers and no bytes but the trailers'.
 */
public final class ChunkedReader {

    private enum State {
        SIZE_START,
        SIZE,
        EXTENSION,
        EXTENSION_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        LAST_EXTENSION,
        LAST_LF,
        TRAILER,
        TRAILER_LINE,
        TRAILER_LINE_LF,
        FINAL_LF,
        ENDED,
        MALFORMED
    }

    private final TrailerReader trailers;
    private State state = State.SIZE_START;
    private long rest;
    private long received;
    private long consumed;

    /** A reader that skips trailers. */
    public ChunkedReader() {
        trailers = null;
    }

    /** @param mostTrailers bytes of trailers to be kept; a longer section is malformed */
    public ChunkedReader(int mostTrailers) {
        trailers = new TrailerReader(mostTrailers);
    }

    /** Names and values of the trailers so far; none where they are skipped. */
    public List<Map.Entry<String, String>> trailers() {
        return trailers == null ? List.of() : trailers.fields();
    }

    /**
     * The next piece of data, which the caller releases; null when the bytes are used up, or the body is
     * {@link #ended()} or {@link #malformed()}. The piece shares the memory of in.
     */
    public ByteBuf next(ByteBuf in) {
        int start = in.readerIndex();
        int at = start;
        int end = in.writerIndex();
        while (at < end && state != State.DATA && state.compareTo(State.ENDED) < 0 && !readsTrailers()) {
            state = step(in.getByte(at++));
        }
        in.readerIndex(at);
        if (readsTrailers() && at < end) {
            trailers.read(in);
            state = trailers.ended() ? State.ENDED : trailers.malformed() ? State.MALFORMED : state;
        }
        consumed += in.readerIndex() - start;
        return state == State.DATA && at < end ? data(in) : null;
    }

    /** Whether the last chunk and the trailers have been read; what follows in the buffer is not the body's. */
    public boolean ended() {
        return state == State.ENDED;
    }

    /** Whether the framing is broken: "client sent invalid chunked body", "upstream sent invalid chunked response". */
    public boolean malformed() {
        return state == State.MALFORMED;
    }

    /** Bytes of data so far. */
    public long received() {
        return received;
    }

    /** Bytes of data so far and those that the running chunk still promises, for client_max_body_size. */
    public long announced() {
        return rest > Long.MAX_VALUE - received ? Long.MAX_VALUE : received + rest;
    }

    /** Bytes of data that the running chunk still promises. */
    public long rest() {
        return rest;
    }

    /** Bytes that the shortest possible rest of the body has, as ngx_http_parse_chunked counts it: line ends are LF alone. */
    public long least() {
        return switch (state) {
            case SIZE_START -> 3;
            case SIZE -> rest == 0 ? 2 : rest + 5;
            case EXTENSION, EXTENSION_LF -> rest + 5;
            case DATA -> rest + 4;
            case DATA_CR, DATA_LF -> 4;
            case LAST_EXTENSION, LAST_LF, TRAILER_LINE, TRAILER_LINE_LF -> 2;
            case TRAILER, FINAL_LF -> 1;
            case ENDED, MALFORMED -> 0;
        };
    }

    /** Bytes taken from the connection, framing included. */
    public long consumed() {
        return consumed;
    }

    private boolean readsTrailers() {
        return trailers != null && state == State.TRAILER;
    }

    private ByteBuf data(ByteBuf in) {
        int length = (int) Math.min(rest, in.readableBytes());
        rest -= length;
        received += length;
        consumed += length;
        if (rest == 0) {
            state = State.DATA_CR;
        }
        return in.readRetainedSlice(length);
    }

    private State step(byte c) {
        return switch (state) {
            case SIZE_START -> sizeStart(c);
            case SIZE -> size(c);
            case EXTENSION -> c == Octets.CR ? State.EXTENSION_LF : c == Octets.LF ? State.MALFORMED : state;
            case EXTENSION_LF -> lineFeed(c, State.DATA);
            case DATA_CR -> c == Octets.CR ? State.DATA_LF : State.MALFORMED;
            case DATA_LF -> lineFeed(c, State.SIZE_START);
            case LAST_EXTENSION -> c == Octets.CR ? State.LAST_LF : c == Octets.LF ? State.MALFORMED : state;
            case LAST_LF -> lineFeed(c, State.TRAILER);
            case TRAILER -> c == Octets.CR ? State.FINAL_LF : c == Octets.LF ? State.MALFORMED : State.TRAILER_LINE;
            case TRAILER_LINE -> c == Octets.CR ? State.TRAILER_LINE_LF : c == Octets.LF ? State.MALFORMED : state;
            case TRAILER_LINE_LF -> lineFeed(c, State.TRAILER);
            case FINAL_LF -> lineFeed(c, State.ENDED);
            case DATA, ENDED, MALFORMED -> state;
        };
    }

    private static State lineFeed(byte c, State next) {
        return c == Octets.LF ? next : State.MALFORMED;
    }

    private State sizeStart(byte c) {
        rest = Octets.hex(c);
        if (rest < 0) {
            rest = 0;
            return State.MALFORMED;
        }
        return State.SIZE;
    }

    private State size(byte c) {
        if (rest > Long.MAX_VALUE / 16) {
            return State.MALFORMED;
        }
        int digit = Octets.hex(c);
        if (digit >= 0) {
            rest = rest * 16 + digit;
            return State.SIZE;
        }
        boolean last = rest == 0;
        return switch (c) {
            case Octets.CR -> last ? State.LAST_LF : State.EXTENSION_LF;
            case ';', ' ', '\t' -> last ? State.LAST_EXTENSION : State.EXTENSION;
            default -> State.MALFORMED;
        };
    }
}
