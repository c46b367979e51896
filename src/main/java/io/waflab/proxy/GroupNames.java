package io.waflab.proxy;

import io.waflab.config.ResolverOptions;
import io.waflab.config.Upstream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the addresses of a group's names up to date that have {@code resolve}: asks again as often as answers run out
 * (ngx_http_upstream_zone_resolve_timer). The group has a zone, so that all event loops share what is found.
 */
final class GroupNames {

    /** Between two looks; the name servers are asked only when what they said has run out. */
    private static final int SECONDS = 1;

    private final Worker worker;
    private final Upstream upstream;
    private final Balancer balancer;
    private final Names names;

    /** @param worker on whose event loop the names are looked up */
    GroupNames(Worker worker, Upstream upstream, Balancer balancer) {
        this.worker = worker;
        this.upstream = upstream;
        this.balancer = balancer;
        names = worker.names(ResolverOptions.of(upstream.settings()).orElseThrow());
    }

    /** Begins for those groups that have such names, on the worker's event loop. */
    static void keep(Worker worker, Collection<Upstream> groups, SharedBalancers balancers) {
        for (var group : groups) {
            if (group.resolves()) {
                worker.loop().execute(() -> new GroupNames(worker, group, balancers.of(group)).start());
            }
        }
    }

    /** Begins for each of the group's names. On the event loop. */
    private void start() {
        upstream.peers().stream().filter(Upstream.Peer::resolves).forEach(this::look);
    }

    private void look(Upstream.Peer peer) {
        if (peer.address() instanceof InetSocketAddress name && name.isUnresolved()) {
            names.lookup(
                    name.getHostString(),
                    new Found(peer, name),
                    () -> !worker.server().isStopping());
        }
    }

    private void later(Upstream.Peer peer) {
        if (!worker.server().isStopping()) {
            worker.loop().schedule(() -> look(peer), SECONDS, TimeUnit.SECONDS);
        }
    }

    private final class Found implements Names.Answer {

        private final Upstream.Peer peer;
        private final InetSocketAddress name;

        Found(Upstream.Peer peer, InetSocketAddress name) {
            this.peer = peer;
            this.name = name;
        }

        @Override
        public void found(List<InetAddress> addresses) {
            var sockets = new LinkedHashSet<SocketAddress>();
            addresses.forEach(address -> sockets.add(new InetSocketAddress(address, name.getPort())));
            balancer.resolved(peer, sockets);
            later(peer);
        }

        /** A name that is gone takes its servers with it; a name server that fails does not. */
        @Override
        public void missing(String why) {
            var server = worker.server();
            server.logs()
                    .error(
                            server.config().main(),
                            "error",
                            worker.date().log(),
                            name.getHostString() + " could not be resolved (" + why + ")");
            if (why.startsWith("3:")) {
                balancer.resolved(peer, new LinkedHashSet<>());
            }
            later(peer);
        }
    }
}
