package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.config.Directive;
import io.waflab.connection.Happened;
import io.waflab.connection.Http2Error;

/**
 * A request's body on its way in, and the window that the client has for it, as nginx opens it: http2_body_preread_size
 * until it is known what to do with a body; then without a limit for one that is stored, and for one that is passed on as
 * it comes so much as client_body_buffer_size, opened again as it goes on (ngx_http_v2_read_request_body).
 *
 * <p>Bounded: what cannot be passed on yet is within a window; while a file is slower than the client, the connection is not
 * read.
 */
final class Http2Inflow {

    private final Http2Stream stream;
    private final Http2Session session;
    private final KeptPieces early = new KeptPieces();
    private RequestBody body;
    private long window;
    private long whole;
    /** Of the DATA frame that is being read. */
    private int left;

    private boolean unlimited;
    private boolean paused;
    private boolean ended;
    private boolean dropping;

    Http2Inflow(Http2Stream stream, Http2Session session, boolean ended) {
        this.stream = stream;
        this.session = session;
        this.ended = ended;
        window = session.firstWindow();
    }

    /** Whether the client has sent all that it will. */
    boolean isEnded() {
        return ended;
    }

    /**
     * A DATA frame begins.
     *
     * @param length of its payload, padding included
     * @param padding of these
     * @return false when its bytes are not to be looked at
     */
    boolean begins(int length, int padding) {
        if (length > window) {
            session.log("client violated flow control for stream " + stream.id() + ": received DATA frame length "
                    + length + ", available window " + window);
            stream.broken(Http2Error.FLOW_CONTROL_ERROR);
            return false;
        }
        window -= length;
        left = length - padding;
        if (unlimited && window < Http2Windows.MOST / 4) {
            session.opens(stream.id(), Http2Windows.MOST - window);
            window = Http2Windows.MOST;
        }
        if (ended) {
            session.log("client sent DATA frame for half-closed stream " + stream.id());
            stream.broken(Http2Error.STREAM_CLOSED);
            return false;
        }
        return true;
    }

    /** Bytes of a DATA frame; true when they count for something. */
    boolean piece(ByteBuf bytes, boolean endStream) {
        ended |= endStream;
        left -= bytes.readableBytes();
        if (dropping || stream.life().answered()) {
            bytes.release();
            return false;
        }
        early.add(bytes);
        session.reads(this);
        return true;
    }

    /** Somebody wants the body. */
    void read(RequestBody next) {
        body = next;
        if (dropping) {
            return;
        }
        if (!ended) {
            open();
        }
        passOn();
    }

    private void open() {
        unlimited = !body.isPaced();
        long room = Http2Windows.MOST;
        if (!unlimited) {
            whole = Math.max(stream.settings().size(Directive.CLIENT_BODY_BUFFER_SIZE), session.firstWindow());
            room = whole;
        }
        // Beyond what the client has in its window already, and what came of it.
        long more = unlimited ? room - window : room - session.firstWindow();
        if (more > 0) {
            session.opens(stream.id(), more);
            window += more;
        }
    }

    /** Stops taking while whoever takes the body is slower than the client, or goes on; the rules hear of it. */
    void pause(boolean pause) {
        if (paused == pause) {
            return;
        }
        paused = pause;
        if (unlimited) {
            session.pauseReading(pause);
        }
        if (pause) {
            stream.happened(Happened.CLIENT_PAUSED);
        } else {
            if (!ended && !dropping) {
                stream.happened(Happened.BODY_READ);
            }
            stream.soon(this::passOn);
        }
    }

    /** Hands on what came, in one piece: nginx does so when it has read all that was there. */
    void passOn() {
        if (body == null || body.ended() || paused || dropping) {
            return;
        }
        if (ended || !early.isEmpty()) {
            var fault = body.take(early.joined(), ended);
            if (!fault.isEmpty()) {
                stream.log("info", fault);
            }
        }
        if (!paused && !ended && !unlimited && !dropping && !body.isKept()) {
            again();
        }
    }

    /** All that came has gone on: the client may send as much again. */
    private void again() {
        long room = whole - left;
        if (room > window) {
            session.opens(stream.id(), room - window);
            window = room;
        }
    }

    /** Nobody wants what still comes; the window stays as it is. */
    void drop() {
        dropping = true;
        if (paused && unlimited) {
            session.pauseReading(false);
        }
        paused = false;
        release();
    }

    /** The stream is over; what still comes of a frame that was begun is dropped. */
    void release() {
        dropping = true;
        if (paused && unlimited) {
            paused = false;
            session.pauseReading(false);
        }
        early.release();
    }
}
