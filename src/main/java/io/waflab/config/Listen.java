package io.waflab.config;

import java.util.Optional;

/**
 * One {@code listen} of a server.
 *
 * @param host an IP address; {@code *} for all of IPv4; {@code unix:} and a path for a Unix socket
 * @param port 1 to 65535, or 0 for any free one (tests) and for a Unix socket
 * @param ssl whether TLS is spoken here
 * @param http2 whether HTTP/2 is offered here
 * @param defaultServer whether the server answers names that no server has
 * @param proxyProtocol whether a PROXY protocol header comes before everything else
 * @param options of the socket; empty when none is written, so that those of another server's listen hold
 * @param origin where it was written
 */
public record Listen(
        String host,
        int port,
        boolean ssl,
        boolean http2,
        boolean defaultServer,
        boolean proxyProtocol,
        Optional<SocketOptions> options,
        Origin origin) {

    /** Without a PROXY protocol header and options of the socket. */
    public Listen(String host, int port, boolean ssl, boolean http2, boolean defaultServer, Origin origin) {
        this(host, port, ssl, http2, defaultServer, false, Optional.empty(), origin);
    }

    Listen withSsl() {
        return new Listen(host, port, true, http2, defaultServer, proxyProtocol, options, origin);
    }

    /** The socket's address as nginx writes it: two listens with the same one share a socket. */
    public String address() {
        return isUnix() ? host : (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Whether the system is to choose a port, so that nobody else's can be the same. */
    boolean takesAnyPort() {
        return port == 0 && !isUnix();
    }

    /** Whether it is a Unix socket. */
    public boolean isUnix() {
        return host.startsWith("unix:");
    }
}
