package io.waflab.connection;

import io.waflab.config.Directive;
import java.time.Duration;
import java.util.Optional;

/** A fact about a connection of stream that its rules are told. It never carries payload. */
public sealed interface SessionEvent
        permits HandshakeFailed,
                SessionEvent.Expired,
                SessionEvent.Refused,
                SessionEvent.NoUpstream,
                SessionEvent.Slowed,
                SessionEvent.Plain {

    /** A timer ran out. */
    record Expired(Timer timer) implements SessionEvent {}

    /**
     * The connection is not to be served.
     *
     * @param status of the access log
     * @param directive by which
     */
    record Refused(int status, Directive directive) implements SessionEvent {}

    /**
     * No upstream took the connection, and none is left to try.
     *
     * @param status of the access log: 500 or 502
     * @param timer what ran out; empty for a failure
     */
    record NoUpstream(int status, Optional<Timer> timer) implements SessionEvent {}

    /**
     * One side is not to be read before a while has passed: proxy_upload_rate, proxy_download_rate.
     *
     * @param timer UPLOAD_RATE or DOWNLOAD_RATE
     * @param duration from now; more than 0
     */
    record Slowed(Timer timer, Duration duration) implements SessionEvent {}

    /** The facts that say everything by their name. */
    enum Plain implements SessionEvent {
        /** A PROXY protocol header is awaited from the client. */
        PROXY_HEADER_AWAITED,
        PROXY_HEADER_READ,
        /** The first bytes are no PROXY protocol header; nginx has only peeked at them. */
        PROXY_HEADER_BROKEN,
        /** TLS begins with the client. */
        HANDSHAKING,
        HANDSHAKE_DONE,
        /** The first bytes on a TLS port are no TLS. */
        PLAINTEXT,
        /** The client's first bytes are awaited, to be looked at. */
        PREREADING,
        /** They said what had to be known. */
        PREREAD_DONE,
        /** The upstream's name is being looked up. */
        RESOLVING,
        /** A connection to the upstream is being made, or TLS on it. */
        CONNECTING,
        /** The upstream was hung up on, for another one. */
        UPSTREAM_LEFT,
        /** Bytes can go both ways; what had come from the client is on its way. */
        CONNECTED,
        /** A text of the proxy's own is sent: return. */
        REPLYING,
        /** All of it is with the kernel. */
        REPLIED,
        /** Bytes passed, or some of what was waiting was taken, either way. */
        FLOWED,
        /** The client's kernel takes no more for now. */
        CLIENT_BLOCKED,
        /** Nothing waits for the client any more. */
        CLIENT_DRAINED,
        UPSTREAM_BLOCKED,
        UPSTREAM_DRAINED,
        /** close_notify came from the client. */
        CLIENT_NOTIFIED,
        CLIENT_FIN,
        CLIENT_RST,
        /** A TLS record that cannot be read; the engine has answered with its alert. */
        CLIENT_GARBAGE,
        /** Bytes came from the client after the proxy's close_notify. */
        CLIENT_LATE,
        /** close_notify came from the upstream, a FIN behind it or not. */
        UPSTREAM_NOTIFIED,
        UPSTREAM_FIN,
        UPSTREAM_RST,
        /** End at once. */
        STOP_NOW
    }
}
