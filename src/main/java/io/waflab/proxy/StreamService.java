package io.waflab.proxy;

import io.waflab.config.ConfigException;
import io.waflab.config.LabConfig;
import io.waflab.config.Listen;
import io.waflab.config.ListeningAddress;
import io.waflab.config.Problem;
import io.waflab.config.StreamConfig;
import io.waflab.config.StreamServer;
import io.waflab.tls.LabCertificates;
import io.waflab.tls.ServerTls;
import io.waflab.tls.TicketStore;
import io.waflab.tls.TlsEngine;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a configuration has in {@code stream}, made ready: its servers, groups and zones. Shared by all event loops. */
final class StreamService {

    private final ProxyServer server;
    private final LabConfig whole;
    private final StreamConfig config;
    private final Zones zones;
    private final SharedBalancers balancers;
    private final UpstreamGroups groups;
    private final Map<StreamServer, StreamSite> sites = new IdentityHashMap<>();

    /** @param before of the configuration before this one */
    StreamService(ProxyServer server, LabConfig whole, Optional<StreamService> before) {
        this.server = server;
        this.whole = whole;
        config = whole.stream();
        var earlier = before.orElse(null);
        zones = (earlier == null ? Zones.none() : earlier.zones).next(config.settings());
        balancers = SharedBalancers.ofStream(earlier == null ? Optional.empty() : Optional.of(earlier.balancers));
        groups = new UpstreamGroups(config.upstreams());
    }

    /**
     * Reads certificates, and finds logs and zones.
     *
     * @param all gets TLS of each server that speaks it, to be let go of when the configuration is done or refused
     * @throws ConfigException with every certificate and key that cannot be used
     */
    void prepare(TlsEngine engine, LabCertificates lab, TicketStore tickets, List<ServerTls> all)
            throws ConfigException {
        var upstreamTls = new UpstreamTlsStore(engine, whole.base());
        var problems = new ArrayList<Problem>();
        for (var one : config.servers()) {
            try {
                var tls = one.listens().stream().anyMatch(Listen::ssl)
                        ? Optional.of(ServerTls.of(engine, one.settings(), whole.base(), lab, StreamSite.protocols(one))
                                .with(tickets))
                        : Optional.<ServerTls>empty();
                tls.ifPresent(all::add);
                sites.put(one, new StreamSite(one, tls, this, upstreamTls));
            } catch (ConfigException refused) {
                problems.addAll(refused.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        upstreamTls.throwIfAny();
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
