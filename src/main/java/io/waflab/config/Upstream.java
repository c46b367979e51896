package io.waflab.config;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * A group of origins.
 *
 * @param name of the {@code upstream} block, or {@code host:port} of an unnamed one
 * @param balancing how a request's server is found
 * @param peers in the order of the file; a name with several addresses gives several
 * @param settings keepalive, keepalive_timeout, keepalive_requests, keepalive_time, resolver, zone
 * @param origin where it was written
 */
public record Upstream(String name, Balancing balancing, List<Peer> peers, Settings settings, Origin origin) {

    public Upstream {
        peers = List.copyOf(peers);
    }

    /** Whether one of them is a name to be looked up at run time. */
    public boolean resolves() {
        for (var peer : peers) {
            if (peer.resolves()) {
                return true;
            }
        }
        return false;
    }

    /**
     * One {@code server} of the group.
     *
     * @param address an {@link java.net.InetSocketAddress} or {@link java.net.UnixDomainSocketAddress}, resolved when the
     *     configuration is read; unresolved for a name with {@code resolve}, whose addresses are looked up at run time
     * @param server as written, which is what consistent hashing goes by
     * @param options what stands behind the address
     */
    public record Peer(SocketAddress address, String server, PeerOptions options) {

        /** At least 1. */
        public int weight() {
            return options.weight();
        }

        /** Connections at once; 0 for no limit. */
        public int maxConns() {
            return options.maxConns();
        }

        /** Failures within failTimeout after which it is left alone for that long; 0 for never. */
        public int maxFails() {
            return options.maxFails();
        }

        /** See {@link #maxFails()}. */
        public Duration failTimeout() {
            return options.failTimeout();
        }

        /** Used only when all others are unavailable. */
        public boolean backup() {
            return options.backup();
        }

        /** Never used. */
        public boolean down() {
            return options.down();
        }

        /** A name to be looked up at run time. */
        public boolean resolves() {
            return options.resolve();
        }

        /** The same server at another address. */
        public Peer at(SocketAddress other) {
            return new Peer(other, server, options);
        }
    }
}
