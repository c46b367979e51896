package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.config.DocumentRoot;
import io.waflab.config.Location;
import io.waflab.config.Template;
import io.waflab.config.Units;
import io.waflab.config.Variable;
import io.waflab.connection.Event.LastRequest;
import io.waflab.connection.KeepAlive;
import io.waflab.http.Browser;
import io.waflab.http.RequestHead;
import io.waflab.http.UpstreamUri;
import io.waflab.rewrite.FileFacts;
import io.waflab.rewrite.Scope;
import io.waflab.rewrite.Subject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What nginx's phases know of one request and change: its URI, arguments and method, the location that it is in, its
 * variables (ngx_http_request_t).
 */
final class Request implements Subject {

    /** NGX_HTTP_MAX_URI_CHANGES: rewrites that look for a location anew, and redirects inside the server. */
    private static final int MOST_URI_CHANGES = 10;

    private final Exchange exchange;
    private final RequestHead head;
    private final Site site;
    private final Scope scope;
    private Map<String, FileFacts> files = Map.of();
    private Route route;
    private String id = "";
    private String method;
    private String uri;
    private String args;
    private boolean internal;
    private boolean uriChanged;
    /** Whether the location's prefix is still the URI's (r->valid_location). */
    private boolean validLocation = true;
    /** Whether the client's target can be passed on as it was sent (r->valid_unparsed_uri). */
    private boolean validTarget;
    /** Whether the URI follows an alias that stands for all of it (r->add_uri_to_alias). */
    private boolean addsUri;

    /** Whether proxy_pass is to answer (r->content_handler). */
    private boolean passes;

    private int changesLeft = MOST_URI_CHANGES + 1;

    Request(Exchange exchange, RequestHead head, Site site) {
        this.exchange = exchange;
        this.head = head;
        this.site = site;
        scope = new Scope(exchange.connection().worker().server().config().variables(), this);
        route = site.route();
        method = head.method();
        uri = head.uri();
        args = head.args();
        validTarget = head.targetIsWhole();
    }

    Site site() {
        return site;
    }

    Scope scope() {
        return scope;
    }

    /** What is in force: the server's before a location was found. */
    Route route() {
        return route;
    }

    /** {@code $request_method}: GET after most of error_page's redirects. */
    String method() {
        return method;
    }

    boolean isInternal() {
        return internal;
    }

    /** {@code $request_id}: 16 random bytes in hexadecimal. */
    String id() {
        if (id.isEmpty()) {
            var random = ThreadLocalRandom.current();
            id = String.format("%016x%016x", random.nextLong(), random.nextLong());
        }
        return id;
    }

    @Override
    public String value(Variable variable, String member) {
        return Values.of(variable, member, exchange);
    }

    @Override
    public String uri() {
        return uri;
    }

    @Override
    public String args() {
        return args;
    }

    @Override
    public void args(String text) {
        args = text;
        validTarget = false;
    }

    @Override
    public void limitRate(String size) {
        try {
            exchange.response().rate().set(Units.size(size));
        } catch (IllegalArgumentException invalid) {
            log("error", "invalid $limit_rate \"" + size + "\"");
        }
    }

    @Override
    public boolean encoded() {
        return head.quoted() || head.plusInUri();
    }

    @Override
    public void rewriting(boolean breaks) {
        internal = true;
        validTarget = false;
        uriChanged = !breaks;
        validLocation &= !breaks;
    }

    @Override
    public void uri(String changed) {
        uri = changed;
    }

    @Override
    public void broke() {
        if (uriChanged) {
            validLocation = false;
            uriChanged = false;
        }
    }

    @Override
    public void enter(Location block) {
        enter(site.route(block, method));
    }

    /** Goes by what a location says from here on (ngx_http_update_location_config). */
    void enter(Route found) {
        route = found;
        passes |= found.proxying().isPresent();
        var carrier = exchange.carrier();
        var connection = exchange.connection();
        carrier.inForce(found.settings());
        if (carrier == connection) {
            var age = connection.chronicle().age();
            var last = KeepAlive.last(true, connection.requests().count(), age, found.settings());
            if (last.isPresent()) {
                carrier.happened(new LastRequest(last.get()));
            }
            if (mayNotKeepAlive(found)) {
                carrier.happened(new LastRequest(KeepAlive.DISABLED));
            }
        }
    }

    private boolean mayNotKeepAlive(Route found) {
        var disabled = found.settings().words(Directive.KEEPALIVE_DISABLE);
        return switch (Browser.of(exchange.head().find("user-agent"))) {
            case OLD_MSIE ->
                disabled.contains("msie6") && exchange.head().method().equals("POST");
            case SAFARI -> disabled.contains("safari");
            case OTHER -> false;
        };
    }

    /** Forgets the location: one is looked for anew. */
    void leave() {
        route = site.route();
        uriChanged = false;
    }

    /** Whether a rewrite asks for another location. */
    boolean uriChanged() {
        return uriChanged;
    }

    /** A location is looked for. */
    void locating() {
        uriChanged = false;
        passes = false;
    }

    /** Whether a location or if on the way here passes requests on, even if the last if does not know where to. */
    boolean passes() {
        return passes;
    }

    /** Whether one change more is one too many. */
    boolean changesTooOften() {
        return --changesLeft == 0;
    }

    /** Whether error_page may still redirect. */
    boolean mayChange() {
        return changesLeft > 0;
    }

    /** Becomes a request for another URI of the server (ngx_http_internal_redirect). */
    void redirect(String otherUri, String otherArgs) {
        uri = otherUri;
        args = otherArgs;
        internal = true;
        validTarget = false;
        addsUri = false;
        validLocation = true;
        leave();
    }

    /** Becomes a request for a named location, its URI the same (ngx_http_named_location). */
    void redirect(Location named) {
        internal = true;
        locating();
        enter(named);
    }

    /** After most of error_page's redirects. */
    void becomeGet() {
        if (!method.equals("HEAD")) {
            method = "GET";
        }
    }

    @Override
    public Optional<FileFacts> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /** Keeps what is known of a file now, for this request. */
    void known(String path, FileFacts facts) {
        if (files.isEmpty()) {
            files = new HashMap<>();
        }
        files.put(path, facts);
    }

    @Override
    public boolean logsRewriting() {
        return route.settings().flag(Directive.REWRITE_LOG);
    }

    @Override
    public boolean warnsOfUninitialized() {
        return route.settings().flag(Directive.UNINITIALIZED_VARIABLE_WARN);
    }

    @Override
    public void log(String level, String message) {
        exchange.log(level, message);
    }

    String expand(Template template) {
        return scope.expand(template);
    }

    // where its file is

    /** {@code $document_root}: absolute, without a slash at its end. */
    String documentRoot() {
        var text = expand(route.root().path());
        return text.equals("/") ? "" : absolute(text);
    }

    /** A path below the prefix when it is relative. */
    String absolute(String path) {
        return path.startsWith("/")
                ? path
                : exchange.connection().worker().server().prefix() + path;
    }

    /** How many characters of the URI an alias takes the place of: {@link DocumentRoot#alias()}. */
    int alias() {
        return route.root().alias();
    }

    /** The file that a URI is for: {@code $request_filename}; empty, which was logged, when an alias has lost its prefix. */
    Optional<String> path() {
        if (alias() != 0 && !validLocation) {
            log("error", "\"alias\" cannot be used in location \"" + route.name() + "\" where URI was rewritten");
            return Optional.empty();
        }
        return Optional.of(documentRoot() + tail(uri));
    }

    private String tail(String of) {
        if (alias() == DocumentRoot.WHOLE) {
            return addsUri ? of : "";
        }
        return of.substring(Math.min(alias(), of.length()));
    }

    /** try_files found a file: the URI becomes its path below the root. */
    void found(String below, boolean directory) {
        if (alias() == 0) {
            uri = below;
        } else if (alias() != DocumentRoot.WHOLE) {
            uri = uri.substring(0, Math.min(alias(), uri.length())) + below;
        } else if (!directory) {
            uri = below;
            addsUri = true;
        }
    }

    // what an upstream is asked for

    /**
     * The target that an upstream is asked for (ngx_http_proxy_create_request); null is the client's own, as sent.
     *
     * @param replacement proxy_pass's URI, which takes the place of the location's prefix; null for none
     */
    String target(String replacement) {
        if (replacement == null && validTarget) {
            return null;
        }
        boolean replaces = replacement != null && validLocation && route.isPrefixOf(uri);
        return UpstreamUri.of(
                uri, replaces ? route.prefixLength() : 0, replaces ? replacement : "", head.quoted() || internal, args);
    }
}
