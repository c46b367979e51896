package io.waflab.proxy;

import io.waflab.tls.UpstreamTls;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * How a connection to an origin is made.
 *
 * @param tls where the origin is spoken to in TLS
 * @param local the own address (proxy_bind)
 * @param transparent whether that may be an address of another machine (IP_TRANSPARENT)
 * @param keepalive SO_KEEPALIVE (proxy_socket_keepalive)
 * @param portion bytes that are read at once, where their rate is limited; 0 for whatever is there
 */
record UpstreamSocket(
        Optional<Tls> tls, Optional<InetSocketAddress> local, boolean transparent, boolean keepalive, int portion) {

    /**
     * TLS on it.
     *
     * @param peer who is spoken to
     * @param name that the certificate must be for
     */
    record Tls(UpstreamTls tls, UpstreamTls.Peer peer, String name) {}
}
