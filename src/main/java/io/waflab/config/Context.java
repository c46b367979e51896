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
    UPSTREAM,
    STREAM,
    /** {@code server} in stream. */
    STREAM_SERVER,
    /** {@code upstream} in stream. */
    STREAM_UPSTREAM;

    /** Whether it is stream, or inside of it. */
    boolean isStream() {
        return this == STREAM || this == STREAM_SERVER || this == STREAM_UPSTREAM;
    }

    /** Whether it is a group of servers. */
    boolean isUpstream() {
        return this == UPSTREAM || this == STREAM_UPSTREAM;
    }
}
