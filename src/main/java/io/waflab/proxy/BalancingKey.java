package io.waflab.proxy;

import io.waflab.config.Balancing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a group's hash is made of for one request. */
final class BalancingKey {

    private static final int IPV4 = 4;

    private static final byte[] NONE = {};

    private BalancingKey() {}

    /** The text of {@code hash}; of {@code ip_hash} three bytes of an IPv4 address, or all of an IPv6 one; else nothing. */
    static byte[] of(Balancing balancing, Exchange exchange) {
        return switch (balancing.method()) {
            case HASH, CONSISTENT_HASH ->
                exchange.expand(balancing.key().orElseThrow()).getBytes(StandardCharsets.ISO_8859_1);
            case IP_HASH -> address(exchange.client().bytes());
            case ROUND_ROBIN, LEAST_CONN, RANDOM, RANDOM_TWO -> NONE;
        };
    }

    private static byte[] address(byte[] client) {
        // A client on a Unix socket counts as 0.0.0.
        return client.length <= IPV4 ? Arrays.copyOf(client, 3) : client;
    }
}
