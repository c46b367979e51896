package io.waflab.proxy;

import io.netty.channel.Channel;
import io.waflab.config.StreamEndpoint;
import io.waflab.config.StreamServer;
import java.net.InetSocketAddress;
import java.util.Map;

/** One listening socket of stream, and the sessions that it begins. */
final class StreamListener extends Acceptor {

    private final StreamEndpoint endpoint;
    private final Map<StreamServer, StreamSite> sites;

    StreamListener(StreamEndpoint endpoint, ProxyServer proxy, Map<StreamServer, StreamSite> sites) {
        super(endpoint, proxy);
        this.endpoint = endpoint;
        this.sites = sites;
    }

    @Override
    Served served(Worker worker, Channel channel) {
        var way = channel.localAddress() instanceof InetSocketAddress local
                ? endpoint.way(local.getAddress())
                : endpoint.way();
        return new StreamSession(worker, sites.get(way.server()), way.listen(), channel);
    }
}
