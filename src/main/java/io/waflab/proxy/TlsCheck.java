package io.waflab.proxy;

import io.waflab.config.ConfigException;
import io.waflab.config.Directive;
import io.waflab.config.LabConfig;
import io.waflab.config.Location;
import io.waflab.config.Problem;
import io.waflab.config.Problems;
import io.waflab.config.Setting;
import io.waflab.config.Settings;
import io.waflab.tls.ServerTls;
import io.waflab.tls.TlsEngine;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a configuration says of TLS, and the certificates, keys and authorities that it names, as a start does, and
 * keeps nothing of them. The lab's own are made at the first start, not here.
 */
public final class TlsCheck {

    private static final List<Directive> OWN = Arrays.stream(Directive.values())
            .filter(directive -> directive.word().startsWith("ssl_"))
            .toList();

    private final LabConfig config;
    private final TlsEngine engine;
    private final UpstreamTlsStore upstreams;
    private final Problems problems = new Problems();
    /** What was read, with its notes: servers that inherit the same are read once. */
    private final Map<List<Optional<Setting>>, List<Problem>> known = new HashMap<>();

    private final Set<Problem> notes = new LinkedHashSet<>();

    private TlsCheck(LabConfig config) throws ConfigException {
        this.config = config;
        var named = config.main().get(Directive.TLS_ENGINE);
        engine = TlsEngine.choose(config.main().text(Directive.TLS_ENGINE), named.origin())
                .engine();
        upstreams = new UpstreamTlsStore(engine, config.base(), problems);
    }

    /**
     * Reads all of it.
     *
     * @return what is to be said of it though it can be used
     * @throws ConfigException with each that cannot be used; none is named where a start would not read it either
     */
    public static List<Problem> read(LabConfig config) throws ConfigException {
        var check = new TlsCheck(config);
        var plan = new TlsPlan(config);
        for (var server : config.servers()) {
            check.readOwn(server.settings(), plan.of(server));
            check.readUpstreams(server.locations());
        }
        for (var server : config.stream().servers()) {
            check.readOwn(server.settings(), plan.of(server));
            if (server.settings().flag(Directive.PROXY_SSL)) {
                check.upstreams.of(server.settings());
            }
        }
        check.problems.throwIfAny();
        return List.copyOf(check.notes);
    }

    /** What ALPN offers is never wrong, so one reading is as good as all of a server. */
    private void readOwn(Settings settings, List<TlsPlan.Reading> readings) {
        if (readings.isEmpty()) {
            return;
        }
        var said = known.computeIfAbsent(OWN.stream().map(settings::find).toList(), unused -> read(settings));
        if (readings.get(0).kept()) {
            notes.addAll(said);
        }
    }

    private List<Problem> read(Settings settings) {
        try {
            return ServerTls.check(engine, settings, config.base());
        } catch (ConfigException refused) {
            problems.addAll(refused.problems());
            return List.of();
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
