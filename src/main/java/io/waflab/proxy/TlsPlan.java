package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.config.LabConfig;
import io.waflab.config.Listen;
import io.waflab.config.Server;
import io.waflab.config.Settings;
import io.waflab.config.StreamServer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whose {@code ssl_*} directives are read, and what for. A start makes and keeps what it says, a check tries the same and
 * keeps nothing: so both refuse the same configurations.
 */
final class TlsPlan {

    private static final List<String> HTTP1 = List.of("http/1.1", "http/1.0", "http/0.9");
    private static final List<String> HTTP2 = List.of("h2", "http/1.1", "http/1.0", "http/0.9");

    /** What nobody is served with, and nginx reads. */
    private static final List<Reading> TRIED = List.of(new Reading(HTTP1, false));

    private final LabConfig config;
    private final Set<String> tls = new HashSet<>();
    private final Set<String> http2 = new HashSet<>();
    private List<Server> lenders;

    TlsPlan(LabConfig config) {
        this.config = config;
        // Where one of the servers says so; it holds for all of that address.
        for (var server : config.servers()) {
            for (var listen : server.listens()) {
                if (listen.ssl()) {
                    tls.add(listen.address());
                }
                if (listen.http2()) {
                    http2.add(listen.address());
                }
            }
        }
    }

    /**
     * One reading of a server's directives.
     *
     * @param protocols what ALPN offers, best first; empty for none
     * @param kept whether clients are served with what is read
     */
    record Reading(List<String> protocols, boolean kept) {

        boolean offersHttp2() {
            return protocols == HTTP2;
        }
    }

    /**
     * Two where HTTP/2 is offered on some of the server's addresses only. What names a certificate or refuses every handshake
     * is read wherever it listens (ngx_http_ssl_merge_srv_conf); one without TLS, or that shows another's certificate, is not.
     */
    List<Reading> of(Server server) {
        boolean named = named(server.settings());
        boolean rejects = !Listener.needsTls(server);
        var kept = rejects || borrows(server) ? List.<Reading>of() : offered(server);
        return kept.isEmpty() && (named || rejects) ? TRIED : kept;
    }

    /** What does not speak TLS is not read (ngx_stream_ssl_merge_conf). */
    List<Reading> of(StreamServer server) {
        if (!server.speaksTls()) {
            return List.of();
        }
        var protocols = server.settings().has(Directive.SSL_ALPN)
                ? server.settings().words(Directive.SSL_ALPN)
                : List.<String>of();
        return List.of(new Reading(protocols, true));
    }

    private static boolean named(Settings settings) {
        return settings.has(Directive.SSL_CERTIFICATE);
    }

    /** On the server's addresses with TLS. */
    private List<Reading> offered(Server server) {
        boolean always = server.settings().flag(Directive.HTTP2);
        boolean with = false;
        boolean without = false;
        for (var listen : server.listens()) {
            if (tls.contains(listen.address())) {
                boolean offers = always || http2.contains(listen.address());
                with |= offers;
                without |= !offers;
            }
        }
        var offered = new ArrayList<Reading>();
        if (without) {
            offered.add(new Reading(HTTP1, true));
        }
        if (with) {
            offered.add(new Reading(HTTP2, true));
        }
        return offered;
    }

    /** One that has no certificate shows that of the default server of its address, where that has one. */
    private boolean borrows(Server server) {
        if (named(server.settings())) {
            return false;
        }
        for (var lender : lenders()) {
            if (lender != server && shareAnAddress(server.listens(), lender.listens())) {
                return true;
            }
        }
        return false;
    }

    private List<Server> lenders() {
        if (lenders == null) {
            lenders = new ArrayList<>();
            for (var endpoint : config.endpoints()) {
                var server = endpoint.virtualHosts().defaultServer();
                if (named(server.settings())) {
                    lenders.add(server);
                }
            }
        }
        return lenders;
    }

    private static boolean shareAnAddress(List<Listen> some, List<Listen> others) {
        for (var one : some) {
            for (var other : others) {
                if (one.address().equals(other.address())) {
                    return true;
                }
            }
        }
        return false;
    }
}
