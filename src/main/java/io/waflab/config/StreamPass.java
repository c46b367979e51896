package io.waflab.config;

import java.util.Optional;

/**
 * What a {@code proxy_pass} of stream names.
 *
 * @param upstream the group's name in {@link StreamConfig#upstreams()}; empty with variables
 * @param host the name that an upstream's certificate must be for, where proxy_ssl_name is not written; empty with variables
 * @param variables the address, where it has variables
 * @param origin where it was written
 */
public record StreamPass(String upstream, String host, Optional<Template> variables, Origin origin) {}
