package io.waflab.config;

import java.util.List;

/**
 * One {@code server} block.
 *
 * @param listens the addresses it answers on, at least one
 * @param names what it is called; empty means only as its address's default server
 * @param settings in force for what no location has (TLS, request heads, the idle connection)
 * @param locations in the order of the file
 * @param origin where the block begins
 */
public record Server(
        List<Listen> listens, List<ServerName> names, Settings settings, List<Location> locations, Origin origin) {

    public Server {
        listens = List.copyOf(listens);
        names = List.copyOf(names);
        locations = List.copyOf(locations);
    }
}
