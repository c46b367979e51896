package io.waflab.http;

import io.waflab.connection.Http2Error;

/** What a client sent breaks HTTP/2 so that the whole connection ends: GOAWAY with that code. */
public final class Http2Failure extends Exception {

    private static final long serialVersionUID = 1;

    private final Http2Error error;

    /** @param reason the words of nginx's error log; unescaped client text included: escape it where it is shown */
    public Http2Failure(Http2Error error, String reason) {
        super(reason, null, false, false);
        this.error = error;
    }

    public Http2Error error() {
        return error;
    }
}
