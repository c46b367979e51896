package io.waflab.proxy;

import io.waflab.config.Upstream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The groups that the configuration names, as a request's variables may name them (ngx_http_upstream_init_request). */
final class UpstreamGroups {

    private final Map<String, Upstream> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    /** By the names as they are written, which most requests ask for. */
    private final Map<String, Upstream> asWritten = new HashMap<>();

    UpstreamGroups(Map<String, Upstream> groups) {
        byName.putAll(groups);
        asWritten.putAll(groups);
    }

    Upstream named(String name) {
        var exact = asWritten.get(name);
        return exact != null ? exact : byName.get(name);
    }

    /**
     * The group of a host that came out of variables: one that was declared by that name, or that another proxy_pass made
     * of the same host and port.
     */
    Optional<Upstream> of(String host, int writtenPort, int effectivePort) {
        var declared = writtenPort < 0 ? byName.get(host) : null;
        var bracketed = host.contains(":") ? "[" + host + "]" : host;
        return Optional.ofNullable(declared != null ? declared : byName.get(bracketed + ":" + effectivePort));
    }
}
