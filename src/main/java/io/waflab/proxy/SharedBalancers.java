package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.config.LabConfig;
import io.waflab.config.Upstream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;

/** Makes the groups' balancers: one for each event loop, or one for all where the group has a {@code zone}. */
final class SharedBalancers {

    private final ConcurrentMap<String, Balancer> shared = new ConcurrentHashMap<>();
    private final Map<String, Balancer> before;
    private final boolean startsAnywhere;

    private SharedBalancers(boolean startsAnywhere, Optional<SharedBalancers> before) {
        this.before = before.isPresent() ? Map.copyOf(before.get().shared) : Map.of();
        this.startsAnywhere = startsAnywhere;
    }

    /** @param before those of the configuration before this one, whose names need not be looked up again at once */
    static SharedBalancers ofHttp(LabConfig config, Optional<SharedBalancers> before) {
        return new SharedBalancers(config.main().text(Directive.IMITATES).startsWith("Tengine"), before);
    }

    /** The same in stream, where the first server is first in Tengine too. */
    static SharedBalancers ofStream(Optional<SharedBalancers> before) {
        return new SharedBalancers(false, before);
    }

    Balancer of(Upstream upstream) {
        return upstream.settings().has(Directive.ZONE)
                ? shared.computeIfAbsent(upstream.name(), name -> make(upstream))
                : make(upstream);
    }

    private Balancer make(Upstream upstream) {
        var balancer = new Balancer(upstream, ThreadLocalRandom.current(), startsAnywhere);
        var earlier = before.get(upstream.name());
        if (earlier != null) {
            upstream.peers().stream()
                    .filter(Upstream.Peer::resolves)
                    .forEach(peer -> balancer.resolved(peer, earlier.addresses(peer)));
        }
        return balancer;
    }
}
