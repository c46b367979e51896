package io.waflab.connection;

/** The facts about a connection that say everything by their name. */
public enum Happened implements Event {
    /** A socket was accepted on a TLS listener. */
    ACCEPTED_TLS,
    /** A socket was accepted on a listener without TLS. */
    ACCEPTED_PLAIN,
    HANDSHAKE_DONE,
    /** The first bytes are no PROXY protocol header where one is asked for. */
    PROXY_HEADER_BROKEN,
    /** As {@link #PROXY_HEADER_BROKEN}, and nginx has only peeked at them: its socket holds them unread. */
    PROXY_HEADER_BROKEN_UNREAD,
    /** The first bytes on a TLS port are no TLS. */
    PLAINTEXT,
    /** Some bytes of a request head have come, not all of it. */
    HEAD_BEGUN,
    /** Bytes of the request body have come, not its last; or it is read again, after {@link #CLIENT_PAUSED}. */
    BODY_READ,
    /** The request body is left unread: whoever takes it is slower than the client. */
    CLIENT_PAUSED,
    /**
     * The request, or its body, is none that nginx takes, or gets a status that it closes after: nothing is read behind it.
     */
    REQUEST_WRONG,
    /**
     * What was to answer is not as the client wants it (412). nginx finds that in a filter, where putting the page in its
     * place counts as an error: behind the page the connection ends, which no head says (ngx_http_filter_finalize_request).
     */
    CONDITION_FAILED,
    /** The request's body is found wrong, and the head of a response has been passed on. */
    BODY_WRONG,
    /** A body that is being dropped is found wrong, in what came of it later than its answer. */
    DROPPED_BODY_WRONG,
    /** The request body is complete. */
    BODY_END,
    /** The upstream's name is being looked up. */
    RESOLVING,
    /** A connection to the upstream is being made. */
    CONNECTING,
    /** The upstream was hung up on, for another one or for an answer of the proxy's own. */
    UPSTREAM_LEFT,
    /** The upstream's socket is open. */
    CONNECTED,
    /** Nothing waits for the upstream any more. */
    UPSTREAM_DRAINED,
    /** The kernel takes no more of the request for now. */
    UPSTREAM_BLOCKED,
    /** The upstream took some of what was waiting; more waits. */
    UPSTREAM_PROGRESS,
    /** The whole request is with the kernel. */
    REQUEST_SENT,
    /** The response head was read and is being passed on. */
    RESPONSE_HEAD,
    /** Bytes of the response body came, and all that came was taken; or the client took some, and more may come. */
    RESPONSE_READ,
    /** The response cannot go on after its head was passed on: the upstream's is wrong, or the proxy's own file is cut. */
    RESPONSE_CUT,
    /** The upstream ended the connection in mid-response, after the head had been passed on. */
    RESPONSE_CUT_BY_FIN,
    /** As {@link #RESPONSE_CUT_BY_FIN}, with close_notify, a FIN behind it or not. */
    RESPONSE_CUT_BY_NOTIFY,
    /** As {@link #RESPONSE_CUT_BY_FIN}, with RST. */
    RESPONSE_CUT_BY_RST,
    /** Only the connection's end can end the response. */
    RESPONSE_UNBOUNDED,
    /** The upstream is not being read: the client is slower than it. */
    UPSTREAM_PAUSED,
    /** The response is complete; some of it may still be on its way to the client. */
    RESPONSE_END,
    /** 101 was passed on: bytes both ways from here. */
    UPGRADED,
    /** Bytes came from the client after the proxy's FIN, and were dropped. */
    LINGERED,
    /** Bytes came from the client through a tunnel. */
    TUNNEL_SENT,
    /** Bytes came from the upstream through a tunnel. */
    TUNNEL_READ,
    /** The upstream ended a tunnel, and all it sent has been passed on. */
    TUNNEL_END,
    /** As {@link #TUNNEL_END}, with close_notify, a FIN behind it or not. */
    TUNNEL_NOTIFIED,
    /** As {@link #TUNNEL_END}, with RST. */
    TUNNEL_RST,
    /** The client's kernel takes no more for now. */
    CLIENT_BLOCKED,
    /** The client took some of what was waiting; more waits. */
    CLIENT_PROGRESS,
    /** Nothing waits for the client any more. */
    CLIENT_DRAINED,
    /** The response, or what there was of it, is with the kernel; nothing of the client's is unread. */
    RESPONSE_FLUSHED,
    /** As {@link #RESPONSE_FLUSHED}, and bytes that the client sent behind its request are still unread. */
    RESPONSE_FLUSHED_MORE_UNREAD,
    /** Bytes, FIN or RST came from a client that takes what is sent, while its response is waited for. */
    CLIENT_STIRRED,
    /** close_notify came from the client. */
    CLIENT_NOTIFIED,
    CLIENT_FIN,
    /** As {@link #CLIENT_FIN}, and nginx's socket would hold bytes (such as the close_notify) that it never read. */
    CLIENT_FIN_UNREAD,
    CLIENT_RST,
    /** A write to the client failed: it is gone, whether its RST was ignored or not. */
    CLIENT_BROKEN,
    /** A TLS record that cannot be read; the engine has answered with its alert. */
    CLIENT_GARBAGE,
    /** HTTP/2 is spoken from here on. */
    HTTP2_BEGUN,
    /** HTTP/2: a part of a frame has come, not all of it. */
    FRAME_BEGUN,
    /** HTTP/2: no frame is there in part any more. */
    FRAME_WHOLE,
    /** HTTP/2: a stream is opened. */
    STREAM_BEGUN,
    /** HTTP/2: no stream is open, and all that was sent is with the kernel. */
    STREAMS_DONE,
    /** HTTP/2: the client lets answers to its frames pile up. */
    ANSWERS_PILED_UP,
    /** Finish what runs and end (SIGQUIT in nginx). */
    STOP,
    /** End at once (SIGTERM in nginx). */
    STOP_NOW
}
