package io.waflab.journal;

/** The kinds of things that happen on a leg, whoever tells them: the proxy or a capture. */
public enum What {
    /** TCP open: the accepted socket, or SYN. Its answer (SYN,ACK) has {@link Observation#by()} SERVER. */
    OPEN,
    /** TLS handshake records, or in the proxy's story the finished handshake with version and cipher as detail. */
    HANDSHAKE,
    CHANGE_CIPHER_SPEC,
    /** TLS application data, or plain bytes on a leg without TLS. */
    DATA,
    /** A TLS alert; detail is its name where it can be known. */
    ALERT,
    /** An ACK that carries nothing else. Only captures see these. */
    ACK,
    /** Bytes, SYN or FIN sent again for want of an ACK; size is the bytes. Only captures see these. */
    RETRANSMISSION,
    FIN,
    RST,
    /** A request head was read; detail is its request line. In a capture brackets follow, as for {@link #RESPONSE}. */
    REQUEST,
    /**
     * A response head was sent or read; size is the status. In a capture detail is its status line, and behind it in brackets
     * how much of the body has come: {@code [5 of 5000 bytes]}, {@code [5 bytes, chunked]} with its end or {@code [5 bytes,
     * chunked, unfinished]}, {@code [5 bytes, until the end]}, {@code [head unfinished]}; nothing where there is no body.
     */
    RESPONSE,
    /** HTTP/2: a stream was given up; detail is its number and why. */
    RST_STREAM,
    /** HTTP/2: no further stream will be answered; detail is why. */
    GOAWAY,
    /** A timer ran out; detail is its directive. */
    EXPIRED,
    /** A phase began; detail is its word. */
    PHASE,
    /** The connection's ending in words. Last. */
    ENDED;

    /** Whether an end said it in bytes of its own, for the first time. */
    public boolean isPayload() {
        return switch (this) {
            case DATA, HANDSHAKE, ALERT, REQUEST, RESPONSE, CHANGE_CIPHER_SPEC -> true;
            default -> false;
        };
    }
}
