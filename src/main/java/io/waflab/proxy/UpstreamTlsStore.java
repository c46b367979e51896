package io.waflab.proxy;

import io.waflab.config.ConfigException;
import io.waflab.config.Directive;
import io.waflab.config.Location;
import io.waflab.config.Problems;
import io.waflab.config.ProxyPass;
import io.waflab.config.Setting;
import io.waflab.config.Settings;
import io.waflab.tls.TlsEngine;
import io.waflab.tls.UpstreamTls;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** TLS towards origins for each location that may need it; one for all locations that say the same. */
final class UpstreamTlsStore {

    private static final List<Directive> OWN = Arrays.stream(Directive.values())
            .filter(directive -> directive.word().startsWith("proxy_ssl_"))
            .toList();

    private final TlsEngine engine;
    private final Path base;
    private final Map<List<Optional<Setting>>, UpstreamTls> made = new HashMap<>();
    private final Problems problems;

    /**
     * @param base the folder against which relative paths are resolved
     * @param problems gets what is wrong with any of them
     */
    UpstreamTlsStore(TlsEngine engine, Path base, Problems problems) {
        this.engine = engine;
        this.base = base;
        this.problems = problems;
    }

    /** Empty where no TLS is spoken, or where it cannot be. */
    Optional<UpstreamTls> of(ProxyPass pass, Location location) {
        return !pass.tls() && pass.variables().isEmpty() ? Optional.empty() : of(location.settings());
    }

    /** For settings by which TLS is spoken. */
    Optional<UpstreamTls> of(Settings settings) {
        var key = key(settings);
        var known = made.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            made.put(key, UpstreamTls.of(engine, settings, base));
        } catch (ConfigException refused) {
            problems.addAll(refused.problems());
        }
        return Optional.ofNullable(made.get(key));
    }

    private static List<Optional<Setting>> key(Settings settings) {
        return OWN.stream().map(settings::find).toList();
    }
}
