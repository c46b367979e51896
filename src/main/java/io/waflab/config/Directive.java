package io.waflab.config;

import static io.waflab.config.Context.HTTP;
import static io.waflab.config.Context.IF;
import static io.waflab.config.Context.LIMIT_EXCEPT;
import static io.waflab.config.Context.LOCATION;
import static io.waflab.config.Context.MAIN;
import static io.waflab.config.Context.SERVER;
import static io.waflab.config.Context.SERVER_IF;
import static io.waflab.config.Context.STREAM;
import static io.waflab.config.Context.STREAM_SERVER;
import static io.waflab.config.Context.STREAM_UPSTREAM;
import static io.waflab.config.Context.UPSTREAM;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every directive that waflab acts on: its form, where it may stand, and its default. The one table of them: both
 * readers, inheritance, {@code check --effective} and the data plane go by it.
 *
 * <p>Names, meanings and defaults are nginx's (nginx.org/en/docs), those of Tengine where it differs is said by the
 * profiles in {@code conf/profiles}.
 */
public enum Directive {
    // the process
    /** Event loops: a number, or auto for one for each CPU. */
    WORKER_PROCESSES(Kind.TEXT, "auto", MAIN),
    /** Connections that may be open at once, those to upstreams included. */
    WORKER_CONNECTIONS(Kind.COUNT, "20000", MAIN),
    /**
     * What tells of the sockets: epoll, for which select and poll stand too, or waflab's own, io_uring. Absent: io_uring where
     * the process can have it (Linux 6.0 on), else epoll. A reload changes nothing.
     */
    USE(Kind.CHOICE, null, List.of("epoll", "io_uring", "select", "poll"), MAIN),
    /** How long running requests may take after the signal to stop. */
    WORKER_SHUTDOWN_TIMEOUT(Kind.TIME, "10s", MAIN),
    /** A file or stderr, and the least level that is written: debug, info, notice, warn, error, crit, alert, emerg. */
    ERROR_LOG(Kind.LINES, "stderr info", MAIN, HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),
    /** The file with the number of the process that takes signals; none is written when absent. */
    PID(Kind.TEXT, null, MAIN),
    /** Whether the process leaves its terminal; only {@code waflab nginx} does. */
    DAEMON(Kind.FLAG, "off", MAIN),
    /** waflab's own: openssl, bctls, jdk or auto. */
    TLS_ENGINE(Kind.CHOICE, "auto", List.of("auto", "openssl", "bctls", "jdk"), MAIN, HTTP),
    /** waflab's own: the product and version that the Server field and the built-in pages name. */
    IMITATES(Kind.TEXT, "Tengine/3.2.0", HTTP, SERVER, LOCATION),

    // what a server listens to and is called
    /** An address, a port or both, and ssl, default_server, http2. */
    LISTEN(Kind.LINES, null, SERVER, STREAM_SERVER),
    /** Names, wildcards and regular expressions; several words, and may be repeated. */
    SERVER_NAME(Kind.WORDS, "\"\"", SERVER),

    // TLS
    /** What nginx had before {@code listen ... ssl}; see {@link SslDirective}. */
    SSL(Kind.FLAG, "off", HTTP, SERVER),
    /** PEM files with chains, one for each kind of key; absent, the lab's own {@code certs/server-*.pem} are meant. */
    SSL_CERTIFICATE(Kind.LINES, null, HTTP, SERVER, STREAM, STREAM_SERVER),
    /** As many as ssl_certificate, in the same order. */
    SSL_CERTIFICATE_KEY(Kind.LINES, null, HTTP, SERVER, STREAM, STREAM_SERVER),
    /** Of TLSv1, TLSv1.1, TLSv1.2, TLSv1.3. */
    SSL_PROTOCOLS(Kind.WORDS, "TLSv1.2 TLSv1.3", HTTP, SERVER, STREAM, STREAM_SERVER),
    /** In OpenSSL's form. */
    SSL_CIPHERS(Kind.TEXT, "HIGH:!aNULL:!MD5", HTTP, SERVER, STREAM, STREAM_SERVER),
    /** Whether the server's order of ciphers counts. */
    SSL_PREFER_SERVER_CIPHERS(Kind.FLAG, "off", HTTP, SERVER, STREAM, STREAM_SERVER),
    /** off, none, builtin[:sessions] or shared:name:size. */
    SSL_SESSION_CACHE(Kind.WORDS, "none", HTTP, SERVER, STREAM, STREAM_SERVER),
    /** Whole seconds. */
    SSL_SESSION_TIMEOUT(Kind.TIME, "5m", HTTP, SERVER, STREAM, STREAM_SERVER),
    /** Files with keys of 48 or 80 bytes for tickets; new ones get the first. */
    SSL_SESSION_TICKET_KEY(Kind.LINES, null, HTTP, SERVER, STREAM, STREAM_SERVER),
    /** Groups of the key exchange in OpenSSL's words, with colons between; auto for the engine's own. */
    SSL_ECDH_CURVE(Kind.TEXT, "auto", HTTP, SERVER, STREAM, STREAM_SERVER),
    /** Bytes of a response in one record, and how many are gathered for it. */
    SSL_BUFFER_SIZE(Kind.SIZE, "16k", HTTP, SERVER),
    /** Whether sessions are resumed by tickets. */
    SSL_SESSION_TICKETS(Kind.FLAG, "on", HTTP, SERVER, STREAM, STREAM_SERVER),
    /** Whether clients are asked for certificates, and what becomes of those without a good one. */
    SSL_VERIFY_CLIENT(
            Kind.CHOICE,
            "off",
            List.of("off", "on", "optional", "optional_no_ca"),
            HTTP,
            SERVER,
            STREAM,
            STREAM_SERVER),
    /** A PEM file with the authorities that are trusted, and named to clients. */
    SSL_CLIENT_CERTIFICATE(Kind.TEXT, null, HTTP, SERVER, STREAM, STREAM_SERVER),
    /** A PEM file with authorities that are trusted, but not named. */
    SSL_TRUSTED_CERTIFICATE(Kind.TEXT, null, HTTP, SERVER, STREAM, STREAM_SERVER),
    /** Authorities between a client's certificate and a trusted one, at most. */
    SSL_VERIFY_DEPTH(Kind.COUNT, "1", HTTP, SERVER, STREAM, STREAM_SERVER),
    /** A PEM file with revocation lists. */
    SSL_CRL(Kind.TEXT, null, HTTP, SERVER, STREAM, STREAM_SERVER),
    /** A PEM file for DHE suites, which no engine offers here; it must be there all the same. */
    SSL_DHPARAM(Kind.TEXT, null, HTTP, SERVER, STREAM, STREAM_SERVER),
    /** A file with the pass phrases of encrypted keys, one on a line. */
    SSL_PASSWORD_FILE(Kind.TEXT, null, HTTP, SERVER, STREAM, STREAM_SERVER),
    /** Answers every ClientHello with the fatal alert unrecognized_name. */
    SSL_REJECT_HANDSHAKE(Kind.FLAG, "off", HTTP, SERVER),
    /** A file for the secrets of every session, in the form that Wireshark reads. */
    SSL_KEY_LOG(Kind.TEXT, null, HTTP, SERVER, STREAM, STREAM_SERVER),

    // what answers
    /** http:// or https://, a host or the name of an upstream, and perhaps a URI in place of the prefix. */
    PROXY_PASS(Kind.TEXT, null, LOCATION, IF, LIMIT_EXCEPT, STREAM_SERVER),
    /** See {@link ErrorPage}. */
    ERROR_PAGE(Kind.LINES, null, HTTP, SERVER, LOCATION, IF),
    /** Whether what answers for an error_page may have one itself. */
    RECURSIVE_ERROR_PAGES(Kind.FLAG, "off", HTTP, SERVER, LOCATION),
    /** The location answers nothing that comes from outside. */
    INTERNAL(Kind.BARE, null, LOCATION),
    /** A name and a {@link Template}; one that comes out empty is not sent. */
    PROXY_SET_HEADER(Kind.LINES, null, HTTP, SERVER, LOCATION),
    /** Content-Type of what has a suffix that {@link #TYPES} does not name. */
    DEFAULT_TYPE(Kind.TEXT, "text/plain", HTTP, SERVER, LOCATION),
    /** A name, a {@link Template}, and perhaps always. */
    ADD_HEADER(Kind.LINES, null, HTTP, SERVER, LOCATION, IF),
    /** As add_header, behind the body. */
    ADD_TRAILER(Kind.LINES, null, HTTP, SERVER, LOCATION, IF),
    /** Whether add_header of the outer block holds where there is none, never, or besides those here. */
    ADD_HEADER_INHERIT(Kind.CHOICE, "on", List.of("on", "off", "merge"), HTTP, SERVER, LOCATION),
    /** The same of add_trailer. */
    ADD_TRAILER_INHERIT(Kind.CHOICE, "on", List.of("on", "off", "merge"), HTTP, SERVER, LOCATION),
    /** See {@link Expires}; perhaps modified before it. */
    EXPIRES(Kind.WORDS, "off", HTTP, SERVER, LOCATION, IF),
    /** Whether bodies are compressed for clients that take gzip (ngx_http_gzip_filter_module.c). */
    GZIP(Kind.FLAG, "off", HTTP, SERVER, LOCATION, IF),
    /** Media types that are, besides text/html; {@code *} for all. */
    GZIP_TYPES(Kind.LINES, "text/html", HTTP, SERVER, LOCATION),
    /** Of a body whose length is known, which is compressed if it has so many bytes. */
    GZIP_MIN_LENGTH(Kind.SIZE, "20", HTTP, SERVER, LOCATION),
    /** 1 to 9. */
    GZIP_COMP_LEVEL(Kind.COUNT, "1", HTTP, SERVER, LOCATION),
    /** Number and size of what is gathered before it is sent on; the number is for nginx alone. */
    GZIP_BUFFERS(Kind.WORDS, "32 4k", HTTP, SERVER, LOCATION),
    /** The least version of the request. */
    GZIP_HTTP_VERSION(Kind.CHOICE, "1.1", List.of("1.0", "1.1"), HTTP, SERVER, LOCATION),
    /** Which responses are compressed to requests with a Via field. */
    GZIP_PROXIED(Kind.LINES, "off", HTTP, SERVER, LOCATION),
    /** Whether what may be compressed has {@code Vary: Accept-Encoding}. */
    GZIP_VARY(Kind.FLAG, "off", HTTP, SERVER, LOCATION),
    /** Regular expressions of User-Agents that get nothing compressed, or msie6. */
    GZIP_DISABLE(Kind.LINES, null, HTTP, SERVER, LOCATION),
    /** Whether a file with .gz behind its name is sent in the place of a file (ngx_http_gzip_static_module.c). */
    GZIP_STATIC(Kind.CHOICE, "off", List.of("off", "on", "always"), HTTP, SERVER, LOCATION),
    /** What Content-Type says behind {@code charset=}, where it says none; off for nothing. Nothing is converted. */
    CHARSET(Kind.TEXT, "off", HTTP, SERVER, LOCATION, IF),
    /** Media types that it is said of, besides text/html; {@code *} for all. */
    CHARSET_TYPES(
            Kind.LINES,
            "text/xml text/plain text/vnd.wap.wml application/javascript application/rss+xml",
            HTTP,
            SERVER,
            LOCATION),
    /** Must be the charset that is said: nothing is converted. */
    SOURCE_CHARSET(Kind.TEXT, null, HTTP, SERVER, LOCATION, IF),
    /** Whether bodies of unknown length are sent in chunks. */
    CHUNKED_TRANSFER_ENCODING(Kind.FLAG, "on", HTTP, SERVER, LOCATION),
    /** Whether Server and built-in pages say the version too. */
    SERVER_TOKENS(Kind.CHOICE, "on", List.of("on", "off", "build"), HTTP, SERVER, LOCATION),
    /** Tengine's: the table with URL, server and date in the built-in error pages. */
    SERVER_INFO(Kind.FLAG, "on", HTTP, SERVER, LOCATION),

    // rewriting, in the order in which they stand; see RewriteStep
    /** A regular expression, what takes the place of a URI that it matches, and perhaps last, break, redirect, permanent. */
    REWRITE(Kind.LINES, null, SERVER, LOCATION, IF, SERVER_IF),
    /** A variable and its value. */
    SET(Kind.LINES, null, SERVER, LOCATION, IF, SERVER_IF, STREAM_SERVER),
    /** Ends rewriting here. */
    BREAK(Kind.LINES, null, SERVER, LOCATION, IF, SERVER_IF),
    /** See {@link Return}. In a server it answers before any location is looked for. */
    RETURN(Kind.LINES, null, SERVER, LOCATION, IF, SERVER_IF, STREAM_SERVER),
    /** Whether rewriting is told in the error log, at notice. */
    REWRITE_LOG(Kind.FLAG, "off", HTTP, SERVER, LOCATION, IF, SERVER_IF),
    /** Whether the use of a variable that was not set is told. */
    UNINITIALIZED_VARIABLE_WARN(Kind.FLAG, "on", HTTP, SERVER, LOCATION, IF, SERVER_IF),

    /** Where requests may come from, by their Referer: none, blocked, server_names, names, ~regex. */
    VALID_REFERERS(Kind.LINES, null, SERVER, LOCATION),

    // files
    /** The folder that URIs are paths in. */
    ROOT(Kind.TEXT, "html", HTTP, SERVER, LOCATION, IF),
    /** The folder or file that takes the place of the location's prefix. */
    ALIAS(Kind.TEXT, null, LOCATION),
    /** Files that answer for a folder, the first there is. */
    INDEX(Kind.LINES, "index.html", HTTP, SERVER, LOCATION),
    /** Files to be looked for, and last a URI, a named location or =code. */
    TRY_FILES(Kind.WORDS, null, SERVER, LOCATION),
    /** Media types by file suffix: a block of types, each with its suffixes. */
    TYPES(Kind.LINES, null, HTTP, SERVER, LOCATION),
    /** Whether a file that is not there is told in the error log. */
    LOG_NOT_FOUND(Kind.FLAG, "on", HTTP, SERVER, LOCATION),
    /** Whether files are sent with an ETag. */
    ETAG(Kind.FLAG, "on", HTTP, SERVER, LOCATION),
    /** How If-Modified-Since is held against Last-Modified. */
    IF_MODIFIED_SINCE(Kind.CHOICE, "exact", List.of("off", "exact", "before"), HTTP, SERVER, LOCATION),
    /** Ranges that one request may ask for; 0 for none. */
    MAX_RANGES(Kind.COUNT, "2147483647", HTTP, SERVER, LOCATION),
    /** Answers with counts of connections and requests. */
    STUB_STATUS(Kind.BARE, null, SERVER, LOCATION),
    /** A zone or off. There is no cache: each request goes to the upstream, as where nothing is stored yet. */
    PROXY_CACHE(Kind.TEXT, "off", HTTP, SERVER, LOCATION),
    /** Whether a proxied response is cut to the range that the client asks for. */
    PROXY_FORCE_RANGES(Kind.FLAG, "off", HTTP, SERVER, LOCATION),

    /** Whether 4xx and 5xx pages are made longer for Internet Explorer and Chrome; nginx's default is on, Tengine's off. */
    MSIE_PADDING(Kind.FLAG, "off", HTTP, SERVER, LOCATION),

    // redirects of nginx's own
    /** Whether Internet Explorer gets a page that refreshes itself in the place of a redirect. */
    MSIE_REFRESH(Kind.FLAG, "off", HTTP, SERVER, LOCATION),
    /** Whether they have scheme and host. */
    ABSOLUTE_REDIRECT(Kind.FLAG, "on", HTTP, SERVER, LOCATION),
    /** Whether they have the port. */
    PORT_IN_REDIRECT(Kind.FLAG, "on", HTTP, SERVER, LOCATION),
    /** Whether their host is the server's first name, and not the request's. */
    SERVER_NAME_IN_REDIRECT(Kind.FLAG, "off", HTTP, SERVER, LOCATION),

    // the client's timers
    /** For the TLS handshake; for the first byte of a first request; for a whole request head. */
    CLIENT_HEADER_TIMEOUT(Kind.TIME, "60s", HTTP, SERVER),
    /** Between two reads of a request body. */
    CLIENT_BODY_TIMEOUT(Kind.TIME, "60s", HTTP, SERVER, LOCATION),
    /** Between two writes of a response that the client takes something of. */
    SEND_TIMEOUT(Kind.TIME, "60s", HTTP, SERVER, LOCATION),
    /** How long an idle connection is kept; 0 for not at all. A second word goes into the client's Keep-Alive field. */
    KEEPALIVE_TIMEOUT(Kind.TIMES, "75s", HTTP, SERVER, LOCATION, UPSTREAM),
    /** Requests on one connection, after which it is closed. */
    KEEPALIVE_REQUESTS(Kind.COUNT, "1000", HTTP, SERVER, LOCATION, UPSTREAM),
    /** Age of a connection, after which the current request is its last. */
    KEEPALIVE_TIME(Kind.TIME, "1h", HTTP, SERVER, LOCATION, UPSTREAM),
    /** How long an idle connection is left open when the process wants to stop; 0 for not at all. */
    KEEPALIVE_MIN_TIMEOUT(Kind.TIME, "0s", HTTP, SERVER, LOCATION),
    /** Whether what the client still sends is read and dropped before the close. */
    LINGERING_CLOSE(Kind.CHOICE, "on", List.of("off", "on", "always"), HTTP, SERVER, LOCATION),
    /** For all of the lingering. */
    LINGERING_TIME(Kind.TIME, "30s", HTTP, SERVER, LOCATION),
    /** Between two reads while lingering. */
    LINGERING_TIMEOUT(Kind.TIME, "5s", HTTP, SERVER, LOCATION),
    /** Whether a connection that timed out ends in RST, not FIN. */
    RESET_TIMEDOUT_CONNECTION(Kind.FLAG, "off", HTTP, SERVER, LOCATION),
    /**
     * waflab's own: which connections end with close_notify before FIN. nginx's are those in good standing; other
     * products say it behind half a request too, or never.
     */
    CLOSE_NOTIFY(
            Kind.CHOICE, "good_standing", List.of("good_standing", "half_requests", "never"), HTTP, SERVER, LOCATION),

    // the upstream's timers
    /** For the connection to the upstream, and for TLS on it. */
    PROXY_CONNECT_TIMEOUT(Kind.TIME, "60s", HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),
    /** Between two writes to the upstream. */
    PROXY_SEND_TIMEOUT(Kind.TIME, "60s", HTTP, SERVER, LOCATION),
    /** Between two reads from the upstream, not for the whole response. */
    PROXY_READ_TIMEOUT(Kind.TIME, "60s", HTTP, SERVER, LOCATION),
    /**
     * waflab's own: whose bytes restart proxy_read_timeout in an upgraded connection. Tengine 3.2.0 restarts it for the
     * upstream's only, nginx 1.22 for those of both sides.
     */
    PROXY_READ_TIMEOUT_IN_TUNNEL(Kind.CHOICE, "upstream", List.of("upstream", "both"), HTTP, SERVER, LOCATION),
    /** waflab's own: what the client gets when proxy_read_timeout expires before the response head. */
    GATEWAY_TIMEOUT_CLOSES(Kind.CHOICE, "off", List.of("off", "on", "silent"), HTTP, SERVER, LOCATION),

    // requests and their bodies
    /** Above it 413; 0 for no limit. */
    CLIENT_MAX_BODY_SIZE(Kind.SIZE, "1m", HTTP, SERVER, LOCATION),
    /** Of a request body held in memory. */
    CLIENT_BODY_BUFFER_SIZE(Kind.SIZE, "16k", HTTP, SERVER, LOCATION),
    /** Folder for request bodies that do not fit in memory; nginx's levels of folders below it are not made. */
    CLIENT_BODY_TEMP_PATH(Kind.WORDS, null, HTTP, SERVER, LOCATION),
    /** First buffer of a request head. */
    CLIENT_HEADER_BUFFER_SIZE(Kind.SIZE, "1k", HTTP, SERVER),
    /** Number and size of the further ones; a longer line is 414 or 400. */
    LARGE_CLIENT_HEADER_BUFFERS(Kind.WORDS, "4 8k", HTTP, SERVER),
    /** Lines of a request head; with more it is 400. */
    MAX_HEADERS(Kind.COUNT, "1000", HTTP, SERVER),
    /** Browsers whose connections are not kept: msie6 (behind a POST), safari, or none. */
    KEEPALIVE_DISABLE(Kind.WORDS, "msie6", HTTP, SERVER, LOCATION),
    /** Whether request bodies are always stored in files: off, on to keep them, clean to remove them. */
    CLIENT_BODY_IN_FILE_ONLY(Kind.CHOICE, "off", List.of("off", "on", "clean"), HTTP, SERVER, LOCATION),
    /** Whether a body in memory is one piece there. */
    CLIENT_BODY_IN_SINGLE_BUFFER(Kind.FLAG, "off", HTTP, SERVER, LOCATION),
    /** Whether fields with names that are no tokens are left out. */
    IGNORE_INVALID_HEADERS(Kind.FLAG, "on", HTTP, SERVER),
    /** Whether names with underscores are valid. */
    UNDERSCORES_IN_HEADERS(Kind.FLAG, "off", HTTP, SERVER),
    /** Whether // in a URI is / where locations are looked for. */
    MERGE_SLASHES(Kind.FLAG, "on", HTTP, SERVER),

    // HTTP/2 with clients
    /** Whether HTTP/2 is offered to clients: by ALPN on TLS, known by its preface in the plain. */
    HTTP2(Kind.FLAG, "off", HTTP, SERVER),
    /** Streams that a client may have open at once. */
    HTTP2_MAX_CONCURRENT_STREAMS(Kind.COUNT, "128", HTTP, SERVER),
    /** Of a request body on a stream before it is known what to do with it: the first window of each stream. */
    HTTP2_BODY_PREREAD_SIZE(Kind.SIZE, "64k", HTTP, SERVER),
    /** The most of a response body in one frame. */
    HTTP2_CHUNK_SIZE(Kind.SIZE, "8k", HTTP, SERVER, LOCATION),

    // talking to the upstream
    /** 1.0 sends Connection: close, 1.1 may keep the connection. */
    PROXY_HTTP_VERSION(Kind.CHOICE, "1.1", List.of("1.0", "1.1"), HTTP, SERVER, LOCATION),
    /** Whether a response is read ahead of what the client takes. */
    PROXY_BUFFERING(Kind.FLAG, "on", HTTP, SERVER, LOCATION),
    /** Whether the upstream gets a request only once its body is complete. */
    PROXY_REQUEST_BUFFERING(Kind.FLAG, "on", HTTP, SERVER, LOCATION),
    /** Of the response's head. */
    PROXY_BUFFER_SIZE(Kind.SIZE, "4k", HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),
    /** Number and size, of a response read ahead. */
    PROXY_BUFFERS(Kind.WORDS, "8 4k", HTTP, SERVER, LOCATION),
    /** Of them together that may be on their way to the client. */
    PROXY_BUSY_BUFFERS_SIZE(Kind.SIZE, null, HTTP, SERVER, LOCATION),
    /** Of a response that a slow client makes the proxy keep in a file; 0 for no file. */
    PROXY_MAX_TEMP_FILE_SIZE(Kind.SIZE, "1024m", HTTP, SERVER, LOCATION),
    /** Of one write into such a file. */
    PROXY_TEMP_FILE_WRITE_SIZE(Kind.SIZE, "8k", HTTP, SERVER, LOCATION),
    /** Folder of such files, and the levels of folders below it, which waflab does not make. */
    PROXY_TEMP_PATH(Kind.WORDS, null, HTTP, SERVER, LOCATION),
    /** Bytes a second that are read from an upstream; 0 for no limit. */
    PROXY_LIMIT_RATE(Kind.TEXT, "0", HTTP, SERVER, LOCATION),
    /** Another method than the client's. */
    PROXY_METHOD(Kind.TEXT, null, HTTP, SERVER, LOCATION),
    /** A {@link Template} in place of the client's body. */
    PROXY_SET_BODY(Kind.TEXT, null, HTTP, SERVER, LOCATION),
    /** Whether the client's fields go to the upstream. */
    PROXY_PASS_REQUEST_HEADERS(Kind.FLAG, "on", HTTP, SERVER, LOCATION),
    /** Whether the client's body does. */
    PROXY_PASS_REQUEST_BODY(Kind.FLAG, "on", HTTP, SERVER, LOCATION),
    /** Whether trailers of the response are read and passed on. */
    PROXY_PASS_TRAILERS(Kind.FLAG, "off", HTTP, SERVER, LOCATION),
    /** default, off, or a text (or regular expression) and what it becomes in Location and Refresh. */
    PROXY_REDIRECT(Kind.LINES, null, HTTP, SERVER, LOCATION),
    /** off, or a domain of cookies and what it becomes. */
    PROXY_COOKIE_DOMAIN(Kind.LINES, null, HTTP, SERVER, LOCATION),
    /** off, or a path of cookies and what it becomes. */
    PROXY_COOKIE_PATH(Kind.LINES, null, HTTP, SERVER, LOCATION),
    /** off, or a cookie's name and what it gains or loses. */
    PROXY_COOKIE_FLAGS(Kind.LINES, null, HTTP, SERVER, LOCATION),
    /** A field of responses that is not passed on. */
    PROXY_HIDE_HEADER(Kind.LINES, null, HTTP, SERVER, LOCATION),
    /** One that is, though nginx hides it by itself. */
    PROXY_PASS_HEADER(Kind.LINES, null, HTTP, SERVER, LOCATION),
    /** Fields of responses that are passed on and not acted upon. */
    PROXY_IGNORE_HEADERS(Kind.WORDS, null, HTTP, SERVER, LOCATION),
    /** Whether error_page acts on what upstreams answer. */
    PROXY_INTERCEPT_ERRORS(Kind.FLAG, "off", HTTP, SERVER, LOCATION),
    /** Texts of which one must not be empty or 0 for 103 to be passed on. */
    EARLY_HINTS(Kind.WORDS, null, HTTP, SERVER, LOCATION),
    /** SO_KEEPALIVE. */
    PROXY_SOCKET_KEEPALIVE(Kind.FLAG, "off", HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),
    /** off, or the own address towards upstreams, and perhaps transparent. */
    PROXY_BIND(Kind.WORDS, null, HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),
    /** Whether the upstream may go on when the client has left. */
    PROXY_IGNORE_CLIENT_ABORT(Kind.FLAG, "off", HTTP, SERVER, LOCATION),
    /** After which failures another server is tried. */
    PROXY_NEXT_UPSTREAM(Kind.WORDS, "error timeout", HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),
    /** Servers tried at most; 0 for no limit. */
    PROXY_NEXT_UPSTREAM_TRIES(Kind.COUNT, "0", HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),
    /** For all tries together; 0 for no limit. */
    PROXY_NEXT_UPSTREAM_TIMEOUT(Kind.TIME, "0s", HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),
    /** Bytes to wait for before writing. */
    POSTPONE_OUTPUT(Kind.SIZE, "1460", HTTP, SERVER, LOCATION),

    // TLS to the upstream
    /** Of TLSv1, TLSv1.1, TLSv1.2, TLSv1.3. */
    PROXY_SSL_PROTOCOLS(Kind.WORDS, "TLSv1.2 TLSv1.3", HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),
    /** In OpenSSL's form. */
    PROXY_SSL_CIPHERS(Kind.TEXT, "DEFAULT", HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),
    /** Whether sessions are resumed. */
    PROXY_SSL_SESSION_REUSE(Kind.FLAG, "on", HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),
    /** The name that is verified, and sent as SNI; the host of proxy_pass where it is not written. */
    PROXY_SSL_NAME(Kind.TEXT, null, HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),
    /** Whether SNI is sent. */
    PROXY_SSL_SERVER_NAME(Kind.FLAG, "off", HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),
    /** Whether the upstream's certificate is verified. */
    PROXY_SSL_VERIFY(Kind.FLAG, "off", HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),
    /** Certificates between the upstream's and a trusted one. */
    PROXY_SSL_VERIFY_DEPTH(Kind.COUNT, "1", HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),
    /** A PEM file. */
    PROXY_SSL_TRUSTED_CERTIFICATE(Kind.TEXT, null, HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),
    /** A PEM file. */
    PROXY_SSL_CRL(Kind.TEXT, null, HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),
    /** The proxy's own PEM file, for upstreams that ask for it. */
    PROXY_SSL_CERTIFICATE(Kind.TEXT, null, HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),
    /** Its key. */
    PROXY_SSL_CERTIFICATE_KEY(Kind.TEXT, null, HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),
    /** Pass phrases of keys, one on each line. */
    PROXY_SSL_PASSWORD_FILE(Kind.TEXT, null, HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),

    // an upstream group
    /** Idle connections kept for each event loop, and perhaps local; 0 for none. */
    KEEPALIVE(Kind.WORDS, "32 local", UPSTREAM),
    /** The server with the fewest connections in proportion to its weight. */
    LEAST_CONN(Kind.WORDS, null, UPSTREAM, STREAM_UPSTREAM),
    /** The same server for the same client. */
    IP_HASH(Kind.WORDS, null, UPSTREAM),
    /** A {@link Template}, and perhaps consistent: the same server for the same text. */
    HASH(Kind.WORDS, null, UPSTREAM, STREAM_UPSTREAM),
    /** Nothing, or two and perhaps least_conn: the less loaded of two servers drawn. */
    RANDOM(Kind.WORDS, null, UPSTREAM, STREAM_UPSTREAM),
    /** A name and perhaps a size: all event loops then share one state of the group. */
    ZONE(Kind.WORDS, null, UPSTREAM, STREAM_UPSTREAM),
    /** Addresses of name servers, and valid=, ipv4=, ipv6=: who is asked for names at run time. */
    RESOLVER(Kind.WORDS, null, HTTP, SERVER, LOCATION, UPSTREAM, STREAM, STREAM_SERVER, STREAM_UPSTREAM),
    /** How long a name is looked up. */
    RESOLVER_TIMEOUT(Kind.TIME, "30s", HTTP, SERVER, LOCATION, UPSTREAM, STREAM, STREAM_SERVER, STREAM_UPSTREAM),

    /** Bytes a second of a response, with variables; 0 for no limit. */
    LIMIT_RATE(Kind.TEXT, "0", HTTP, SERVER, LOCATION, IF),
    /** Bytes of a response that the limit does not count, with variables. */
    LIMIT_RATE_AFTER(Kind.TEXT, "0", HTTP, SERVER, LOCATION, IF),

    // who may come, how often, and who they are
    /** An address, a range of them, unix: or all. */
    ALLOW(Kind.LINES, null, HTTP, SERVER, LOCATION, LIMIT_EXCEPT, STREAM, STREAM_SERVER),
    /** As allow; which of the two comes first decides. */
    DENY(Kind.LINES, null, HTTP, SERVER, LOCATION, LIMIT_EXCEPT, STREAM, STREAM_SERVER),
    /** Whether every check of who may come must pass, or one. */
    SATISFY(Kind.CHOICE, "all", List.of("all", "any"), HTTP, SERVER, LOCATION),
    /** See {@link LimitZone}. */
    LIMIT_REQ_ZONE(Kind.LINES, null, HTTP),
    /** See {@link RequestLimit}. */
    LIMIT_REQ(Kind.LINES, null, HTTP, SERVER, LOCATION),
    /** 400 to 599. */
    LIMIT_REQ_STATUS(Kind.COUNT, "503", HTTP, SERVER, LOCATION),
    /** Of refusals; delays are one level less urgent. */
    LIMIT_REQ_LOG_LEVEL(Kind.CHOICE, "error", List.of("info", "notice", "warn", "error"), HTTP, SERVER, LOCATION),
    /** Whether requests are only counted. */
    LIMIT_REQ_DRY_RUN(Kind.FLAG, "off", HTTP, SERVER, LOCATION),
    /** See {@link LimitZone}. */
    LIMIT_CONN_ZONE(Kind.LINES, null, HTTP, STREAM),
    /** See {@link ConnectionLimit}. */
    LIMIT_CONN(Kind.LINES, null, HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),
    /** 400 to 599. */
    LIMIT_CONN_STATUS(Kind.COUNT, "503", HTTP, SERVER, LOCATION),
    /** Of refusals. */
    LIMIT_CONN_LOG_LEVEL(
            Kind.CHOICE,
            "error",
            List.of("info", "notice", "warn", "error"),
            HTTP,
            SERVER,
            LOCATION,
            STREAM,
            STREAM_SERVER),
    /** Whether connections are only counted. */
    LIMIT_CONN_DRY_RUN(Kind.FLAG, "off", HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),
    /** See {@link TrustedAddresses}. */
    SET_REAL_IP_FROM(Kind.LINES, null, HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),
    /** The field with the client's address, or proxy_protocol. */
    REAL_IP_HEADER(Kind.TEXT, "X-Real-IP", HTTP, SERVER, LOCATION),
    /** Whether trusted addresses at the end of the field are passed over. */
    REAL_IP_RECURSIVE(Kind.FLAG, "off", HTTP, SERVER, LOCATION),

    // logs
    /** A name and a {@link Template}. */
    LOG_FORMAT(Kind.LINES, null, HTTP, STREAM),
    /** See {@link LogFileCache}. */
    OPEN_LOG_FILE_CACHE(Kind.WORDS, "off", HTTP, SERVER, LOCATION, STREAM, STREAM_SERVER),
    /** See {@link AccessLog}. */
    ACCESS_LOG(Kind.LINES, null, HTTP, SERVER, LOCATION, IF, LIMIT_EXCEPT, STREAM, STREAM_SERVER),

    // stream: connections that are passed on as they are
    /** Without a byte either way; not while a rate limits what is read. */
    PROXY_TIMEOUT(Kind.TIME, "10m", STREAM, STREAM_SERVER),
    /** Whether a PROXY protocol header of version 1 goes to the upstream before everything else. */
    PROXY_PROTOCOL(Kind.FLAG, "off", STREAM, STREAM_SERVER),
    /** For the PROXY protocol header that is awaited from the client. */
    PROXY_PROTOCOL_TIMEOUT(Kind.TIME, "30s", STREAM, STREAM_SERVER),
    /** For what must be known of the client's first bytes before they are passed on. */
    PREREAD_TIMEOUT(Kind.TIME, "30s", STREAM, STREAM_SERVER),
    /** Of those bytes. */
    PREREAD_BUFFER_SIZE(Kind.SIZE, "16k", STREAM, STREAM_SERVER),
    /** Whether a ClientHello is read, without TLS being spoken. */
    SSL_PREREAD(Kind.FLAG, "off", STREAM, STREAM_SERVER),
    /** For the handshake with the client, from its begin to its end. */
    SSL_HANDSHAKE_TIMEOUT(Kind.TIME, "60s", STREAM, STREAM_SERVER),
    /** What ALPN offers to clients, best first. */
    SSL_ALPN(Kind.WORDS, null, STREAM, STREAM_SERVER),
    /** Whether the upstream is spoken to in TLS. */
    PROXY_SSL(Kind.FLAG, "off", STREAM, STREAM_SERVER),
    /** Bytes a second that are read from the client, with variables; 0 for no limit. */
    PROXY_UPLOAD_RATE(Kind.TEXT, "0", STREAM, STREAM_SERVER),
    /** The same from the upstream. */
    PROXY_DOWNLOAD_RATE(Kind.TEXT, "0", STREAM, STREAM_SERVER),
    /** Whether one side may end while the other goes on. */
    PROXY_HALF_CLOSE(Kind.FLAG, "off", STREAM, STREAM_SERVER);

    private static final Map<String, Directive> BY_WORD = byWord();
    /** nginx gives each location its own handler and rewrite codes, and each server its own addresses and names. */
    private static final Set<Directive> NOT_INHERITED = Set.of(
            LISTEN, SERVER_NAME, PROXY_PASS, REWRITE, SET, BREAK, RETURN, INTERNAL, ALIAS, TRY_FILES, STUB_STATUS);
    /** About nginx's memory and files, suites, and checks besides allow and deny, none of which is here. */
    private static final Set<Directive> WITHOUT_EFFECT = Set.of(
            CLIENT_BODY_IN_SINGLE_BUFFER, PROXY_BUSY_BUFFERS_SIZE, PROXY_TEMP_FILE_WRITE_SIZE, SATISFY, SSL_DHPARAM);

    private final String word;
    private final Kind kind;
    private final String defaultText;
    private final List<String> choices;
    private final Set<Context> contexts;

    Directive(Kind kind, String defaultText, Context... contexts) {
        this(kind, defaultText, List.of(), contexts);
    }

    Directive(Kind kind, String defaultText, List<String> choices, Context... contexts) {
        word = name().toLowerCase(Locale.ROOT);
        this.kind = kind;
        this.defaultText = defaultText;
        this.choices = choices;
        this.contexts = Set.of(contexts);
    }

    /** The directive as nginx.conf spells it. */
    public String word() {
        return word;
    }

    private static Map<String, Directive> byWord() {
        var all = new HashMap<String, Directive>();
        for (var directive : values()) {
            all.put(directive.word, directive);
        }
        return all;
    }

    public Kind kind() {
        return kind;
    }

    /** The value in force where nobody wrote one, as text; null for a directive that is then absent. */
    public String defaultText() {
        return defaultText;
    }

    /**
     * The value in force at a place of that kind where nobody wrote one: {@link #defaultText()} but for upstream groups,
     * whose idle connections live 60 s (ngx_http_upstream_keepalive_module), and for stream (ngx_stream_proxy_module).
     */
    public String defaultText(Context context) {
        return switch (this) {
            case KEEPALIVE_TIMEOUT -> context == UPSTREAM ? "60s" : defaultText;
            case PROXY_NEXT_UPSTREAM -> context.isStream() ? "on" : defaultText;
            case PROXY_BUFFER_SIZE -> context.isStream() ? "16k" : defaultText;
            default -> defaultText;
        };
    }

    /** The directive of that name. */
    public static Optional<Directive> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }

    /** Whether it may stand several times in one block. */
    public boolean repeats() {
        return kind == Kind.LINES || this == SERVER_NAME;
    }

    /** Whether connections are another for its value, and not only the memory that they take in nginx. */
    boolean hasEffect() {
        return !WITHOUT_EFFECT.contains(this);
    }

    /** Whether an inner block without it takes the outer one's. */
    public boolean inherits() {
        return !NOT_INHERITED.contains(this);
    }

    /** Whether it is of the process or of http, and not of stream alone. */
    boolean isOfHttp() {
        for (var context : contexts) {
            if (!context.isStream()) {
                return true;
            }
        }
        return false;
    }

    /** The words that a {@link Kind#CHOICE} allows; empty for other kinds. */
    public List<String> choices() {
        return choices;
    }

    public Set<Context> contexts() {
        return contexts;
    }
}
