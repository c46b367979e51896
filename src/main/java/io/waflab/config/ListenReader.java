package io.waflab.config;

import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads {@code listen} (nginx.org/en/docs/http/ngx_http_core_module.html#listen). */
final class ListenReader {

    private static final Set<String> FLAGS = Set.of("ssl", "http2", "default_server", "default", "proxy_protocol");

    /** What nginx does with the systems that have it, or only so that sockets are told apart. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("multipath", "accept_filter", "setfib", "bind");

    private static final String RANGE = "(.*?)([0-9]{1,5})-([0-9]{1,5})";

    /** struct sockaddr_un holds no more. */
    private static final int LONGEST_PATH = 107;

    /** What it has beyond that in stream. */
    private static final Set<String> STREAM_FLAGS = Set.of("ssl", "proxy_protocol");

    private final Resolver resolver;
    private final Problems problems;
    private final boolean inStream;

    /** @param inStream whether the parameters are those of stream, where an address needs a port */
    ListenReader(Resolver resolver, Problems problems, boolean inStream) {
        this.resolver = resolver;
        this.problems = problems;
        this.inStream = inStream;
    }

    /** One for each address of the name and port of the range, none when something is wrong with it. */
    List<Listen> read(Statement statement) {
        var words = statement.arguments();
        if (words.isEmpty()) {
            return refuse(statement, "expected an address, a port, or both: 8443, 127.0.0.1:8443, [::1]:8443");
        }
        try {
            var rest = words.subList(1, words.size());
            for (var word : rest) {
                checkOption(statement, word);
            }
            var options = SocketOptionsReader.of(rest);
            var listens = new ArrayList<Listen>();
            for (var address : ports(words.get(0))) {
                for (var host : hosts(address, words.get(0))) {
                    listens.add(listen(host, address.port(), statement, options));
                }
            }
            checkIpv6Only(options, listens);
            return listens;
        } catch (IllegalArgumentException wrong) {
            return refuse(statement, wrong.getMessage());
        }
    }

    private static Listen listen(String host, int port, Statement statement, Optional<SocketOptions> options) {
        var flags = Set.copyOf(statement.arguments());
        return new Listen(
                host,
                port,
                flags.contains("ssl"),
                flags.contains("http2"),
                flags.contains("default_server") || flags.contains("default"),
                flags.contains("proxy_protocol"),
                options,
                statement.origin());
    }

    private void checkOption(Statement statement, String word) {
        if (inStream && word.equals("udp")) {
            throw new IllegalArgumentException("\"udp\" is not supported (expected a listen of TCP)");
        }
        var flags = inStream ? STREAM_FLAGS : FLAGS;
        if (!inStream && word.equals("http2")) {
            problems.note(
                    statement.origin(),
                    "the \"listen ... http2\" directive is deprecated, use the \"http2\" directive instead");
        }
        var name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
        if (WITHOUT_EFFECT.contains(name)) {
            problems.note(statement.origin(), "listen ... " + name + ": known, and without effect in waflab");
        } else if (!inStream && word.equals("quic")) {
            throw new IllegalArgumentException("\"quic\" is not supported");
        } else if (!flags.contains(word) && !SocketOptionsReader.isOption(word)) {
            throw new IllegalArgumentException("invalid parameter \"" + word + "\""
                    + Suggestion.of(
                            word,
                            Stream.concat(flags.stream().sorted(), Stream.of("reuseport"))
                                    .toList()));
        }
    }

    private static void checkIpv6Only(Optional<SocketOptions> options, List<Listen> listens) {
        boolean asked = options.isPresent() && options.get().ipv6Only().isPresent();
        for (var listen : listens) {
            if (asked && (listen.isUnix() || !listen.host().contains(":"))) {
                throw new IllegalArgumentException("ipv6only is not supported on addr \"" + listen.address() + "\"");
            }
        }
    }

    private List<HostPort> ports(String word) {
        if (word.startsWith("unix:")) {
            checkPath(word);
            return List.of(new HostPort(word, 0));
        }
        if (word.indexOf('-') < 0) {
            return List.of(address(word));
        }
        var range = Pattern.compile(RANGE).matcher(word);
        if (!range.matches()) {
            return List.of(address(word));
        }
        int first = Integer.parseInt(range.group(2));
        int last = Integer.parseInt(range.group(3));
        if (first < 1 || last > 65_535 || first > last) {
            throw new IllegalArgumentException("invalid port in \"" + word + "\" of the \"listen\" directive");
        }
        var all = new ArrayList<HostPort>();
        for (int port = first; port <= last; port++) {
            all.add(address(range.group(1) + port));
        }
        return all;
    }

    private static void checkPath(String word) {
        var path = word.substring("unix:".length());
        if (path.isEmpty()) {
            throw new IllegalArgumentException(
                    "no path in the unix domain socket in \"" + word + "\" of the \"listen\"" + " directive");
        }
        if (path.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > LONGEST_PATH) {
            throw new IllegalArgumentException(
                    "too long path in the unix domain socket in \"" + word + "\" of the \"listen\" directive");
        }
    }

    /** {@code 8443} alone is a port on every address of IPv4, {@code 127.0.0.1} alone is port 80. */
    private HostPort address(String word) {
        if (Units.isNumber(word)) {
            return HostPort.of("*:" + word);
        }
        var address = HostPort.of(word);
        if (inStream && address.port() < 0) {
            throw new IllegalArgumentException("no port in \"" + word + "\" of the \"listen\" directive");
        }
        return address.port() < 0 ? new HostPort(address.host(), 80) : address;
    }

    /** An address that was written as one stays as it was written; only names are replaced. */
    private List<String> hosts(HostPort address, String word) {
        if (address.host().equals("*") || address.host().equals("0.0.0.0")) {
            return List.of("*");
        }
        if (address.host().startsWith("unix:")) {
            return List.of(address.host());
        }
        try {
            var found = resolver.resolve(address.host());
            if (address.host().contains(":")) {
                return List.of(address.host());
            }
            var hosts = new LinkedHashSet<String>();
            for (var one : found) {
                hosts.add(one.getHostAddress());
            }
            return List.copyOf(hosts);
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException(
                    "host not found in \"" + word + "\" of the \"listen\" directive", unknown);
        }
    }

    private List<Listen> refuse(Statement statement, String message) {
        problems.add(statement.origin(), "listen: " + message, message);
        return List.of();
    }
}
