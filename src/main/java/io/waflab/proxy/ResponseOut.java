package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.http.FieldNames;
import io.waflab.http.ResponseHead;
import java.util.List;

/**
 * How a response is framed for its client: in HTTP/1 or in frames of HTTP/2. Tells its carrier's rules when the client
 * takes no more, and when all is with the kernel.
 */
interface ResponseOut {

    /** {@code 100 Continue}, sent at once. Returns its bytes. */
    long sendContinue();

    /**
     * The response whose head comes next is not to be faster than that. Where a framing knows no pace, it goes as fast as
     * its client takes it.
     */
    default void limit(Pace pace) {}

    /**
     * Sends 103 and the fields that are not hidden, at once (RFC 8297). Returns its bytes; 0 where it is not sent.
     *
     * @param hints of the upstream
     */
    default long earlyHints(ResponseHead hints, FieldNames hidden) {
        return 0;
    }

    /** Takes the head, which is sent with a later flush. Returns its bytes. */
    long head(Reply reply);

    /** Whether the client gets nothing more, whatever is sent. */
    default boolean isDeaf() {
        return false;
    }

    /** Takes a piece of the body, and releases it; or of a tunnel. Returns the bytes beside it that frame it. */
    int body(ByteBuf piece);

    /**
     * Takes what comes behind the body, before {@link #end}. Returns the bytes of an HTTP/1 body's end.
     *
     * @param trailers sent where the framing has a place for them
     */
    int last(List<Reply.Field> trailers);

    /** Ends the response and hands everything on; RESPONSE_FLUSHED follows, at once when nothing waits. */
    void end();

    /** Bytes so far of what frames the body, or comes behind it, and is none of {@code $body_bytes_sent}. */
    default long framed() {
        return 0;
    }

    /** Hands on what was taken. */
    void flush();

    /**
     * Hands on as nginx does between two reads of the upstream: in the plain from postpone_output on, over TLS only full
     * blocks of ssl_buffer_size (16 KiB).
     *
     * @param postponeOutput bytes
     */
    void pass(long postponeOutput);

    /** Bytes that were taken and are not yet with the kernel. */
    long waiting();

    /** Whether it is not known yet what the kernel takes of that. */
    boolean isUnsettled();
}
