package io.waflab.config;

import static io.waflab.config.Directive.KEEPALIVE;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The groups of origins: those that have a block, and those that a {@code proxy_pass} names by host and port alone. */
final class Upstreams {

    private static final String SERVER_EXPECTED = "expected host:port or unix:path, and of [weight=] [max_conns=]"
            + " [max_fails=] [fail_timeout=] [backup] [down] [resolve]";

    private final Resolver resolver;
    private final Problems problems;
    private final Settings defaults;
    private final Context context;
    /** nginx finds a group whatever the case of its name. */
    private final Map<String, Upstream> groups = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private final Map<String, List<SocketAddress>> resolved = new HashMap<>();

    /** @param defaults what an upstream has that says nothing, {@code upstream_defaults} applied */
    Upstreams(Resolver resolver, Problems problems, Settings defaults) {
        this(resolver, problems, defaults, Context.UPSTREAM);
    }

    /** @param context UPSTREAM or STREAM_UPSTREAM */
    Upstreams(Resolver resolver, Problems problems, Settings defaults, Context context) {
        this.resolver = resolver;
        this.problems = problems;
        this.defaults = defaults;
        this.context = context;
    }

    Map<String, Upstream> groups() {
        return groups;
    }

    /** Reads an {@code upstream name { ... }}. */
    void declare(Statement statement) {
        if (statement.arguments().size() != 1 || statement.arguments().get(0).isEmpty()) {
            problems.add(
                    statement.origin(),
                    "upstream: expected a name and a block",
                    "invalid number of arguments in \"upstream\" directive");
            return;
        }
        var name = statement.arguments().get(0);
        var block = Block.of(statement.block(), context, problems);
        var settings = new SettingsReader(problems).read(block, defaults);
        var balancing = balancing(block.written());
        var peers = new ArrayList<Upstream.Peer>();
        for (var server : block.inner("server")) {
            peers.addAll(peers(server, balancing(before(server, statement)), settings));
        }
        if (block.inner("server").isEmpty()) {
            problems.add(
                    statement.origin(),
                    "upstream \"" + name + "\": no servers are inside",
                    "no servers are inside upstream");
        } else if (!peers.isEmpty() && peers.stream().allMatch(Upstream.Peer::backup)) {
            problems.add(statement.origin(), "upstream \"" + name + "\": has only backup servers");
        }
        if (groups.put(name, new Upstream(name, balancing, peers, settings, statement.origin())) != null) {
            problems.add(
                    statement.origin(),
                    "upstream \"" + name + "\": is duplicate",
                    "duplicate upstream \"" + name + "\"");
        }
    }

    /** What is written before a server of a block: a method takes backups or not where it is read (ngx_http_upstream_server). */
    private static Map<Directive, List<Statement>> before(Statement server, Statement upstream) {
        var before = new EnumMap<Directive, List<Statement>>(Directive.class);
        for (var statement : upstream.block()) {
            if (statement.equals(server)) {
                break;
            }
            Directive.of(statement.name()).ifPresent(directive -> before.put(directive, List.of(statement)));
        }
        return before;
    }

    private static Balancing balancing(Map<Directive, List<Statement>> written) {
        try {
            return Balancing.of(written);
        } catch (IllegalArgumentException said) {
            // the settings of the block have said so
            return Balancing.ROUND_ROBIN;
        }
    }

    /**
     * What a {@code proxy_pass} names; its group is made when no block has declared it. Empty when it is wrong, which has
     * then been said.
     */
    Optional<ProxyPass> proxyPass(String url, Origin origin) {
        try {
            return Optional.of(parse(url, origin));
        } catch (IllegalArgumentException wrong) {
            problems.add(origin, "proxy_pass: " + wrong.getMessage(), wrong.getMessage());
            return Optional.empty();
        }
    }

    private ProxyPass parse(String url, Origin origin) {
        var template = Template.of(url);
        if (!template.isLiteral()) {
            Arguments.known(template);
            return new ProxyPass(false, "", "", Optional.empty(), url, Optional.of(template), origin);
        }
        boolean tls = url.regionMatches(true, 0, "https://", 0, 8);
        if (!tls && !url.regionMatches(true, 0, "http://", 0, 7)) {
            throw new IllegalArgumentException(
                    "invalid URL prefix in \"" + url + "\" (expected http://host[:port][/uri] or https://...)");
        }
        var rest = url.substring(tls ? 8 : 7);
        int end = endOfAuthority(rest);
        var declared = groups.get(rest.substring(0, end));
        if (declared != null) {
            var uri = end == rest.length()
                    ? Optional.<String>empty()
                    : UpstreamUrl.of("http://x" + rest.substring(end)).uri();
            uri.ifPresent(Upstreams::checkUri);
            return new ProxyPass(
                    tls,
                    declared.name(),
                    rest.substring(0, end),
                    uri.map(TextBytes::of),
                    url,
                    Optional.empty(),
                    origin);
        }
        return unnamed(UpstreamUrl.of(url), url, origin);
    }

    private static int endOfAuthority(String rest) {
        int end = 0;
        while (end < rest.length() && rest.charAt(end) != '/' && rest.charAt(end) != '?') {
            end++;
        }
        return end;
    }

    /**
     * Connections to what no block has declared are not kept (ngx_http_upstream_keepalive_init_main_conf skips it), whatever
     * the default for blocks is; a default of 0 stays one.
     */
    private Settings unkept() {
        return defaults.words(KEEPALIVE).get(0).equals("0") ? defaults : defaults.without(KEEPALIVE);
    }

    private ProxyPass unnamed(UpstreamUrl parsed, String url, Origin origin) {
        parsed.uri().ifPresent(Upstreams::checkUri);
        if (!parsed.unix() && parsed.port() >= 0 && groups.containsKey(parsed.host())) {
            throw new IllegalArgumentException("upstream \"" + parsed.host() + "\" may not have port " + parsed.port());
        }
        var name = parsed.group();
        if (!groups.containsKey(name)) {
            var addresses = parsed.unix()
                    ? List.<SocketAddress>of(UnixDomainSocketAddress.of(parsed.host()))
                    : resolve(parsed.host(), parsed.effectivePort(), "in upstream \"" + parsed.host() + "\"");
            var peers = peers(addresses, name, PeerOptions.NONE);
            groups.put(name, new Upstream(name, Balancing.ROUND_ROBIN, peers, unkept(), origin));
        }
        return new ProxyPass(
                parsed.tls(),
                groups.get(name).name(),
                parsed.hostHeader(),
                parsed.uri().map(TextBytes::of),
                url,
                Optional.empty(),
                origin);
    }

    private static void checkUri(String uri) {
        if (uri.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw new IllegalArgumentException("blank or control character in the URI \"" + uri + "\"");
        }
    }

    /**
     * What a {@code proxy_pass} of stream names: a group, or an address with its port; its group is made when no block has
     * declared it. Empty when it is wrong, which has then been said.
     */
    Optional<StreamPass> streamPass(String text, Variables variables, Origin origin) {
        try {
            var template = Template.of(text, variables);
            if (!template.isLiteral()) {
                return Optional.of(new StreamPass("", "", Optional.of(template), origin));
            }
            var declared = groups.get(text);
            if (declared != null) {
                return Optional.of(new StreamPass(declared.name(), text, Optional.empty(), origin));
            }
            var address = StreamAddress.of(text);
            address.requirePort();
            return Optional.of(new StreamPass(unnamed(address, origin), address.host(), Optional.empty(), origin));
        } catch (IllegalArgumentException wrong) {
            problems.add(origin, "proxy_pass: " + wrong.getMessage(), wrong.getMessage());
            return Optional.empty();
        }
    }

    /** The name of the group of an address alone. */
    private String unnamed(StreamAddress address, Origin origin) {
        var name = address.group();
        if (!groups.containsKey(name)) {
            var addresses = address.unix()
                    ? List.<SocketAddress>of(UnixDomainSocketAddress.of(address.host()))
                    : resolve(address.host(), address.port(), "in upstream \"" + name + "\"");
            var peers = peers(addresses, name, PeerOptions.NONE);
            groups.put(name, new Upstream(name, Balancing.ROUND_ROBIN, peers, defaults, origin));
        }
        return name;
    }

    private List<SocketAddress> resolve(String host, int port, String where) {
        var known = resolved.get(host + " " + port);
        if (known != null) {
            return known;
        }
        try {
            var addresses = new ArrayList<SocketAddress>();
            for (var address : resolver.resolve(host)) {
                addresses.add(new InetSocketAddress(address, port));
            }
            resolved.put(host + " " + port, addresses);
            return addresses;
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException("host not found " + where, unknown);
        }
    }

    private static List<Upstream.Peer> peers(List<SocketAddress> addresses, String name, PeerOptions options) {
        var peers = new ArrayList<Upstream.Peer>();
        for (var address : addresses) {
            peers.add(new Upstream.Peer(address, name, options));
        }
        return peers;
    }

    private List<Upstream.Peer> peers(Statement server, Balancing balancing, Settings settings) {
        var words = server.arguments();
        try {
            if (words.isEmpty() || !server.block().isEmpty()) {
                throw new IllegalArgumentException(SERVER_EXPECTED);
            }
            var options = PeerOptions.of(words.subList(1, words.size()));
            if (options.backup() && !balancing.method().takesBackups()) {
                throw new IllegalArgumentException("balancing method does not support parameter \"backup\"");
            }
            return peers(addresses(words.get(0), options, settings), words.get(0), options);
        } catch (IllegalArgumentException wrong) {
            problems.add(server.origin(), "server: " + wrong.getMessage(), wrong.getMessage());
            return List.of();
        }
    }

    private List<SocketAddress> addresses(String server, PeerOptions options, Settings settings) {
        if (server.regionMatches(true, 0, "unix:", 0, 5)) {
            if (server.length() == 5) {
                throw new IllegalArgumentException("no path in the unix domain socket \"" + server + "\"");
            }
            return List.of(UnixDomainSocketAddress.of(server.substring(5)));
        }
        var address = HostPort.of(server);
        if (address.host().equals("*") || address.port() == 0) {
            throw new IllegalArgumentException("\"" + server + "\" is no address to connect to");
        }
        if (address.port() < 0 && context.isStream()) {
            throw new IllegalArgumentException("no port in upstream \"" + server + "\"");
        }
        int port = address.port() < 0 ? 80 : address.port();
        if (!options.resolve() || address.isLiteral()) {
            return resolve(address.host(), port, "in upstream \"" + server + "\"");
        }
        if (!settings.has(Directive.RESOLVER)) {
            throw new IllegalArgumentException("no resolver defined to resolve names at run time in upstream");
        }
        if (!settings.has(Directive.ZONE)) {
            throw new IllegalArgumentException(
                    "resolving names at run time requires upstream to be in shared memory (expected zone NAME SIZE)");
        }
        return List.of(InetSocketAddress.createUnresolved(address.host(), port));
    }
}
