package io.waflab.proxy;

import io.waflab.config.LabConfig;
import io.waflab.config.ListeningAddress;
import io.waflab.config.StreamConfig;
import io.waflab.config.StreamServer;
import io.waflab.tls.ServerTls;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/** What a configuration has in {@code stream}, made ready: its servers, groups and zones. Shared by all event loops. */
final class StreamService {

    private final ProxyServer server;
    private final StreamConfig config;
    private final Zones zones;
    private final SharedBalancers balancers;
    private final UpstreamGroups groups;
    private final Map<StreamServer, StreamSite> sites = new IdentityHashMap<>();

    /** @param before of the configuration before this one */
    StreamService(ProxyServer server, LabConfig whole, Optional<StreamService> before) {
        this.server = server;
        config = whole.stream();
        var earlier = before.orElse(null);
        zones = (earlier == null ? Zones.none() : earlier.zones).next(config.settings());
        balancers = SharedBalancers.ofStream(earlier == null ? Optional.empty() : Optional.of(earlier.balancers));
        groups = new UpstreamGroups(config.upstreams());
    }

    /**
     * Reads certificates, and finds logs and zones.
     *
     * @param store makes TLS with clients, and has what is wrong with any of it
     * @param upstreams the same towards origins
     */
    void prepare(TlsPlan plan, ServerTlsStore store, UpstreamTlsStore upstreams) {
        for (var one : config.servers()) {
            var tls = Optional.<ServerTls>empty();
            for (var reading : plan.of(one)) {
                tls = store.read(one.settings(), reading);
            }
            sites.put(one, new StreamSite(one, tls, this, upstreams));
        }
    }

    void addListeners(Map<ListeningAddress, Acceptor> listeners) {
        for (var endpoint : config.endpoints()) {
            listeners.put(endpoint, new StreamListener(endpoint, server, sites));
        }
    }

    /** Keeps the names of all groups up to date, on that worker's event loop. */
    void resolveGroups(Worker worker) {
        GroupNames.keep(worker, config.upstreams().values(), balancers);
    }

    StreamConfig config() {
        return config;
    }

    Zones zones() {
        return zones;
    }

    Logs logs() {
        return server.logs();
    }

    SharedBalancers balancers() {
        return balancers;
    }

    UpstreamGroups groups() {
        return groups;
    }
}
