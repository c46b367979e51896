package io.waflab.config;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The groups of origins: those that have a block, and those that a {@code proxy_pass} names by host and port alone. */
final class Upstreams {

    private final Resolver resolver;
    private final Problems problems;
    private final Settings defaults;
    private final Map<String, Upstream> groups = new LinkedHashMap<>();
    private final Map<String, List<Upstream.Peer>> resolved = new HashMap<>();

    /** @param defaults what an upstream has that says nothing, {@code upstream_defaults} applied */
    Upstreams(Resolver resolver, Problems problems, Settings defaults) {
        this.resolver = resolver;
        this.problems = problems;
        this.defaults = defaults;
    }

    Map<String, Upstream> groups() {
        return groups;
    }

    /** Reads an {@code upstream name { ... }}. */
    void declare(Statement statement) {
        if (statement.arguments().size() != 1 || statement.arguments().get(0).isEmpty()) {
            problems.add(statement.origin(), "upstream: expected a name and a block");
            return;
        }
        var name = statement.arguments().get(0);
        var block = Block.of(statement.block(), Context.UPSTREAM, problems);
        var peers = new ArrayList<Upstream.Peer>();
        block.inner("server").forEach(server -> peers.addAll(peers(server)));
        if (block.inner("server").isEmpty()) {
            problems.add(statement.origin(), "upstream \"" + name + "\": no servers are inside");
        } else if (!peers.isEmpty() && peers.stream().allMatch(Upstream.Peer::backup)) {
            problems.add(statement.origin(), "upstream \"" + name + "\": has only backup servers");
        }
        var settings = new SettingsReader(problems).read(block, defaults);
        if (groups.put(name, new Upstream(name, peers, settings, statement.origin())) != null) {
            problems.add(statement.origin(), "upstream \"" + name + "\": is duplicate");
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
            problems.add(origin, "proxy_pass: " + wrong.getMessage());
            return Optional.empty();
        }
    }

    private ProxyPass parse(String url, Origin origin) {
        if (url.contains("$")) {
            throw new IllegalArgumentException("variables are not supported yet in \"" + url + "\"");
        }
        boolean tls = url.regionMatches(true, 0, "https://", 0, 8);
        if (!tls && !url.regionMatches(true, 0, "http://", 0, 7)) {
            throw new IllegalArgumentException(
                    "invalid URL \"" + url + "\" (expected http://host[:port][/uri] or https://...)");
        }
        var rest = url.substring(tls ? 8 : 7);
        if (rest.startsWith("unix:")) {
            throw new IllegalArgumentException("Unix sockets are not supported (expected host:port)");
        }
        int slash = rest.indexOf('/');
        var authority = slash < 0 ? rest : rest.substring(0, slash);
        Optional<String> uri = slash < 0 ? Optional.empty() : Optional.of(uri(rest.substring(slash)));
        if (groups.containsKey(authority)) {
            return new ProxyPass(tls, authority, authority, uri, origin);
        }
        var address = HostPort.of(authority);
        if (address.host().equals("*") || address.port() == 0) {
            throw new IllegalArgumentException("\"" + authority + "\" is no address to connect to");
        }
        if (address.port() >= 0 && groups.containsKey(address.host())) {
            throw new IllegalArgumentException(
                    "upstream \"" + address.host() + "\" may not have port " + address.port());
        }
        int port = tls ? 443 : 80;
        var name = address.address(port);
        var peers = resolve(
                address.host(), address.port() < 0 ? port : address.port(), "in upstream \"" + address.host() + "\"");
        groups.putIfAbsent(name, new Upstream(name, peers, defaults, origin));
        boolean usual = address.port() < 0 || address.port() == port;
        return new ProxyPass(tls, name, usual ? name.substring(0, name.lastIndexOf(':')) : name, uri, origin);
    }

    private static String uri(String uri) {
        if (uri.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw new IllegalArgumentException("blank or control character in the URI \"" + uri + "\"");
        }
        return uri;
    }

    private List<Upstream.Peer> resolve(String host, int port, String where) {
        var known = resolved.get(host + " " + port);
        if (known != null) {
            return known;
        }
        try {
            var peers = resolver.resolve(host).stream()
                    .map(address -> new Upstream.Peer(
                            new InetSocketAddress(address, port), 1, 1, Duration.ofSeconds(10), false, false))
                    .toList();
            resolved.put(host + " " + port, peers);
            return peers;
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException("host not found " + where, unknown);
        }
    }

    private List<Upstream.Peer> peers(Statement server) {
        var words = server.arguments();
        try {
            if (words.isEmpty() || !server.block().isEmpty()) {
                throw new IllegalArgumentException(
                        "expected host:port [weight=] [max_fails=] [fail_timeout=] [backup] [down]");
            }
            if (words.get(0).startsWith("unix:")) {
                throw new IllegalArgumentException("Unix sockets are not supported (expected host:port)");
            }
            var address = HostPort.of(words.get(0));
            if (address.host().equals("*") || address.port() == 0) {
                throw new IllegalArgumentException("\"" + words.get(0) + "\" is no address to connect to");
            }
            var options = PeerOptions.of(words.subList(1, words.size()));
            return resolve(
                            address.host(),
                            address.port() < 0 ? 80 : address.port(),
                            "in upstream \"" + words.get(0) + "\"")
                    .stream()
                    .map(options::applyTo)
                    .toList();
        } catch (IllegalArgumentException wrong) {
            problems.add(server.origin(), "server: " + wrong.getMessage());
            return List.of();
        }
    }
}
