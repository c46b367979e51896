package io.waflab.capture;

import io.waflab.journal.What;

/**
 * Something that TLS hides and keys show.
 *
 * @param frame the packet's number, from 1
 * @param nanos when it was captured, since 1970
 * @param from address and port of who sent it, as {@link Endpoint} writes them; where the packet was tunnelled, the inner ones
 * @param to the same of whom it was sent to
 * @param what a request, an answer, GOAWAY, RST_STREAM, an alert, HANDSHAKE for session tickets, or DATA for the close of a WebSocket
 * @param size the status of an answer; else 0
 * @param detail in words, escaped
 * @param promised content-length of a message of HTTP/1.1; -1 where there is none
 * @param wasHidden whether no one can see it without keys
 */
record HiddenFact(
        int frame,
        long nanos,
        String from,
        String to,
        What what,
        long size,
        String detail,
        long promised,
        boolean wasHidden) {

    HiddenFact saying(String detail) {
        return new HiddenFact(frame, nanos, from, to, what, size, detail, promised, wasHidden);
    }
}
