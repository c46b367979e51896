package io.waflab.reproduce;

/** When an origin's misbehaviour sets in, in the order of an exchange. */
public enum Moment {
    /** The connection is accepted; nothing has been read. */
    CONNECT("onConnect"),
    /** The request's head is read, its body is not. */
    REQUEST("onRequest"),
    /** The request is read; nothing is sent. */
    RESPONSE_HEAD("onResponseHead"),
    /** The response's head and half of its body are sent. */
    RESPONSE_BODY("onResponseBody"),
    /** Everything is sent but what says that the body is over: the last chunk, or the FIN. */
    RESPONSE_END("onResponseEnd"),
    /** The response is sent; the next request has not begun. */
    IDLE("onIdle");

    private final String key;

    Moment(String key) {
        this.key = key;
    }

    /** As configurations write it. */
    public String key() {
        return key;
    }
}
