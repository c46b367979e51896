package io.waflab.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A socket to listen on. As in nginx a server's own address needs none where another listens on all addresses of its port:
 * such a connection is told by the local address that it came to.
 */
public final class Endpoint implements ListeningAddress {

    private final Listen listen;
    private final VirtualHosts hosts;
    private final SocketOptions options;
    private final Map<InetAddress, VirtualHosts> specific = new HashMap<>();

    private Endpoint(List<Map.Entry<Listen, Server>> entries) {
        listen = entries.get(0).getKey();
        hosts = new VirtualHosts(entries);
        options = options(entries);
    }

    /** Those of the first that has any. */
    private static SocketOptions options(List<Map.Entry<Listen, Server>> entries) {
        for (var entry : entries) {
            if (entry.getKey().options().isPresent()) {
                return entry.getKey().options().get();
            }
        }
        return SocketOptions.NONE;
    }

    /** What is to be bound, each once, in the order of the file. */
    static List<Endpoint> of(List<Server> servers) {
        var addresses = byAddress(servers);
        var wildcards = new HashMap<String, Endpoint>();
        var endpoints = new ArrayList<Endpoint>();
        for (var entries : addresses.values()) {
            var listen = entries.get(0).getKey();
            if (isWildcard(listen)) {
                var endpoint = new Endpoint(entries);
                wildcards.put(family(listen), endpoint);
                endpoints.add(endpoint);
            }
        }
        for (var entries : addresses.values()) {
            var listen = entries.get(0).getKey();
            boolean apart = listen.port() == 0 || isBound(entries);
            var wildcard = apart ? null : wildcards.get(family(listen));
            if (isWildcard(listen)) {
                continue;
            }
            if (wildcard == null) {
                endpoints.add(new Endpoint(entries));
            } else {
                wildcard.specific.put(inetAddress(listen.host()), new VirtualHosts(entries));
            }
        }
        return List.copyOf(endpoints);
    }

    /** Who listens where, addresses and servers in the order of the file. */
    static Map<String, List<Map.Entry<Listen, Server>>> byAddress(List<Server> servers) {
        var addresses = new LinkedHashMap<String, List<Map.Entry<Listen, Server>>>();
        for (var server : servers) {
            for (var listen : server.listens()) {
                addresses
                        .computeIfAbsent(listen.address(), unused -> new ArrayList<>())
                        .add(Map.entry(listen, server));
            }
        }
        return addresses;
    }

    static boolean isWildcard(Listen listen) {
        return listen.host().equals("*")
                || !listen.isUnix()
                        && listen.host().contains(":")
                        && inetAddress(listen.host()).isAnyLocalAddress();
    }

    /** Whether it has a socket of its own though another listens on all addresses: options ask for it. */
    private static boolean isBound(List<Map.Entry<Listen, Server>> entries) {
        return options(entries) != SocketOptions.NONE;
    }

    static String family(Listen listen) {
        return (listen.host().contains(":") ? "6 " : "4 ") + listen.port();
    }

    static InetAddress inetAddress(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("a listen's host is an address: " + literal, impossible);
        }
    }

    @Override
    public Listen listen() {
        return listen;
    }

    @Override
    public SocketOptions options() {
        return options;
    }

    /** The servers for a connection that came to that local address. */
    public VirtualHosts virtualHosts(InetAddress local) {
        return specific.isEmpty() ? hosts : specific.getOrDefault(local, hosts);
    }

    /** The servers of the bound address itself. */
    public VirtualHosts virtualHosts() {
        return hosts;
    }
}
