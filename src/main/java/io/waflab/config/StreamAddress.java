package io.waflab.config;

/**
 * Where stream connects to, whether written or come out of variables (ngx_parse_url without a scheme).
 *
 * @param host a name, an address (without the brackets of an IPv6 one), or the path of a Unix socket
 * @param unix whether host is such a path
 * @param port as written, -1 for none
 */
public record StreamAddress(String host, boolean unix, int port) {

    /**
     * Takes a text apart.
     *
     * @throws IllegalArgumentException in nginx's words for what it does not take
     */
    public static StreamAddress of(String text) {
        if (text.regionMatches(true, 0, "unix:", 0, 5)) {
            if (text.length() == 5) {
                throw new IllegalArgumentException("no path in the unix domain socket in upstream \"" + text + "\"");
            }
            return new StreamAddress(text.substring(5), true, -1);
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException("no host in upstream \"\"");
        }
        var address = HostPort.of(text);
        if (address.host().equals("*") || address.port() == 0) {
            throw new IllegalArgumentException("\"" + text + "\" is no address to connect to");
        }
        return new StreamAddress(address.host(), false, address.port());
    }

    /** @throws IllegalArgumentException without one, where one is needed */
    public void requirePort() {
        if (!unix && port < 0) {
            throw new IllegalArgumentException("no port in upstream \"" + host + "\"");
        }
    }

    /** Host and port under which an unnamed group is known. */
    public String group() {
        return unix ? "unix:" + host : new HostPort(host, port).address(port);
    }
}
