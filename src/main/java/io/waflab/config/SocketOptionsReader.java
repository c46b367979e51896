package io.waflab.config;

import io.waflab.config.SocketOptions.KeepAlive;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the words of a {@code listen} that are about its socket; complains in nginx's words. */
final class SocketOptionsReader {

    private static final Set<String> BARE = Set.of("bind", "deferred", "reuseport", "multipath");
    private static final Set<String> VALUED =
            Set.of("backlog", "rcvbuf", "sndbuf", "fastopen", "ipv6only", "so_keepalive", "accept_filter", "setfib");

    private final Map<String, String> written = new HashMap<>();

    private SocketOptionsReader() {}

    /** Whether the word is one of these. */
    static boolean isOption(String word) {
        int equals = word.indexOf('=');
        return equals < 0 ? BARE.contains(word) : VALUED.contains(word.substring(0, equals));
    }

    /**
     * @param words of which some are options of the socket
     * @return empty when none is
     * @throws IllegalArgumentException for a value that is none
     */
    static Optional<SocketOptions> of(List<String> words) {
        var reader = new SocketOptionsReader();
        for (var word : words) {
            if (isOption(word)) {
                int equals = word.indexOf('=');
                reader.written.put(
                        equals < 0 ? word : word.substring(0, equals), equals < 0 ? "" : word.substring(equals + 1));
            }
        }
        return reader.written.isEmpty() ? Optional.empty() : Optional.of(reader.options());
    }

    private SocketOptions options() {
        return new SocketOptions(
                number("backlog", 1),
                size("rcvbuf"),
                size("sndbuf"),
                number("fastopen", 0),
                written.containsKey("deferred"),
                written.containsKey("reuseport"),
                ipv6Only(),
                keepAlive());
    }

    private Optional<Integer> number(String name, int least) {
        var text = written.get(name);
        if (text == null) {
            return Optional.empty();
        }
        if (!Units.isNumber(text) || text.length() > 9 || Integer.parseInt(text) < least) {
            throw new IllegalArgumentException("invalid " + name + " \"" + name + "=" + text + "\"");
        }
        return Optional.of(Integer.valueOf(text));
    }

    private Optional<Integer> size(String name) {
        var text = written.get(name);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Math.toIntExact(Units.size(text)));
        } catch (IllegalArgumentException | ArithmeticException invalid) {
            throw new IllegalArgumentException("invalid " + name + " \"" + name + "=" + text + "\"", invalid);
        }
    }

    private Optional<Boolean> ipv6Only() {
        var text = written.get("ipv6only");
        if (text != null && !text.equals("on") && !text.equals("off")) {
            throw new IllegalArgumentException("invalid ipv6only flags \"" + text + "\"");
        }
        return text == null ? Optional.empty() : Optional.of(text.equals("on"));
    }

    private Optional<KeepAlive> keepAlive() {
        var text = written.get("so_keepalive");
        if (text == null) {
            return Optional.empty();
        }
        if (text.equals("on") || text.equals("off")) {
            return Optional.of(new KeepAlive(text.equals("on"), Optional.empty(), Optional.empty(), Optional.empty()));
        }
        var parts = text.split(":", -1);
        try {
            if (parts.length == 3 && !text.equals("::")) {
                return Optional.of(new KeepAlive(true, seconds(parts[0]), seconds(parts[1]), probes(parts[2])));
            }
        } catch (IllegalArgumentException invalid) {
            // said below
        }
        throw new IllegalArgumentException("invalid so_keepalive value: \"" + text + "\"");
    }

    private static Optional<Duration> seconds(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var time = Units.seconds(text);
        if (time.isZero()) {
            throw new IllegalArgumentException("no time");
        }
        return Optional.of(time);
    }

    private static Optional<Integer> probes(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of((int) Units.count(text, 1, Integer.MAX_VALUE));
    }
}
