package io.waflab.config;

import java.util.Optional;

/**
 * What a {@code proxy_pass} names.
 *
 * @param tls whether the upstream is spoken to in TLS ({@code https://}); false with variables, which tell only at run
 *     time
 * @param upstream the group's name in {@link LabConfig#upstreams()}; empty with variables
 * @param host what {@code $proxy_host} says: the name and, where it is not the scheme's own, the port; empty with
 *     variables
 * @param uri the part that replaces the location's prefix; empty when the request's own target is passed on
 * @param url as written
 * @param variables the URL, where it has variables
 * @param origin where it was written
 */
public record ProxyPass(
        boolean tls,
        String upstream,
        String host,
        Optional<String> uri,
        String url,
        Optional<Template> variables,
        Origin origin) {}
