package io.waflab.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * A group of origins.
 *
 * @param name of the {@code upstream} block, or {@code host:port} of an unnamed one
 * @param peers in the order of the file; a name with several addresses gives several
 * @param settings keepalive, keepalive_timeout, keepalive_requests, keepalive_time
 * @param origin where it was written
 */
public record Upstream(String name, List<Peer> peers, Settings settings, Origin origin) {

    public Upstream {
        peers = List.copyOf(peers);
    }

    /**
     * One {@code server} of the group.
     *
     * @param address resolved when the configuration is read
     * @param weight at least 1
     * @param maxFails failures within failTimeout after which it is left alone for that long; 0 for never
     * @param failTimeout see maxFails
     * @param backup used only when all others are unavailable
     * @param down never used
     */
    public record Peer(
            InetSocketAddress address, int weight, int maxFails, Duration failTimeout, boolean backup, boolean down) {}
}
