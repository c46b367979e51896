package io.waflab.connection;

import io.waflab.config.Directive;

/**
 * Every timer of a connection, named by its directive. A timer occupies a slot: nginx has one timer for each direction
 * of each socket, and starting one replaces what ran in its slot.
 */
public enum Timer {
    CLIENT_HEADER(Directive.CLIENT_HEADER_TIMEOUT, Slot.CLIENT_READ),
    CLIENT_BODY(Directive.CLIENT_BODY_TIMEOUT, Slot.CLIENT_READ),
    KEEPALIVE(Directive.KEEPALIVE_TIMEOUT, Slot.CLIENT_READ),
    /** The first part of keepalive_timeout, which outlasts even a shutdown. */
    KEEPALIVE_MIN(Directive.KEEPALIVE_MIN_TIMEOUT, Slot.CLIENT_READ),
    LINGERING(Directive.LINGERING_TIMEOUT, Slot.CLIENT_READ),
    /** The limit of all lingering together; nginx keeps it as a deadline beside the read timer. */
    LINGERING_TIME(Directive.LINGERING_TIME, Slot.CLIENT_LINGERING),
    SEND(Directive.SEND_TIMEOUT, Slot.CLIENT_WRITE),
    /** Until a request goes on that limit_req delays: no limit, but nginx has it in the place of one. */
    LIMIT_REQ(Directive.LIMIT_REQ, Slot.CLIENT_WRITE),
    /** Until a response goes on that limit_rate slows; send_timeout does not run meanwhile. */
    LIMIT_RATE(Directive.LIMIT_RATE, Slot.CLIENT_WRITE),
    RESOLVER(Directive.RESOLVER_TIMEOUT, Slot.UPSTREAM_WRITE),
    PROXY_CONNECT(Directive.PROXY_CONNECT_TIMEOUT, Slot.UPSTREAM_WRITE),
    PROXY_SEND(Directive.PROXY_SEND_TIMEOUT, Slot.UPSTREAM_WRITE),
    PROXY_READ(Directive.PROXY_READ_TIMEOUT, Slot.UPSTREAM_READ),
    /** Until the upstream is read again that proxy_limit_rate slows: proxy_read_timeout does not run meanwhile. */
    PROXY_LIMIT_RATE(Directive.PROXY_LIMIT_RATE, Slot.UPSTREAM_READ),

    // stream
    PROXY_PROTOCOL(Directive.PROXY_PROTOCOL_TIMEOUT, Slot.CLIENT_READ),
    SSL_HANDSHAKE(Directive.SSL_HANDSHAKE_TIMEOUT, Slot.CLIENT_READ),
    PREREAD(Directive.PREREAD_TIMEOUT, Slot.CLIENT_READ),
    /** nginx has it with the client's writing. */
    PROXY_IDLE(Directive.PROXY_TIMEOUT, Slot.CLIENT_WRITE),
    /** Until the client has taken a text of the proxy's own. */
    STREAM_RETURN(Directive.RETURN, Slot.CLIENT_WRITE),
    /** Until the client is read again that proxy_upload_rate slows. */
    UPLOAD_RATE(Directive.PROXY_UPLOAD_RATE, Slot.CLIENT_READ),
    /** Until the upstream is read again that proxy_download_rate slows. */
    DOWNLOAD_RATE(Directive.PROXY_DOWNLOAD_RATE, Slot.UPSTREAM_READ),
    /** Until the client's close_notify has answered that of a listen with TLS; nginx has no directive for it. */
    SSL_SHUTDOWN(Directive.LISTEN, Slot.CLIENT_READ);

    /** One timer can run in each at a time. */
    public enum Slot {
        CLIENT_READ,
        CLIENT_LINGERING,
        CLIENT_WRITE,
        UPSTREAM_READ,
        UPSTREAM_WRITE
    }

    private final Directive directive;
    private final Slot slot;

    Timer(Directive directive, Slot slot) {
        this.directive = directive;
        this.slot = slot;
    }

    public Directive directive() {
        return directive;
    }

    public Slot slot() {
        return slot;
    }

    /** The directive's name. */
    public String word() {
        return directive.word();
    }
}
