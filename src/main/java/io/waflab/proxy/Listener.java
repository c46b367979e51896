package io.waflab.proxy;

import io.netty.channel.Channel;
import io.waflab.config.Directive;
import io.waflab.config.Endpoint;
import io.waflab.config.Regex;
import io.waflab.config.Server;
import io.waflab.config.VirtualHosts;
import io.waflab.tls.ServerTls;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;

/** One listening socket: its servers, their TLS and routes, and the connections that it accepts. */
final class Listener extends Acceptor {

    private final Endpoint endpoint;
    private final TlsOffers tls;
    private final Map<Server, Site> sites;

    /**
     * @param tls of every server that speaks it
     * @param sites of every server
     */
    Listener(Endpoint endpoint, ProxyServer proxy, TlsOffers tls, Map<Server, Site> sites) {
        super(endpoint, proxy);
        this.endpoint = endpoint;
        this.tls = tls;
        this.sites = sites;
    }

    @Override
    Served served(Worker worker, Channel channel) {
        return new ProxyConnection(worker, this, channel);
    }

    boolean isTls() {
        return endpoint.virtualHosts().ssl();
    }

    /** Whether a PROXY protocol header comes first. */
    boolean isProxied() {
        return endpoint.virtualHosts().proxyProtocol();
    }

    Server defaultServer(Channel channel) {
        return hosts(channel).defaultServer();
    }

    /** The server of that name, which may be empty; the default one when no server has it. */
    Server server(Channel channel, String name) {
        return hosts(channel).find(name);
    }

    /** The groups of the regular expression in server_name that such a name met; empty for none. */
    Optional<Regex.Match> captures(Channel channel, String name) {
        return hosts(channel).match(name);
    }

    /** Whether a server has that name. */
    boolean knows(Channel channel, String name) {
        return hosts(channel).knows(name);
    }

    private VirtualHosts hosts(Channel channel) {
        return channel.localAddress() instanceof InetSocketAddress local
                ? endpoint.virtualHosts(local.getAddress())
                : endpoint.virtualHosts();
    }

    /** Whether clients of that server are offered HTTP/2 on the address that they came to. */
    boolean offersHttp2(Channel channel, Server server) {
        return server.settings().flag(Directive.HTTP2) || hosts(channel).http2();
    }

    /** One that has none of its own shows what the default server of its address does. */
    ServerTls tls(Channel channel, Server server) {
        var own = tls.of(server, offersHttp2(channel, server));
        return own != null ? own : tls.of(defaultServer(channel), offersHttp2(channel, server));
    }

    Site site(Server server) {
        return sites.get(server);
    }

    /** Whether that server refuses every handshake, so that it needs no certificate. */
    static boolean needsTls(Server server) {
        return !server.settings().flag(Directive.SSL_REJECT_HANDSHAKE);
    }
}
