package io.waflab.config;

import java.util.List;
import java.util.Map;

/**
 * What the operator wrote in {@code stream}, merged and checked.
 *
 * @param settings of the block itself
 * @param servers in the order of the file
 * @param upstreams by name; those too that a {@code proxy_pass} names by host and port alone
 * @param logFormats each {@code log_format} by its name
 * @param variables those that the block makes
 */
public record StreamConfig(
        Settings settings,
        List<StreamServer> servers,
        Map<String, Upstream> upstreams,
        Map<String, LogFormat> logFormats,
        Variables variables) {

    /** Of a configuration without the block. */
    public static final StreamConfig NONE =
            new StreamConfig(new Settings(Map.of()), List.of(), Map.of(), Map.of(), Variables.NONE_IN_STREAM);

    public StreamConfig {
        servers = List.copyOf(servers);
        upstreams = Map.copyOf(upstreams);
        logFormats = Map.copyOf(logFormats);
    }

    /** The sockets to listen on, each with the servers behind it. */
    public List<StreamEndpoint> endpoints() {
        return StreamEndpoint.of(servers);
    }
}
