package io.waflab.config;

import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;

/** Reads {@code listen} (nginx.org/en/docs/http/ngx_http_core_module.html#listen). */
final class ListenReader {

    private static final Set<String> WITHOUT_EFFECT = Set.of("reuseport", "deferred", "bind", "multipath");
    private static final Set<String> WITHOUT_EFFECT_VALUED =
            Set.of("backlog", "rcvbuf", "sndbuf", "so_keepalive", "fastopen", "accept_filter", "setfib", "ipv6only");

    private final Resolver resolver;
    private final Problems problems;

    ListenReader(Resolver resolver, Problems problems) {
        this.resolver = resolver;
        this.problems = problems;
    }

    /** One for each address of the name, none when something is wrong with it. */
    List<Listen> read(Statement statement) {
        var words = statement.arguments();
        if (words.isEmpty()) {
            return refuse(statement, "expected an address, a port, or both: 8443, 127.0.0.1:8443, [::1]:8443");
        }
        boolean ssl = false;
        boolean http2 = false;
        boolean defaultServer = false;
        for (var word : words.subList(1, words.size())) {
            switch (word) {
                case "ssl" -> ssl = true;
                case "http2" -> {
                    http2 = true;
                    problems.note(statement.origin(), "listen ... http2: HTTP/2 is not offered to clients yet");
                }
                case "default_server", "default" -> defaultServer = true;
                default -> option(statement, word);
            }
        }
        try {
            return listens(address(words.get(0)), statement, new boolean[] {ssl, http2, defaultServer});
        } catch (IllegalArgumentException wrong) {
            return refuse(statement, wrong.getMessage());
        }
    }

    private void option(Statement statement, String word) {
        var name = word.contains("=") ? word.substring(0, word.indexOf('=')) : "";
        if (WITHOUT_EFFECT.contains(word) || WITHOUT_EFFECT_VALUED.contains(name)) {
            problems.note(
                    statement.origin(),
                    "listen ... " + (name.isEmpty() ? word : name) + ": known, and without effect in waflab");
        } else if (word.equals("quic") || word.equals("proxy_protocol")) {
            refuse(statement, "\"" + word + "\" is not supported" + (word.equals("quic") ? "" : " yet"));
        } else {
            refuse(
                    statement,
                    "invalid parameter \"" + word + "\""
                            + Suggestion.of(word, List.of("ssl", "http2", "default_server", "reuseport", "backlog=")));
        }
    }

    /** {@code 8443} alone is a port on every address of IPv4, {@code 127.0.0.1} alone is port 80. */
    private static HostPort address(String word) {
        if (word.startsWith("unix:")) {
            throw new IllegalArgumentException("\"" + word + "\": Unix sockets are not supported (expected host:port)");
        }
        if (word.matches("[0-9]+")) {
            return HostPort.of("*:" + word);
        }
        var address = HostPort.of(word);
        return address.port() < 0 ? new HostPort(address.host(), 80) : address;
    }

    private List<Listen> listens(HostPort address, Statement statement, boolean[] flags) {
        List<String> hosts;
        if (address.host().equals("*") || address.host().equals("0.0.0.0")) {
            hosts = List.of("*");
        } else {
            try {
                hosts = resolver.resolve(address.host()).stream()
                        .map(found -> found.getHostAddress())
                        .distinct()
                        .toList();
            } catch (UnknownHostException unknown) {
                throw new IllegalArgumentException(
                        "host not found in \"" + statement.arguments().get(0) + "\"", unknown);
            }
        }
        // An address that was written as one stays as it was written; only names are replaced.
        return hosts.stream()
                .map(host -> new Listen(
                        address.host().contains(":") ? address.host() : host,
                        address.port(),
                        flags[0],
                        flags[1],
                        flags[2],
                        statement.origin()))
                .toList();
    }

    private List<Listen> refuse(Statement statement, String message) {
        problems.add(statement.origin(), "listen: " + message);
        return List.of();
    }
}
