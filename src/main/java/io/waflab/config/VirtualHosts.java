package io.waflab.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The servers of one address, and which of them a name means, in nginx's order: the exact name, the longest wildcard that
 * begins with an asterisk, the longest that ends with one, the first regular expression, the default server
 * (nginx.org/en/docs/http/server_names.html).
 */
public final class VirtualHosts {

    private final Map<String, Server> exact = new HashMap<>();
    private final Map<String, Server> before = new HashMap<>();
    private final Map<String, Server> after = new HashMap<>();
    private final List<Map.Entry<Pattern, Server>> regexes = new ArrayList<>();
    private final Server defaultServer;
    private final boolean ssl;
    private final boolean http2;
    private final boolean proxyProtocol;

    /** @param listens the listens of one address, each with its server, in the order of the file; at least one */
    VirtualHosts(List<Map.Entry<Listen, Server>> listens) {
        defaultServer = listens.stream()
                .filter(entry -> entry.getKey().defaultServer())
                .findFirst()
                .orElse(listens.get(0))
                .getValue();
        ssl = listens.stream().anyMatch(entry -> entry.getKey().ssl());
        http2 = listens.stream().anyMatch(entry -> entry.getKey().http2());
        proxyProtocol = listens.stream().anyMatch(entry -> entry.getKey().proxyProtocol());
        for (var entry : listens) {
            entry.getValue().names().forEach(name -> add(name, entry.getValue()));
        }
    }

    /** The one that is written first keeps a name that several have. */
    private void add(ServerName name, Server server) {
        switch (name.form()) {
            case EXACT -> exact.putIfAbsent(name.text(), server);
            case WILDCARD_BEFORE -> before.putIfAbsent(name.text(), server);
            case WILDCARD_AFTER -> after.putIfAbsent(name.text(), server);
            case REGEX -> regexes.add(Map.entry(name.pattern(), server));
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

    /** @param name from SNI or Host, without a port, in any case, perhaps with a dot at its end; empty for none */
    public Server find(String name) {
        var found = search(name);
        return found == null ? defaultServer : found;
    }

    /** Whether a server has the name, so that it is not the default server that answers for want of another. */
    public boolean knows(String name) {
        return search(name) != null;
    }

    private Server search(String name) {
        var host = name.toLowerCase(Locale.ROOT);
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        var found = exact.get(host);
        if (found == null && !before.isEmpty()) {
            found = findBefore(host);
        }
        if (found == null && !after.isEmpty()) {
            found = findAfter(host);
        }
        if (found == null && !host.isEmpty()) {
            found = findRegex(host);
        }
        return found;
    }

    private Server findBefore(String host) {
        for (int dot = host.indexOf('.', 1); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            var found = before.get(host.substring(dot));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private Server findAfter(String host) {
        for (int dot = host.lastIndexOf('.'); dot > 0; dot = host.lastIndexOf('.', dot - 1)) {
            var found = after.get(host.substring(0, dot + 1));
            if (found != null && dot + 1 < host.length()) {
                return found;
            }
        }
        return null;
    }

    private Server findRegex(String host) {
        for (var regex : regexes) {
            if (regex.getKey().matcher(host).find()) {
                return regex.getValue();
            }
        }
        return null;
    }
}
