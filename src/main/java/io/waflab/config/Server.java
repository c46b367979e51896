package io.waflab.config;

import java.util.List;
import java.util.Optional;

/** One {@code server} block. */
public final class Server {

    private final List<Listen> listens;
    private final List<ServerName> names;
    private final Settings settings;
    private final List<Location> locations;
    private final Origin origin;
    private final Locations search;

    /**
     * @param listens the addresses it answers on, at least one
     * @param names what it is called; the empty name when it has none
     * @param settings in force for what no location has (TLS, request heads, the idle connection); its {@code return}
     *     answers before any location is looked for
     * @param locations in the order of the file
     * @param origin where the block begins
     */
    public Server(
            List<Listen> listens, List<ServerName> names, Settings settings, List<Location> locations, Origin origin) {
        this.listens = List.copyOf(listens);
        this.names = List.copyOf(names);
        this.settings = settings;
        this.locations = List.copyOf(locations);
        this.origin = origin;
        this.search = new Locations(this.locations);
    }

    public List<Listen> listens() {
        return listens;
    }

    public List<ServerName> names() {
        return names;
    }

    public Settings settings() {
        return settings;
    }

    public List<Location> locations() {
        return locations;
    }

    public Origin origin() {
        return origin;
    }

    /**
     * The location of a request; empty when none matches, which nginx answers by 404.
     *
     * @param uri decoded and normalized, without the query
     */
    public Optional<Locations.Found> find(String uri) {
        return search.find(uri);
    }
}
