package io.waflab.connection;

/** The two legs of a proxied exchange. */
public enum Side {
    /** Between the client and the proxy. */
    DOWNSTREAM,
    /** Between the proxy and the origin. */
    UPSTREAM
}
