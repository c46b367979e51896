package io.waflab.reproduce;

import java.io.IOException;

/** Something was to be sent on a connection that the peer, or this end, has ended. */
public final class ConnectionGone extends IOException {

    private static final long serialVersionUID = 1;

    public ConnectionGone(String message) {
        super(message);
    }
}
