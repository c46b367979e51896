package io.waflab.config;

/**
 * One {@code listen} of a server.
 *
 * @param host an IP address; {@code *} for all of IPv4
 * @param port 1 to 65535, or 0 for any free one (tests)
 * @param ssl whether TLS is spoken here
 * @param http2 whether HTTP/2 is offered here
 * @param defaultServer whether the server answers names that no server has
 * @param origin where it was written
 */
public record Listen(String host, int port, boolean ssl, boolean http2, boolean defaultServer, Origin origin) {

    /** The socket's address as nginx writes it: two listens with the same one share a socket. */
    public String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
