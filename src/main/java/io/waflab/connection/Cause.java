package io.waflab.connection;

/** Why a connection ended: the stable ids that logs, JSON, reports and diagnoses share. */
public enum Cause {
    CONNECT_TIMEOUT("connect-timeout"),
    CONNECT_REFUSED("connect-refused"),
    HANDSHAKE_TIMEOUT("handshake-timeout"),
    /** In reports followed by {@code :} and the alert's name. */
    HANDSHAKE_REFUSED("handshake-refused"),
    HANDSHAKE_ABORTED_BY_CLIENT("handshake-aborted-by-client"),
    /** In reports followed by {@code :} and the alert's name. */
    CERTIFICATE_REJECTED("certificate-rejected"),
    PLAINTEXT_ON_TLS_PORT("plaintext-on-tls-port"),
    UNUSED_CONNECTION_TIMEOUT("unused-connection-timeout"),
    HEADER_TIMEOUT("header-timeout"),
    BODY_TIMEOUT("body-timeout"),
    /** The client stopped reading: send_timeout. */
    SEND_TIMEOUT("send-timeout"),
    RESPONSE_TIMEOUT("response-timeout"),
    RESPONSE_CUT("response-cut"),
    TUNNEL_IDLE_TIMEOUT("tunnel-idle-timeout"),
    SERVER_IDLE_TIMEOUT("server-idle-timeout"),
    SERVER_MAX_REQUESTS("server-max-requests"),
    CLIENT_IDLE_TIMEOUT("client-idle-timeout"),
    CLIENT_GAVE_UP("client-gave-up"),
    KEEPALIVE_RACE("keepalive-race"),
    UPSTREAM_FAILED_AT_ONCE("upstream-failed-at-once"),
    PATH_SILENT("path-silent"),
    PATH_RESET("path-reset"),
    SERVER_RESET("server-reset"),
    SERVER_CRASHED("server-crashed"),
    /** A request that nginx answers with 400 and the like, or with nothing ({@code return 444}). */
    REQUEST_REFUSED("request-refused"),
    /** The proxy is being stopped. */
    SHUTDOWN("shutdown"),
    /** Nothing ended it: the capture ends first. */
    STILL_OPEN("still-open"),
    NORMAL_CLOSE("normal-close");

    private final String id;

    Cause(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
