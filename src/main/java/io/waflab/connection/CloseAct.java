package io.waflab.connection;

/** How a connection is hung up, as the peer's kernel sees it. */
public enum CloseAct {
    /** close_notify (RFC 8446 section 6.1) and FIN in the same instant: nginx closing a connection in good standing. */
    NOTIFY_FIN("close_notify + FIN"),
    /**
     * close_notify, then RST: nginx closing a connection in good standing whose socket still holds bytes that it never
     * read; the kernel answers that with RST.
     */
    NOTIFY_RESET("close_notify + RST"),
    /** FIN alone: nginx's {@code ngx_ssl_shutdown} is quiet once a connection timed out, failed or has unsent data. */
    SILENT_FIN("FIN without close_notify"),
    /** RST: {@code reset_timedout_connection}. */
    SILENT_RESET("RST"),
    /** A fatal TLS alert, then FIN: the handshake was refused. */
    ALERT_FIN("fatal alert + FIN");

    private final String words;

    CloseAct(String words) {
        this.words = words;
    }

    /** As logs write it. */
    public String words() {
        return words;
    }
}
