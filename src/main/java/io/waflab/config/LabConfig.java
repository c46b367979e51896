package io.waflab.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Everything that the operator wrote, merged and checked.
 *
 * @param main the settings of the process (and of {@code http}, which inherits from it)
 * @param servers in the order of the file
 * @param upstreams by name; an upstream that a {@code proxy_pass} names by host and port alone is here too, under
 *     {@code host:port}
 * @param logFormats each {@code log_format} by its name, {@code combined} included
 * @param variables those that the configuration makes
 * @param stream what {@code stream} has, apart from all of the above
 * @param notes what {@code waflab check} says once: directives known but not acted on
 * @param base the folder against which relative paths in the file are resolved
 */
public record LabConfig(
        Settings main,
        List<Server> servers,
        Map<String, Upstream> upstreams,
        Map<String, LogFormat> logFormats,
        Variables variables,
        StreamConfig stream,
        List<Problem> notes,
        Path base) {

    public LabConfig {
        servers = List.copyOf(servers);
        upstreams = Map.copyOf(upstreams);
        logFormats = Map.copyOf(logFormats);
        notes = List.copyOf(notes);
    }

    /** The sockets to listen on, each with the servers behind it. */
    public List<Endpoint> endpoints() {
        return Endpoint.of(servers);
    }

    /** A file named in the configuration; absolute names stay. */
    public Path resolve(String file) {
        return base.resolve(file);
    }
}
