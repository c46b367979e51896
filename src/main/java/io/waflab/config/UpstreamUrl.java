package io.waflab.config;

import java.util.Optional;

/**
 * A URL as {@code proxy_pass} takes it, whether written or come out of variables (ngx_parse_url and ngx_http_proxy_eval).
 *
 * @param tls whether it begins with https://
 * @param host a name, an address (without the brackets of an IPv6 one), or the path of a Unix socket
 * @param unix whether host is such a path
 * @param port as written, -1 for none
 * @param uri from the first slash on, a bare query with a slash before it; empty when there is none
 */
public record UpstreamUrl(boolean tls, String host, boolean unix, int port, Optional<String> uri) {

    /**
     * Takes a URL apart.
     *
     * @throws IllegalArgumentException in nginx's words for what it does not take
     */
    public static UpstreamUrl of(String url) {
        boolean tls = url.regionMatches(true, 0, "https://", 0, 8);
        if (!tls && !url.regionMatches(true, 0, "http://", 0, 7)) {
            throw new IllegalArgumentException(
                    "invalid URL prefix in \"" + url + "\" (expected http://host[:port][/uri] or https://...)");
        }
        var rest = url.substring(tls ? 8 : 7);
        if (rest.regionMatches(true, 0, "unix:", 0, 5)) {
            return unix(tls, rest.substring(5));
        }
        int end = endOfAuthority(rest);
        var authority = rest.substring(0, end);
        if (authority.isEmpty()) {
            throw new IllegalArgumentException("no host in upstream \"" + rest + "\"");
        }
        var address = HostPort.of(authority);
        if (address.host().equals("*") || address.port() == 0) {
            throw new IllegalArgumentException("\"" + authority + "\" is no address to connect to");
        }
        return new UpstreamUrl(tls, address.host(), false, address.port(), uri(rest.substring(end)));
    }

    private static UpstreamUrl unix(boolean tls, String rest) {
        int colon = rest.indexOf(':');
        var path = colon < 0 ? rest : rest.substring(0, colon);
        if (path.isEmpty()) {
            throw new IllegalArgumentException("no path in the unix domain socket in upstream \"unix:" + rest + "\"");
        }
        return new UpstreamUrl(tls, path, true, -1, colon < 0 ? Optional.empty() : uri(rest.substring(colon + 1)));
    }

    private static int endOfAuthority(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if (rest.charAt(i) == '/' || rest.charAt(i) == '?') {
                return i;
            }
        }
        return rest.length();
    }

    private static Optional<String> uri(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(text.startsWith("?") ? "/" + text : text);
    }

    /** The port to connect to. */
    public int effectivePort() {
        return port < 0 ? tls ? 443 : 80 : port;
    }

    /** What {@code $proxy_host} says, and Host where nothing else is set (ngx_http_proxy_set_vars). */
    public String hostHeader() {
        if (unix) {
            return "localhost";
        }
        var bracketed = host.contains(":") ? "[" + host + "]" : host;
        return port < 0 || port == (tls ? 443 : 80) ? bracketed : bracketed + ":" + port;
    }

    /** Host and port under which an unnamed group is known. */
    String group() {
        return unix ? "unix:" + host : new HostPort(host, port).address(effectivePort());
    }
}
