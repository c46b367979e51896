package io.waflab.config;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The variables that a {@link Template} may name: nginx's (nginx.org/en/docs/varindex.html). A template with any other is
 * refused, so whoever evaluates them can switch over this enum.
 */
public enum Variable {
    /** {@code $http_user_agent}: a field of the request; dashes are underscores, letters small. */
    HTTP_FIELD("http_"),
    /** {@code $sent_http_content_type}: a field of the response as it goes to the client. */
    SENT_HTTP_FIELD("sent_http_"),
    /** {@code $sent_trailer_x}: a field that follows the response's body. */
    SENT_TRAILER_FIELD("sent_trailer_"),
    /** {@code $upstream_http_server}: a field of the response as it came from the upstream. */
    UPSTREAM_HTTP_FIELD("upstream_http_"),
    /** {@code $upstream_cookie_name}: a cookie that the upstream sets. */
    UPSTREAM_COOKIE("upstream_cookie_"),
    /** {@code $upstream_trailer_name}: a trailer of the upstream's, with proxy_pass_trailers. */
    UPSTREAM_TRAILER("upstream_trailer_"),
    /** {@code $arg_name}: an argument of the query, not decoded. */
    ARG("arg_"),
    /** {@code $cookie_name}. */
    COOKIE("cookie_"),
    /** {@code $proxy_protocol_tlv_alpn}: by name, or by {@code 0x} and its number. */
    PROXY_PROTOCOL_TLV("proxy_protocol_tlv_"),

    // the connection
    REMOTE_ADDR,
    REMOTE_PORT,
    /** 4 or 16 bytes. */
    BINARY_REMOTE_ADDR,
    SERVER_ADDR,
    SERVER_PORT,
    CONNECTION,
    CONNECTION_REQUESTS,
    CONNECTION_TIME,
    /** As {@code stub_status} counts; likewise the next three. */
    CONNECTIONS_ACTIVE,
    CONNECTIONS_READING,
    CONNECTIONS_WRITING,
    CONNECTIONS_WAITING,
    PROXY_PROTOCOL_ADDR,
    PROXY_PROTOCOL_PORT,
    PROXY_PROTOCOL_SERVER_ADDR,
    PROXY_PROTOCOL_SERVER_PORT,
    /** The client's own address, where realip has put another in its place. */
    REALIP_REMOTE_ADDR,
    REALIP_REMOTE_PORT,
    SSL_PROTOCOL,
    SSL_CIPHER,
    /** What the client offered. */
    SSL_CIPHERS,
    SSL_CURVE,
    /** What the client offered. */
    SSL_CURVES,
    /** {@code 1} for early data, which is never taken. */
    SSL_EARLY_DATA,
    /** PEM, its further lines behind a tab. */
    SSL_CLIENT_CERT,
    SSL_CLIENT_RAW_CERT,
    SSL_CLIENT_ESCAPED_CERT,
    SSL_CLIENT_S_DN,
    SSL_CLIENT_I_DN,
    SSL_CLIENT_S_DN_LEGACY,
    SSL_CLIENT_I_DN_LEGACY,
    SSL_CLIENT_SERIAL,
    SSL_CLIENT_FINGERPRINT,
    /** NONE, SUCCESS, or FAILED and why. */
    SSL_CLIENT_VERIFY,
    SSL_CLIENT_V_START,
    SSL_CLIENT_V_END,
    /** Days. */
    SSL_CLIENT_V_REMAIN,
    SSL_SERVER_NAME,
    SSL_SESSION_REUSED,
    SSL_SESSION_ID,
    SSL_ALPN_PROTOCOL,
    /** {@code h2} or {@code h2c}; empty in HTTP/1. */
    HTTP2,

    // the request
    REMOTE_USER,
    REQUEST,
    REQUEST_METHOD,
    REQUEST_URI,
    URI,
    DOCUMENT_URI,
    ARGS,
    QUERY_STRING,
    IS_ARGS,
    SCHEME,
    HOST,
    SERVER_NAME,
    SERVER_PROTOCOL,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    REQUEST_LENGTH,
    REQUEST_ID,
    /** The file that the request is for, or would be. */
    REQUEST_FILENAME,
    DOCUMENT_ROOT,
    /** {@code $document_root} with its symbolic links followed. */
    REALPATH_ROOT,
    /** The body where it was read into memory whole. */
    REQUEST_BODY,
    /** The file that the body was read into. */
    REQUEST_BODY_FILE,
    /** {@code 1} where valid_referers does not allow the request's Referer, else empty. */
    INVALID_REFERER,
    /** Bytes a second; may be set. */
    LIMIT_RATE,
    REQUEST_TIME,
    REQUEST_COMPLETION,
    /** {@code on} in TLS, else empty. */
    HTTPS,
    /** {@code p} for a pipelined request, else a dot. */
    PIPE,
    /** PASSED, DELAYED, REJECTED, DELAYED_DRY_RUN or REJECTED_DRY_RUN. */
    LIMIT_REQ_STATUS,
    /** PASSED, REJECTED or REJECTED_DRY_RUN. */
    LIMIT_CONN_STATUS,

    // the response
    STATUS,
    BODY_BYTES_SENT,
    BYTES_SENT,
    /** By how much gzip made the body smaller: {@code 3.25}; empty where it was not compressed to its end. */
    GZIP_RATIO,

    // the upstream
    PROXY_HOST,
    PROXY_PORT,
    PROXY_ADD_X_FORWARDED_FOR,
    UPSTREAM_ADDR,
    UPSTREAM_STATUS,
    UPSTREAM_RESPONSE_TIME,
    UPSTREAM_CONNECT_TIME,
    UPSTREAM_HEADER_TIME,
    UPSTREAM_RESPONSE_LENGTH,
    /** MISS where an upstream was asked and proxy_cache is on, else empty. */
    UPSTREAM_CACHE_STATUS,
    UPSTREAM_BYTES_RECEIVED,
    UPSTREAM_BYTES_SENT,

    // stream
    /** From the client. */
    BYTES_RECEIVED,
    /** Seconds since the connection was accepted. */
    SESSION_TIME,
    /** {@code TCP}. */
    PROTOCOL,
    /** What the client's hello names, where it is read without TLS being spoken. */
    SSL_PREREAD_SERVER_NAME,
    /** The latest version that it speaks. */
    SSL_PREREAD_PROTOCOL,
    /** What it offers by ALPN, with commas between. */
    SSL_PREREAD_ALPN_PROTOCOLS,
    UPSTREAM_FIRST_BYTE_TIME,
    UPSTREAM_SESSION_TIME,

    // the process
    TIME_LOCAL,
    TIME_ISO8601,
    MSEC,
    HOSTNAME,
    PID,
    NGINX_VERSION;

    private static final Map<String, Variable> BY_WORD = new HashMap<>();

    private static final List<Variable> FAMILIES = new ArrayList<>();

    static {
        for (var variable : values()) {
            if (variable.isFamily()) {
                FAMILIES.add(variable);
            } else {
                BY_WORD.put(variable.word(), variable);
            }
        }
    }

    /** Those that only stream has. */
    private static final Set<Variable> STREAM_ONLY = EnumSet.range(BYTES_RECEIVED, UPSTREAM_SESSION_TIME);

    /** Those of http that stream has too (nginx.org/en/docs/varindex.html). */
    private static final Set<Variable> STREAM_TOO = EnumSet.of(
            PROXY_PROTOCOL_TLV,
            REMOTE_ADDR,
            REMOTE_PORT,
            BINARY_REMOTE_ADDR,
            SERVER_ADDR,
            SERVER_PORT,
            CONNECTION,
            PROXY_PROTOCOL_ADDR,
            PROXY_PROTOCOL_PORT,
            PROXY_PROTOCOL_SERVER_ADDR,
            PROXY_PROTOCOL_SERVER_PORT,
            REALIP_REMOTE_ADDR,
            REALIP_REMOTE_PORT,
            SSL_PROTOCOL,
            SSL_CIPHER,
            SSL_CIPHERS,
            SSL_CURVE,
            SSL_CURVES,
            SSL_CLIENT_CERT,
            SSL_CLIENT_RAW_CERT,
            SSL_CLIENT_S_DN,
            SSL_CLIENT_I_DN,
            SSL_CLIENT_SERIAL,
            SSL_CLIENT_FINGERPRINT,
            SSL_CLIENT_VERIFY,
            SSL_CLIENT_V_START,
            SSL_CLIENT_V_END,
            SSL_CLIENT_V_REMAIN,
            SSL_SERVER_NAME,
            SSL_SESSION_REUSED,
            SSL_SESSION_ID,
            SSL_ALPN_PROTOCOL,
            LIMIT_CONN_STATUS,
            STATUS,
            BYTES_SENT,
            UPSTREAM_ADDR,
            UPSTREAM_CONNECT_TIME,
            UPSTREAM_BYTES_RECEIVED,
            UPSTREAM_BYTES_SENT,
            TIME_LOCAL,
            TIME_ISO8601,
            MSEC,
            HOSTNAME,
            PID,
            NGINX_VERSION);

    private final String prefix;

    Variable() {
        this("");
    }

    Variable(String prefix) {
        this.prefix = prefix;
    }

    /** The variable of http of that name (without {@code $}); the families by what their names begin with. */
    public static Optional<Variable> of(String name) {
        return find(name).filter(variable -> !STREAM_ONLY.contains(variable));
    }

    /** The variable of stream of that name. */
    static Optional<Variable> ofStream(String name) {
        return find(name).filter(variable -> STREAM_ONLY.contains(variable) || STREAM_TOO.contains(variable));
    }

    private static Optional<Variable> find(String name) {
        var exact = BY_WORD.get(name);
        if (exact != null) {
            return Optional.of(exact);
        }
        for (var family : FAMILIES) {
            if (name.startsWith(family.prefix) && name.length() > family.prefix.length()) {
                return Optional.of(family);
            }
        }
        return Optional.empty();
    }

    /** Whether it is a family, whose members are known by what their names begin with. */
    boolean isFamily() {
        return !prefix.isEmpty();
    }

    /** As a template names it: {@code remote_addr}; the prefix for a family: {@code http_}. */
    public String word() {
        return prefix.isEmpty() ? name().toLowerCase(Locale.ROOT) : prefix;
    }

    /** What a family's member is about: {@code user_agent} of {@code http_user_agent}; empty for other variables. */
    public String member(String name) {
        return prefix.isEmpty() ? "" : name.substring(prefix.length());
    }
}
