package io.waflab.config;

import static io.waflab.config.Context.HTTP;
import static io.waflab.config.Context.LOCATION;
import static io.waflab.config.Context.MAIN;
import static io.waflab.config.Context.SERVER;
import static io.waflab.config.Context.UPSTREAM;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every directive that waflab acts on: its form, where it may stand, and its default. The one table of them: both
 * readers, inheritance, {@code check --effective} and the data plane go by it.
 *
 * <p>Names, meanings and defaults are nginx's (nginx.org/en/docs), those of Tengine where it differs is said by the
 * profiles in {@code conf/profiles}.
 */
public enum Directive {
    // the process
    WORKER_PROCESSES(Kind.TEXT, "auto", MAIN),
    WORKER_CONNECTIONS(Kind.COUNT, "20000", MAIN),
    WORKER_SHUTDOWN_TIMEOUT(Kind.TIME, "10s", MAIN),
    ERROR_LOG(Kind.WORDS, "stderr info", MAIN, HTTP, SERVER, LOCATION),
    /** waflab's own: openssl, bctls, jdk or auto. */
    TLS_ENGINE(Kind.CHOICE, "auto", List.of("auto", "openssl", "bctls", "jdk"), MAIN, HTTP),
    /** waflab's own: the product and version that the Server field and the built-in pages name. */
    IMITATES(Kind.TEXT, "Tengine/3.2.0", HTTP, SERVER, LOCATION),

    // what a server listens to and is called
    LISTEN(Kind.LINES, null, SERVER),
    SERVER_NAME(Kind.WORDS, "\"\"", SERVER),

    // TLS
    SSL_CERTIFICATE(Kind.LINES, null, HTTP, SERVER),
    SSL_CERTIFICATE_KEY(Kind.LINES, null, HTTP, SERVER),
    SSL_PROTOCOLS(Kind.WORDS, "TLSv1.2 TLSv1.3", HTTP, SERVER),
    SSL_CIPHERS(Kind.TEXT, "HIGH:!aNULL:!MD5", HTTP, SERVER),
    SSL_PREFER_SERVER_CIPHERS(Kind.FLAG, "off", HTTP, SERVER),
    SSL_SESSION_CACHE(Kind.WORDS, "none", HTTP, SERVER),
    SSL_SESSION_TIMEOUT(Kind.TIME, "5m", HTTP, SERVER),
    SSL_SESSION_TICKETS(Kind.FLAG, "on", HTTP, SERVER),
    SSL_REJECT_HANDSHAKE(Kind.FLAG, "off", HTTP, SERVER),
    SSL_KEY_LOG(Kind.TEXT, null, HTTP, SERVER),

    // what answers
    PROXY_PASS(Kind.TEXT, null, LOCATION),
    RETURN(Kind.WORDS, null, SERVER, LOCATION),
    ERROR_PAGE(Kind.LINES, null, HTTP, SERVER, LOCATION),
    PROXY_SET_HEADER(Kind.LINES, null, HTTP, SERVER, LOCATION),
    ADD_HEADER(Kind.LINES, null, HTTP, SERVER, LOCATION),
    SERVER_TOKENS(Kind.CHOICE, "on", List.of("on", "off", "build"), HTTP, SERVER, LOCATION),
    /** Tengine's: the table with URL, server and date in the built-in error pages. */
    SERVER_INFO(Kind.FLAG, "on", HTTP, SERVER, LOCATION),

    // the client's timers
    CLIENT_HEADER_TIMEOUT(Kind.TIME, "60s", HTTP, SERVER),
    CLIENT_BODY_TIMEOUT(Kind.TIME, "60s", HTTP, SERVER, LOCATION),
    SEND_TIMEOUT(Kind.TIME, "60s", HTTP, SERVER, LOCATION),
    KEEPALIVE_TIMEOUT(Kind.TIMES, "75s", HTTP, SERVER, LOCATION, UPSTREAM),
    KEEPALIVE_REQUESTS(Kind.COUNT, "1000", HTTP, SERVER, LOCATION, UPSTREAM),
    KEEPALIVE_TIME(Kind.TIME, "1h", HTTP, SERVER, LOCATION, UPSTREAM),
    KEEPALIVE_MIN_TIMEOUT(Kind.TIME, "0s", HTTP, SERVER, LOCATION),
    LINGERING_CLOSE(Kind.CHOICE, "on", List.of("off", "on", "always"), HTTP, SERVER, LOCATION),
    LINGERING_TIME(Kind.TIME, "30s", HTTP, SERVER, LOCATION),
    LINGERING_TIMEOUT(Kind.TIME, "5s", HTTP, SERVER, LOCATION),
    RESET_TIMEDOUT_CONNECTION(Kind.FLAG, "off", HTTP, SERVER, LOCATION),

    // the upstream's timers
    PROXY_CONNECT_TIMEOUT(Kind.TIME, "60s", HTTP, SERVER, LOCATION),
    PROXY_SEND_TIMEOUT(Kind.TIME, "60s", HTTP, SERVER, LOCATION),
    PROXY_READ_TIMEOUT(Kind.TIME, "60s", HTTP, SERVER, LOCATION),
    /**
     * waflab's own: whose bytes restart proxy_read_timeout in an upgraded connection. Tengine 3.2.0 restarts it for the
     * upstream's only, nginx 1.22 for those of both sides.
     */
    PROXY_READ_TIMEOUT_IN_TUNNEL(Kind.CHOICE, "upstream", List.of("upstream", "both"), HTTP, SERVER, LOCATION),
    /** waflab's own: what the client gets when proxy_read_timeout expires before the response head. */
    GATEWAY_TIMEOUT_CLOSES(Kind.CHOICE, "off", List.of("off", "on", "silent"), HTTP, SERVER, LOCATION),

    // requests and their bodies
    CLIENT_MAX_BODY_SIZE(Kind.SIZE, "1m", HTTP, SERVER, LOCATION),
    CLIENT_BODY_BUFFER_SIZE(Kind.SIZE, "16k", HTTP, SERVER, LOCATION),
    CLIENT_BODY_TEMP_PATH(Kind.TEXT, null, HTTP, SERVER, LOCATION),
    CLIENT_HEADER_BUFFER_SIZE(Kind.SIZE, "1k", HTTP, SERVER),
    LARGE_CLIENT_HEADER_BUFFERS(Kind.WORDS, "4 8k", HTTP, SERVER),
    IGNORE_INVALID_HEADERS(Kind.FLAG, "on", HTTP, SERVER),
    UNDERSCORES_IN_HEADERS(Kind.FLAG, "off", HTTP, SERVER),
    MERGE_SLASHES(Kind.FLAG, "on", HTTP, SERVER),

    // talking to the upstream
    PROXY_HTTP_VERSION(Kind.CHOICE, "1.1", List.of("1.0", "1.1"), HTTP, SERVER, LOCATION),
    PROXY_BUFFERING(Kind.FLAG, "on", HTTP, SERVER, LOCATION),
    PROXY_REQUEST_BUFFERING(Kind.FLAG, "on", HTTP, SERVER, LOCATION),
    PROXY_BUFFER_SIZE(Kind.SIZE, "4k", HTTP, SERVER, LOCATION),
    PROXY_BUFFERS(Kind.WORDS, "8 4k", HTTP, SERVER, LOCATION),
    PROXY_IGNORE_CLIENT_ABORT(Kind.FLAG, "off", HTTP, SERVER, LOCATION),
    PROXY_NEXT_UPSTREAM(Kind.WORDS, "error timeout", HTTP, SERVER, LOCATION),
    PROXY_NEXT_UPSTREAM_TRIES(Kind.COUNT, "0", HTTP, SERVER, LOCATION),
    PROXY_NEXT_UPSTREAM_TIMEOUT(Kind.TIME, "0s", HTTP, SERVER, LOCATION),
    POSTPONE_OUTPUT(Kind.SIZE, "1460", HTTP, SERVER, LOCATION),

    // an upstream group
    KEEPALIVE(Kind.WORDS, "32 local", UPSTREAM),

    // logs
    LOG_FORMAT(Kind.LINES, null, HTTP),
    ACCESS_LOG(Kind.LINES, null, HTTP, SERVER, LOCATION);

    private static final Map<String, Directive> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Directive::word, Function.identity()));
    /** nginx gives each location its own handler and rewrite codes, and each server its own addresses and names. */
    private static final Set<Directive> NOT_INHERITED = Set.of(LISTEN, SERVER_NAME, PROXY_PASS, RETURN);

    private final Kind kind;
    private final String defaultText;
    private final List<String> choices;
    private final Set<Context> contexts;

    Directive(Kind kind, String defaultText, Context... contexts) {
        this(kind, defaultText, List.of(), contexts);
    }

    Directive(Kind kind, String defaultText, List<String> choices, Context... contexts) {
        this.kind = kind;
        this.defaultText = defaultText;
        this.choices = choices;
        this.contexts = Set.of(contexts);
    }

    /** The directive as nginx.conf spells it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
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
     * whose idle connections live 60 s (ngx_http_upstream_keepalive_module).
     */
    public String defaultText(Context context) {
        return this == KEEPALIVE_TIMEOUT && context == UPSTREAM ? "60s" : defaultText;
    }

    /** The directive of that name. */
    public static Optional<Directive> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }

    /** Whether it may stand several times in one block. */
    public boolean repeats() {
        return kind == Kind.LINES || this == SERVER_NAME;
    }

    /** Whether an inner block without it takes the outer one's. */
    public boolean inherits() {
        return !NOT_INHERITED.contains(this);
    }

    /** The words that a {@link Kind#CHOICE} allows; empty for other kinds. */
    public List<String> choices() {
        return choices;
    }

    public Set<Context> contexts() {
        return contexts;
    }
}
