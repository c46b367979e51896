package io.waflab.http;

/** The versions of a request, in their order; a later minor version of HTTP/1 is spoken to as 1.1. */
public enum HttpVersion {
    /** {@code GET /} and a line end: no fields either way, the answer is the bare body (RFC 1945, 4.1). */
    HTTP_09,
    HTTP_10,
    HTTP_11,
    HTTP_2
}
