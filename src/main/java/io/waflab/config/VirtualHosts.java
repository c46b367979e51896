package io.waflab.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The servers of one address, and which of them a name means, in nginx's order: the exact name, the longest wildcard that
 * begins with an asterisk, the longest that ends with one, the first regular expression, the default server
 * (nginx.org/en/docs/http/server_names.html).
 */
public final class VirtualHosts {

    private final Map<String, Server> exact = new HashMap<>();
    private final Map<String, Server> before = new HashMap<>();
    private final Map<String, Server> after = new HashMap<>();
    private final List<Map.Entry<Regex, Server>> regexes = new ArrayList<>();
    private final Server defaultServer;
    private final boolean ssl;
    private final boolean http2;
    private final boolean proxyProtocol;

    /** @param listens the listens of one address, each with its server, in the order of the file; at least one */
    VirtualHosts(List<Map.Entry<Listen, Server>> listens) {
        Server said = null;
        boolean anySsl = false;
        boolean anyHttp2 = false;
        boolean anyProxyProtocol = false;
        for (var entry : listens) {
            var listen = entry.getKey();
            said = said == null && listen.defaultServer() ? entry.getValue() : said;
            anySsl |= listen.ssl();
            anyHttp2 |= listen.http2();
            anyProxyProtocol |= listen.proxyProtocol();
            for (var name : entry.getValue().names()) {
                add(name, entry.getValue());
            }
        }
        defaultServer = said == null ? listens.get(0).getValue() : said;
        ssl = anySsl;
        http2 = anyHttp2;
        proxyProtocol = anyProxyProtocol;
    }

    /** The one that is written first keeps a name that several have. */
    private void add(ServerName name, Server server) {
        switch (name.form()) {
            case EXACT -> exact.putIfAbsent(name.text(), server);
            case WILDCARD_BEFORE -> before.putIfAbsent(name.text(), server);
            case WILDCARD_AFTER -> after.putIfAbsent(name.text(), server);
            case REGEX -> regexes.add(Map.entry(name.regex().orElseThrow(), server));
        }
    }

    /** Who answers names that no server has, and what came before a name was known. */
    public Server defaultServer() {
        return defaultServer;
    }

    public boolean ssl() {
        return ssl;
    }

    public boolean http2() {
        return http2;
    }

    /** Whether a PROXY protocol header comes before everything else. */
    public boolean proxyProtocol() {
        return proxyProtocol;
    }

    /**
     * The server of that name, or the default one: for a Host that no server has, too, whichever server SNI named
     * (ngx_http_set_virtual_server).
     *
     * @param name from SNI or Host, without a port, in any case, perhaps with a dot at its end; empty for none
     */
    public Server find(String name) {
        var found = named(name);
        return found == null ? defaultServer : found;
    }

    /** Null where no server has the name. */
    private Server named(String name) {
        var host = normalized(name);
        var found = byName(host);
        if (found == null && !host.isEmpty() && !regexes.isEmpty()) {
            found = regexes.stream()
                    .filter(regex -> match(regex.getKey(), host).isPresent())
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
        }
        return found;
    }

    /** Whether a server has the name, so that it is not the default server that answers for want of another. */
    public boolean knows(String name) {
        return named(name) != null;
    }

    /** The groups of the regular expression by which {@link #find} found the server; empty where it was no such. */
    public Optional<Regex.Match> match(String name) {
        if (regexes.isEmpty()) {
            return Optional.empty();
        }
        var host = normalized(name);
        if (host.isEmpty() || byName(host) != null) {
            return Optional.empty();
        }
        return regexes.stream()
                .map(regex -> match(regex.getKey(), host))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** A name made to hold up the search is nobody's. */
    private static Optional<Regex.Match> match(Regex regex, String host) {
        try {
            return regex.find(host);
        } catch (Regex.LimitReached tooMuch) {
            return Optional.empty();
        }
    }

    private static String normalized(String name) {
        var host = name.toLowerCase(Locale.ROOT);
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** Null where no name, and no wildcard, is met. */
    private Server byName(String host) {
        var found = exact.get(host);
        if (found == null && !before.isEmpty()) {
            found = ServerName.findBefore(before, host);
        }
        if (found == null && !after.isEmpty()) {
            found = ServerName.findAfter(after, host);
        }
        return found;
    }
}
