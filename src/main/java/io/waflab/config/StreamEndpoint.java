package io.waflab.config;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A socket of stream to listen on. A server's own address needs none where another listens on all addresses of its port, as
 * in {@link Endpoint}; but each address has one server only.
 */
public final class StreamEndpoint implements ListeningAddress {

    /** A server, and the listen that a connection came by. */
    public record Way(Listen listen, StreamServer server) {}

    private final Way way;
    private final Map<InetAddress, Way> specific = new HashMap<>();

    private StreamEndpoint(Way way) {
        this.way = way;
    }

    /** What is to be bound, each once, wildcards first. */
    static List<StreamEndpoint> of(List<StreamServer> servers) {
        var ways = new ArrayList<Way>();
        for (var server : servers) {
            for (var listen : server.listens()) {
                ways.add(new Way(listen, server));
            }
        }
        var wildcards = new HashMap<String, StreamEndpoint>();
        var endpoints = new ArrayList<StreamEndpoint>();
        for (var way : ways) {
            if (Endpoint.isWildcard(way.listen())) {
                var endpoint = new StreamEndpoint(way);
                wildcards.put(Endpoint.family(way.listen()), endpoint);
                endpoints.add(endpoint);
            }
        }
        for (var way : ways) {
            var listen = way.listen();
            if (Endpoint.isWildcard(listen)) {
                continue;
            }
            boolean apart = listen.port() == 0 || listen.options().isPresent();
            var wildcard = apart ? null : wildcards.get(Endpoint.family(listen));
            if (wildcard == null) {
                endpoints.add(new StreamEndpoint(way));
            } else {
                wildcard.specific.put(Endpoint.inetAddress(listen.host()), way);
            }
        }
        return List.copyOf(endpoints);
    }

    @Override
    public Listen listen() {
        return way.listen();
    }

    @Override
    public SocketOptions options() {
        return way.listen().options().orElse(SocketOptions.NONE);
    }

    /** Who answers a connection that came to that local address. */
    public Way way(InetAddress local) {
        return specific.getOrDefault(local, way);
    }

    /** Who answers on the bound address itself. */
    public Way way() {
        return way;
    }
}
