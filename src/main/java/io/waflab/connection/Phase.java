package io.waflab.connection;

/** What a connection is doing. The words in JSON are those of a diagnosis. */
public enum Phase {
    /** TCP only: SYN sent, or the proxy's connect to the origin. */
    CONNECT("connect"),
    /** TLS handshake running. */
    HANDSHAKE("handshake"),
    /** Handshake done (or plain TCP open), no byte of a first request. */
    UNUSED("idle"),
    /** A request's head or body is being read. */
    REQUEST("request"),
    /** A request that was read and waits, as limit_req asks. */
    HELD("request"),
    /** The request is with the upstream; no byte of the response has gone to the client. */
    AWAITING_RESPONSE("awaiting-response"),
    /** The response is being sent to the client. */
    RESPONSE("response"),
    /** Upgraded (RFC 9110 section 7.8): bytes both ways. */
    TUNNEL("tunnel"),
    /** Kept alive between two requests. */
    IDLE("idle"),
    /** Closed for writing, the rest of the client's bytes being read and dropped (nginx's lingering_close). */
    LINGERING("response"),
    CLOSED("closed");

    private final String word;

    Phase(String word) {
        this.word = word;
    }

    /** As reports write it. */
    public String word() {
        return word;
    }
}
