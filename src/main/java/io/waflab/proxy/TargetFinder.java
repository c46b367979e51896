package io.waflab.proxy;

import io.netty.util.NetUtil;
import io.waflab.config.ResolverOptions;
import io.waflab.config.UpstreamUrl;
import io.waflab.connection.Happened;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds where a request goes whose proxy_pass has variables: to a group, an address or a name that they name
 * (ngx_http_proxy_eval, ngx_http_upstream_init_request).
 */
final class TargetFinder {

    /** Who asked. */
    interface Asker {

        void found(Target target);

        /** It leads nowhere; the log has said why. */
        void notFound(int status);
    }

    private final Exchange exchange;
    private final Proxying proxying;
    private final Asker asker;
    private boolean over;
    private String sought = "";

    TargetFinder(Exchange exchange, Proxying proxying, Asker asker) {
        this.exchange = exchange;
        this.proxying = proxying;
        this.asker = asker;
    }

    /** Begins; the answer may come later, for a name that is to be looked up. */
    void find() {
        var pass = proxying.pass();
        var worker = exchange.connection().worker();
        UpstreamUrl url;
        try {
            url = UpstreamUrl.of(exchange.expand(pass.variables().orElseThrow()));
        } catch (IllegalArgumentException wrong) {
            exchange.log("error", wrong.getMessage());
            asker.notFound(500);
            return;
        }
        if (url.unix()) {
            asker.found(once(url, List.of(UnixDomainSocketAddress.of(url.host()))));
            return;
        }
        var group = worker.server().groups().of(url.host(), url.port(), url.effectivePort());
        if (group.isPresent()) {
            asker.found(target(url, worker.pool(group.get())));
        } else {
            address(url);
        }
    }

    /** Nobody waits for the answer any more. */
    void stop() {
        over = true;
    }

    private void address(UpstreamUrl url) {
        var bytes = NetUtil.createByteArrayFromIpAddressString(url.host());
        if (bytes != null) {
            try {
                asker.found(once(url, sockets(List.of(InetAddress.getByAddress(bytes)), url)));
            } catch (UnknownHostException impossible) {
                throw new IllegalStateException("4 or 16 bytes are an address", impossible);
            }
            return;
        }
        var resolver = ResolverOptions.of(proxying.settings());
        if (resolver.isEmpty()) {
            exchange.log("error", "no resolver defined to resolve " + url.host());
            asker.notFound(502);
            return;
        }
        sought = url.host();
        exchange.carrier().happened(Happened.RESOLVING);
        exchange.connection().worker().names(resolver.get()).lookup(url.host(), new Lookup(url), () -> !over);
    }

    private static List<SocketAddress> sockets(List<InetAddress> addresses, UpstreamUrl url) {
        return addresses.stream()
                .map(address -> (SocketAddress) new InetSocketAddress(address, url.effectivePort()))
                .toList();
    }

    private static Target once(UpstreamUrl url, List<SocketAddress> addresses) {
        return target(url, UpstreamPool.once(url.host(), addresses));
    }

    private static Target target(UpstreamUrl url, UpstreamPool pool) {
        return new Target(
                pool, url.tls(), url.hostHeader(), url.uri(), url.uri().isPresent());
    }

    /** A name that is being looked up. */
    private final class Lookup implements Names.Answer {

        private final UpstreamUrl url;

        Lookup(UpstreamUrl url) {
            this.url = url;
        }

        /** nginx begins with any of a name's addresses. */
        @Override
        public void found(List<InetAddress> addresses) {
            var all = new ArrayList<>(sockets(addresses, url));
            Collections.rotate(all, ThreadLocalRandom.current().nextInt(all.size()));
            exchange.carrier().soon(() -> {
                if (!over) {
                    asker.found(once(url, all));
                }
            });
        }

        @Override
        public void missing(String why) {
            exchange.carrier().soon(() -> {
                if (!over) {
                    exchange.log("error", url.host() + " could not be resolved (" + why + ")");
                    asker.notFound(502);
                }
            });
        }
    }

    /** The name that is being looked up, for the log. */
    String sought() {
        return sought;
    }
}
