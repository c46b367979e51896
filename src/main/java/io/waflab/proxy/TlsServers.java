package io.waflab.proxy;

import io.waflab.config.ConfigException;
import io.waflab.config.Directive;
import io.waflab.config.LabConfig;
import io.waflab.config.Listen;
import io.waflab.config.Problem;
import io.waflab.config.Server;
import io.waflab.tls.LabCertificates;
import io.waflab.tls.ServerTls;
import io.waflab.tls.TicketStore;
import io.waflab.tls.TlsEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** TLS of every server of a configuration that speaks it. */
final class TlsServers {

    private TlsServers() {}

    /**
     * Reads certificates and keys. A server whose own listen is not ssl is among them where that of another on its address
     * is.
     *
     * @param certificates the lab's own, for servers that name none
     * @throws ConfigException with every problem found
     */
    static Map<Server, ServerTls> of(LabConfig config, TlsEngine engine, Path certificates, TicketStore tickets)
            throws ConfigException {
        var addresses = config.servers().stream()
                .flatMap(server -> server.listens().stream())
                .filter(Listen::ssl)
                .map(Listen::address)
                .collect(Collectors.toSet());
        var lab = new LabCertificates(certificates);
        var all = new IdentityHashMap<Server, ServerTls>();
        var problems = new ArrayList<Problem>();
        for (var server : config.servers()) {
            if (server.listens().stream().map(Listen::address).anyMatch(addresses::contains)
                    && Listener.needsTls(server)
                    && !borrows(config, server)) {
                try {
                    all.put(
                            server,
                            ServerTls.of(engine, server.settings(), config.base(), lab, List.of("http/1.1"))
                                    .with(tickets));
                } catch (ConfigException refused) {
                    problems.addAll(refused.problems());
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return all;
    }

    /** One that has no certificate shows that of the default server of its address, where that has one. */
    private static boolean borrows(LabConfig config, Server server) {
        return !server.settings().has(Directive.SSL_CERTIFICATE)
                && config.endpoints().stream()
                        .map(endpoint -> endpoint.virtualHosts().defaultServer())
                        .filter(other -> other != server && other.settings().has(Directive.SSL_CERTIFICATE))
                        .anyMatch(other -> shareAnAddress(server, other));
    }

    private static boolean shareAnAddress(Server one, Server other) {
        return one.listens().stream()
                .map(Listen::address)
                .anyMatch(
                        address -> other.listens().stream().map(Listen::address).anyMatch(address::equals));
    }
}
