package io.waflab.config;

/** Where a directive may stand, as nginx's documentation says under "Context". */
public enum Context {
    MAIN,
    HTTP,
    SERVER,
    LOCATION,
    UPSTREAM
}
