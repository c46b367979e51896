package io.waflab.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code ssl on}, which nginx had before {@code listen ... ssl}: where an address's default server says it, all that comes
 * there is TLS (ngx_http_init_connection of nginx 1.22).
 */
final class SslDirective {

    private SslDirective() {}

    /** The servers, what they listen to made TLS where that is so. */
    static List<Server> applied(List<Server> servers) {
        for (var server : servers) {
            if (server.settings().flag(Directive.SSL)) {
                return appliedByAddress(servers);
            }
        }
        return servers;
    }

    private static List<Server> appliedByAddress(List<Server> servers) {
        var addresses = new HashSet<String>();
        for (var address : Endpoint.byAddress(servers).values()) {
            if (new VirtualHosts(address).defaultServer().settings().flag(Directive.SSL)) {
                addresses.add(address.get(0).getKey().address());
            }
        }
        return servers.stream().map(server -> with(server, addresses)).toList();
    }

    private static Server with(Server server, Set<String> addresses) {
        var listens = new ArrayList<Listen>();
        for (var listen : server.listens()) {
            listens.add(addresses.contains(listen.address()) ? listen.withSsl() : listen);
        }
        return server.withListens(listens);
    }
}
