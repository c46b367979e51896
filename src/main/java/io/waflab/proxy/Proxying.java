package io.waflab.proxy;

import io.waflab.config.CookieFlags;
import io.waflab.config.Directive;
import io.waflab.config.Location;
import io.waflab.config.ProxyPass;
import io.waflab.config.Rewrite;
import io.waflab.config.Settings;
import io.waflab.config.Template;
import io.waflab.config.Units;
import io.waflab.http.CookieRewriter;
import io.waflab.http.FieldNames;
import io.waflab.http.RequestHead;
import io.waflab.http.ResponseHead;
import io.waflab.http.UpstreamRequestWriter;
import io.waflab.http.ValueRewriter;
import io.waflab.tls.UpstreamTls;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a location's {@code proxy_*} directives say, made ready once, so that a request only looks things up. */
final class Proxying {

    private final ProxyPass pass;
    private final Settings settings;
    private final Location location;
    private final UpstreamRequestWriter requestWriter;
    private final List<Template> setHeaders;
    private final Optional<List<String>> literalHeaders;
    private final Optional<Template> bind;
    private final List<Template> earlyHints;
    private final Optional<Template> sslName;
    private final List<Template> identity;
    private final Optional<Template> method;
    private final Optional<Template> setBody;
    private final boolean http10;
    private final Set<String> nextUpstream;
    private final int rawBuffer;
    private final long rawBuffers;
    private final int portion;
    private final FieldNames hidden;
    private final FieldNames hiddenAndLocation;
    private final Set<String> hiddenNames;
    private final Set<String> ignored;
    private final Template limitRate;
    private final ValueRewriter redirects;
    private final CookieRewriter cookies;
    private final Optional<UpstreamTls> tls;

    /** @param tls where the upstream is, or may turn out to be, spoken to in TLS */
    Proxying(ProxyPass pass, Location location, Optional<UpstreamTls> tls) {
        this.pass = pass;
        this.location = location;
        this.tls = tls;
        settings = location.settings();
        var setNames = new ArrayList<String>();
        setHeaders = new ArrayList<>();
        for (var words : settings.lines(Directive.PROXY_SET_HEADER)) {
            setNames.add(words.get(0));
            setHeaders.add(Template.of(words.get(1)));
        }
        requestWriter = new UpstreamRequestWriter(setNames);
        literalHeaders = literals(setHeaders);
        bind = bind(settings);
        earlyHints = earlyHints(settings);
        sslName = template(settings, Directive.PROXY_SSL_NAME);
        identity = identity(settings);
        method = template(settings, Directive.PROXY_METHOD);
        setBody = template(settings, Directive.PROXY_SET_BODY);
        http10 = settings.text(Directive.PROXY_HTTP_VERSION).equals("1.0");
        nextUpstream = Set.copyOf(settings.words(Directive.PROXY_NEXT_UPSTREAM));
        var buffers = settings.words(Directive.PROXY_BUFFERS);
        rawBuffer = (int) Units.size(buffers.get(1));
        rawBuffers = Long.parseLong(buffers.get(0)) * rawBuffer;
        portion = LimitedRate.portion(settings);
        var names = hidden(settings);
        hidden = FieldNames.of(names);
        hiddenNames = lowerCase(names);
        names.add("Location");
        hiddenAndLocation = FieldNames.of(names);
        ignored = settings.has(Directive.PROXY_IGNORE_HEADERS)
                ? lowerCase(settings.words(Directive.PROXY_IGNORE_HEADERS))
                : Set.of();
        limitRate = Template.of(settings.text(Directive.PROXY_LIMIT_RATE));
        redirects = ValueRewriter.ofPrefixes(redirects(pass, location));
        cookies = cookies(settings);
    }

    private static Optional<Template> template(Settings settings, Directive directive) {
        return settings.has(directive) ? Optional.of(Template.of(settings.text(directive))) : Optional.empty();
    }

    /** Empty where one of them has variables. */
    private static Optional<List<String>> literals(List<Template> templates) {
        var all = new ArrayList<String>();
        for (var template : templates) {
            if (!template.isLiteral()) {
                return Optional.empty();
            }
            all.add(template.literal());
        }
        return Optional.of(all);
    }

    private static Optional<Template> bind(Settings settings) {
        if (!settings.has(Directive.PROXY_BIND)) {
            return Optional.empty();
        }
        var address = settings.words(Directive.PROXY_BIND).get(0);
        return address.equals("off") ? Optional.empty() : Optional.of(Template.of(address));
    }

    private static List<Template> earlyHints(Settings settings) {
        var all = new ArrayList<Template>();
        if (settings.has(Directive.EARLY_HINTS)) {
            for (var word : settings.words(Directive.EARLY_HINTS)) {
                all.add(Template.of(word));
            }
        }
        return all;
    }

    private static Set<String> lowerCase(List<String> names) {
        var all = new HashSet<String>();
        for (var name : names) {
            all.add(name.toLowerCase(Locale.ROOT));
        }
        return all;
    }

    private static List<Template> identity(Settings settings) {
        var both = new ArrayList<Template>();
        boolean literal = true;
        for (var directive : List.of(Directive.PROXY_SSL_CERTIFICATE, Directive.PROXY_SSL_CERTIFICATE_KEY)) {
            var template = template(settings, directive);
            if (template.isPresent()) {
                both.add(template.get());
                literal &= template.get().isLiteral();
            }
        }
        return literal ? List.of() : both;
    }

    /** nginx's own list and what proxy_hide_header names, but for proxy_pass_header (ngx_http_upstream_hide_headers_hash). */
    private static List<String> hidden(Settings settings) {
        var names = new ArrayList<>(ResponseHead.HIDDEN);
        for (var words : settings.lines(Directive.PROXY_HIDE_HEADER)) {
            names.add(words.get(0));
        }
        for (var words : settings.lines(Directive.PROXY_PASS_HEADER)) {
            names.removeIf(words.get(0)::equalsIgnoreCase);
        }
        return names;
    }

    private static List<Rewrite> redirects(ProxyPass pass, Location location) {
        var lines = location.settings().lines(Directive.PROXY_REDIRECT);
        if (lines.contains(List.of("off"))) {
            return List.of();
        }
        var rewrites = new ArrayList<Rewrite>();
        for (var words : lines) {
            if (words.equals(List.of("default"))) {
                byDefault(pass, location).ifPresent(rewrites::add);
            } else {
                Rewrite.redirect(words).ifPresent(rewrites::add);
            }
        }
        if (lines.isEmpty()) {
            byDefault(pass, location).ifPresent(rewrites::add);
        }
        return rewrites;
    }

    /** proxy_pass as written, with a slash where it has no URI, becomes the location, or the slash. */
    private static Optional<Rewrite> byDefault(ProxyPass pass, Location location) {
        if (pass.variables().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                pass.uri().isPresent() ? Rewrite.of(pass.url(), location.text()) : Rewrite.of(pass.url() + "/", "/"));
    }

    private static CookieRewriter cookies(Settings settings) {
        var domains = new ArrayList<Rewrite>();
        for (var words : settings.lines(Directive.PROXY_COOKIE_DOMAIN)) {
            Rewrite.cookieDomain(words).ifPresent(domains::add);
        }
        var paths = new ArrayList<Rewrite>();
        for (var words : settings.lines(Directive.PROXY_COOKIE_PATH)) {
            Rewrite.cookiePath(words).ifPresent(paths::add);
        }
        var flags = new ArrayList<CookieFlags>();
        for (var words : settings.lines(Directive.PROXY_COOKIE_FLAGS)) {
            CookieFlags.of(words).ifPresent(flags::add);
        }
        return new CookieRewriter(ValueRewriter.ofDomains(domains), ValueRewriter.ofPrefixes(paths), flags);
    }

    ProxyPass pass() {
        return pass;
    }

    /** How much of an upstream is read at once: {@link LimitedRate#portion}. */
    int portion() {
        return portion;
    }

    Settings settings() {
        return settings;
    }

    Location location() {
        return location;
    }

    UpstreamRequestWriter requestWriter() {
        return requestWriter;
    }

    /** The values of {@link #requestWriter()}'s names. */
    List<Template> setHeaders() {
        return setHeaders;
    }

    /** The same, where no variable is in them. */
    Optional<List<String>> literalHeaders() {
        return literalHeaders;
    }

    /** Of which one must say something for 103 to be passed on. */
    List<Template> earlyHints() {
        return earlyHints;
    }

    /** Bytes of the response's head. */
    long bufferSize() {
        return settings.size(Directive.PROXY_BUFFER_SIZE);
    }

    /** The own address; empty for whichever the system chooses. */
    Optional<Template> bind() {
        return bind;
    }

    /** The name to be verified and sent in TLS, where it is written. */
    Optional<Template> sslName() {
        return sslName;
    }

    /** Certificate and key, where variables name them; else none. */
    List<Template> identity() {
        return identity;
    }

    /** In place of the client's. */
    Optional<Template> method() {
        return method;
    }

    /** In place of the client's. */
    Optional<Template> setBody() {
        return setBody;
    }

    boolean passesHeaders() {
        return settings.flag(Directive.PROXY_PASS_REQUEST_HEADERS);
    }

    boolean passesBody() {
        return settings.flag(Directive.PROXY_PASS_REQUEST_BODY);
    }

    /** Whether the upstream gets the body of that request as it comes (ngx_http_proxy_handler). */
    boolean streams(RequestHead head) {
        return !settings.flag(Directive.PROXY_REQUEST_BUFFERING)
                && setBody.isEmpty()
                && passesBody()
                && !(head.chunked() && http10);
    }

    /** Whether upstreams are spoken to in HTTP/1.0. */
    boolean http10() {
        return http10;
    }

    boolean triesNext(String failure) {
        return nextUpstream.contains(failure);
    }

    /** Bytes of one of proxy_buffers. */
    int rawBuffer() {
        return rawBuffer;
    }

    /** Bytes of all proxy_buffers together. */
    long rawBuffers() {
        return rawBuffers;
    }

    /** The fields of the upstream that the client does not get. */
    FieldNames hidden() {
        return hidden;
    }

    FieldNames hiddenAndLocation() {
        return hiddenAndLocation;
    }

    /** Whether the upstream has that field (its name in lower case), and the client gets it. */
    boolean passes(String name, ResponseHead head) {
        return !hiddenNames.contains(name) && head.find(name) != null;
    }

    /** Whether trailers of that name, in lower case, go on. */
    boolean passesTrailer(String name) {
        return !hiddenNames.contains(name);
    }

    /** Whether a field of the response, its name in lower case, is passed on and not acted upon. */
    boolean ignores(String name) {
        return ignored.contains(name);
    }

    /** Bytes a second. */
    Template limitRate() {
        return limitRate;
    }

    /** What Location and Refresh become. */
    ValueRewriter redirects() {
        return redirects;
    }

    CookieRewriter cookies() {
        return cookies;
    }

    /** There where the upstream is, or may turn out to be, spoken to in TLS. */
    UpstreamTls tls() {
        return tls.orElseThrow();
    }
}
