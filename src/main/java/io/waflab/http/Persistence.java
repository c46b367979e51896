package io.waflab.http;

/** What a response says of its connection. */
public enum Persistence {
    KEEP_ALIVE,
    CLOSE,
    /** After 101 the connection speaks another protocol. */
    UPGRADE
}
