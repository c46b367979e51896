package io.waflab.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.waflab.config.Directive;
import io.waflab.config.Endpoint;
import io.waflab.config.LabConfig;
import io.waflab.config.Location;
import io.waflab.config.Server;
import io.waflab.config.VirtualHosts;
import io.waflab.connection.CloseAct;
import io.waflab.tls.ServerTls;
import java.net.InetSocketAddress;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** One listening socket: its servers, their TLS and routes, and the connections that it accepts. */
final class Listener extends ChannelInitializer<Channel> {

    private final Endpoint endpoint;
    private final ProxyServer proxy;
    private final Map<Server, ServerTls> tls;
    private final Map<Server, Site> sites = new IdentityHashMap<>();

    /** A server made ready. */
    private static final class Site {

        private final Route route;
        private final Map<Location, Route> routes = new IdentityHashMap<>();

        Site(Server server, Route.Plan plan) {
            route = Route.of(server.settings(), plan);
            add(server.locations(), plan);
        }

        private void add(List<Location> all, Route.Plan plan) {
            for (var location : all) {
                routes.put(location, Route.of(location, plan));
                add(location.locations(), plan);
            }
        }
    }

    /** @param tls of every server here that speaks it */
    Listener(Endpoint endpoint, ProxyServer proxy, LabConfig config, Map<Server, ServerTls> tls) {
        this.endpoint = endpoint;
        this.proxy = proxy;
        this.tls = tls;
        var plan = new Route.Plan(config, proxy.logs());
        for (var server : config.servers()) {
            sites.put(server, new Site(server, plan));
        }
    }

    @Override
    protected void initChannel(Channel channel) {
        var worker = proxy.worker(channel.eventLoop());
        if (worker.isFull()) {
            Closer.close(channel, CloseAct.SILENT_FIN, false);
        } else {
            new ProxyConnection(worker, this, channel).accepted();
        }
    }

    boolean isTls() {
        return endpoint.virtualHosts().ssl();
    }

    Server defaultServer(Channel channel) {
        return hosts(channel).defaultServer();
    }

    /** The server of that name; the one so far when none was named. */
    Server server(Channel channel, String name, Server soFar) {
        return name.isEmpty() ? soFar : hosts(channel).find(name);
    }

    private VirtualHosts hosts(Channel channel) {
        return endpoint.virtualHosts(((InetSocketAddress) channel.localAddress()).getAddress());
    }

    ServerTls tls(Server server) {
        return tls.get(server);
    }

    /** What the server does where no location answers. */
    Route route(Server server) {
        return sites.get(server).route;
    }

    /** What answers a request for that {@code $uri}. */
    Found find(Server server, String uri) {
        var site = sites.get(server);
        return server.find(uri)
                .map(found -> new Found(site.routes.get(found.location()), found.addSlash()))
                .orElse(new Found(site.route, false));
    }

    /**
     * @param route what answers
     * @param addSlash whether it answers with a redirect to the same path with a slash behind it
     */
    record Found(Route route, boolean addSlash) {}

    /** Whether that server refuses every handshake, so that it needs no certificate. */
    static boolean needsTls(Server server) {
        return !server.settings().flag(Directive.SSL_REJECT_HANDSHAKE);
    }
}
