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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** TLS of every server that speaks it, as ALPN is to offer it: with HTTP/2 and without. */
final class TlsOffers {

    private static final List<String> HTTP1 = List.of("http/1.1", "http/1.0", "http/0.9");
    private static final List<String> HTTP2 = List.of("h2", "http/1.1", "http/1.0", "http/0.9");

    private final Map<Server, ServerTls> plain = new IdentityHashMap<>();
    private final Map<Server, ServerTls> http2 = new IdentityHashMap<>();

    private TlsOffers() {}

    /**
     * @param all gets each that is made, to be let go of when the configuration is done or refused
     * @throws ConfigException with every certificate and key that cannot be used
     */
    static TlsOffers of(
            LabConfig config, TlsEngine engine, LabCertificates lab, TicketStore tickets, List<ServerTls> all)
            throws ConfigException {
        var offers = new TlsOffers();
        var tls = addresses(config, Listen::ssl);
        var http2 = addresses(config, Listen::http2);
        var problems = new ArrayList<Problem>();
        for (var server : config.servers()) {
            try {
                var speaks = Listener.needsTls(server) && !borrows(config, server)
                        ? offered(server, tls, http2)
                        : Set.<Boolean>of();
                if (speaks.isEmpty() && server.settings().has(Directive.SSL_CERTIFICATE)) {
                    // nginx reads what a server names wherever it listens (ngx_http_ssl_merge_srv_conf).
                    ServerTls.of(engine, server.settings(), config.base(), lab, HTTP1)
                            .close();
                }
                for (boolean offered : speaks) {
                    var made = ServerTls.of(engine, server.settings(), config.base(), lab, offered ? HTTP2 : HTTP1)
                            .with(tickets);
                    all.add(made);
                    (offered ? offers.http2 : offers.plain).put(server, made);
                }
            } catch (ConfigException refused) {
                problems.addAll(refused.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return offers;
    }

    /** Where one of the servers says so; it holds for all of that address. */
    private static Set<String> addresses(LabConfig config, Predicate<Listen> says) {
        var addresses = new HashSet<String>();
        for (var server : config.servers()) {
            for (var listen : server.listens()) {
                if (says.test(listen)) {
                    addresses.add(listen.address());
                }
            }
        }
        return addresses;
    }

    /** Whether HTTP/2 is offered on the server's addresses with TLS: both, where it is on some of them. */
    private static Set<Boolean> offered(Server server, Set<String> tls, Set<String> http2) {
        boolean always = server.settings().flag(Directive.HTTP2);
        var offered = new HashSet<Boolean>();
        for (var listen : server.listens()) {
            if (tls.contains(listen.address())) {
                offered.add(always || http2.contains(listen.address()));
            }
        }
        return offered;
    }

    /** Null for a server that speaks no TLS; one that speaks it elsewhere only, offers there what it offers. */
    ServerTls of(Server server, boolean offersHttp2) {
        var wanted = (offersHttp2 ? http2 : plain).get(server);
        return wanted != null ? wanted : (offersHttp2 ? plain : http2).get(server);
    }

    /** What is to be said of them, once. */
    static List<Problem> notes(Collection<ServerTls> all) {
        return all.stream().flatMap(tls -> tls.notes().stream()).distinct().toList();
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
