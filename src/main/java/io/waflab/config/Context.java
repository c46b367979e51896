package io.waflab.config;

/** Where a directive may stand, as nginx's documentation says under "Context". */
public enum Context {
    MAIN,
    HTTP,
    SERVER,
    LOCATION,
    /** {@code if} in a location. */
    IF,
    /** {@code if} in a server. */
    SERVER_IF,
    LIMIT_EXCEPT,
    UPSTREAM
}
