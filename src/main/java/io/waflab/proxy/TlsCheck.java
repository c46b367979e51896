package io.waflab.proxy;

import io.waflab.config.ConfigException;
import io.waflab.config.Directive;
import io.waflab.config.LabConfig;
import io.waflab.config.Location;
import io.waflab.config.Problem;
import io.waflab.config.Settings;
import io.waflab.config.StreamServer;
import io.waflab.tls.LabCertificates;
import io.waflab.tls.ServerTls;
import io.waflab.tls.TlsEngine;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the certificates, keys and authorities that a configuration names, as a start does, and keeps nothing of them. The
 * lab's own are made at the first start, not here.
 */
public final class TlsCheck {

    private final LabConfig config;
    private final TlsEngine engine;
    private final UpstreamTlsStore upstreams;
    private final List<Problem> problems = new ArrayList<>();
    private final List<ServerTls> own = new ArrayList<>();

    private TlsCheck(LabConfig config) throws ConfigException {
        this.config = config;
        var named = config.main().get(Directive.TLS_ENGINE);
        engine = TlsEngine.choose(config.main().text(Directive.TLS_ENGINE), named.origin())
                .engine();
        upstreams = new UpstreamTlsStore(engine, config.base());
    }

    /**
     * Reads all of them.
     *
     * @return what is to be said of them though they can be used
     * @throws ConfigException with each that cannot be used; none is named where nginx would not read it either
     */
    public static List<Problem> read(LabConfig config) throws ConfigException {
        var check = new TlsCheck(config);
        for (var server : config.servers()) {
            check.readOwn(server.settings());
            check.readUpstreams(server.locations());
        }
        config.stream().servers().forEach(check::read);
        check.problems.addAll(check.upstreams.problems());
        if (!check.problems.isEmpty()) {
            throw new ConfigException(check.problems.stream().distinct().toList());
        }
        return TlsOffers.notes(check.own);
    }

    private void read(StreamServer server) {
        if (server.speaksTls()) {
            readOwn(server.settings());
        }
        if (server.settings().flag(Directive.PROXY_SSL)) {
            upstreams.of(server.settings());
        }
    }

    private void readOwn(Settings settings) {
        if (!settings.has(Directive.SSL_CERTIFICATE)) {
            return;
        }
        try {
            var tls = ServerTls.of(
                    engine, settings, config.base(), new LabCertificates(config.resolve("certs")), List.of());
            tls.close();
            own.add(tls);
        } catch (ConfigException refused) {
            problems.addAll(refused.problems());
        }
    }

    private void readUpstreams(List<Location> locations) {
        for (var location : locations) {
            location.proxyPass().ifPresent(pass -> upstreams.of(pass, location));
            readUpstreams(location.locations());
            readUpstreams(location.nameless());
        }
    }
}
