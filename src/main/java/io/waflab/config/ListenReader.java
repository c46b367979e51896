package io.waflab.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;

/** Reads {@code listen} (nginx.org/en/docs/http/ngx_http_core_module.html#listen). */
final class ListenReader {

    private static final Set<String> FLAGS = Set.of("ssl", "http2", "default_server", "default");
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
        words.subList(1, words.size()).forEach(word -> option(statement, word));
        try {
            var address = address(words.get(0));
            return hosts(address, words.get(0)).stream()
                    .map(host -> listen(host, address.port(), statement))
                    .toList();
        } catch (IllegalArgumentException wrong) {
            return refuse(statement, wrong.getMessage());
        }
    }

    private static Listen listen(String host, int port, Statement statement) {
        var options = Set.copyOf(statement.arguments());
        return new Listen(
                host,
                port,
                options.contains("ssl"),
                options.contains("http2"),
                options.contains("default_server") || options.contains("default"),
                statement.origin());
    }

    private void option(Statement statement, String word) {
        if (word.equals("http2")) {
            problems.note(statement.origin(), "listen ... http2: HTTP/2 is not offered to clients yet");
        }
        if (FLAGS.contains(word)) {
            return;
        }
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

    /** An address that was written as one stays as it was written; only names are replaced. */
    private List<String> hosts(HostPort address, String word) {
        if (address.host().equals("*") || address.host().equals("0.0.0.0")) {
            return List.of("*");
        }
        try {
            var found = resolver.resolve(address.host());
            return address.host().contains(":")
                    ? List.of(address.host())
                    : found.stream().map(InetAddress::getHostAddress).distinct().toList();
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException("host not found in \"" + word + "\"", unknown);
        }
    }

    private List<Listen> refuse(Statement statement, String message) {
        problems.add(statement.origin(), "listen: " + message);
        return List.of();
    }
}
