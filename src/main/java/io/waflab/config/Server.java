package io.waflab.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One {@code server} block. */
public final class Server {

    private final List<Listen> listens;
    private final List<ServerName> names;
    private final Settings settings;
    private final Body body;
    private final Origin origin;
    private final Locations search;

    /**
     * What a server does with requests.
     *
     * @param steps what is rewritten before a location is looked for
     * @param script the same as it was written
     * @param root where files are where no location answers
     * @param locations in the order of the file
     */
    public record Body(List<RewriteStep> steps, List<Statement> script, DocumentRoot root, List<Location> locations) {

        public Body {
            steps = List.copyOf(steps);
            script = List.copyOf(script);
            locations = List.copyOf(locations);
        }
    }

    /**
     * @param listens the addresses it answers on, at least one
     * @param names what it is called; the empty name when it has none
     * @param settings in force for what no location has (TLS, request heads, the idle connection)
     * @param body what it does with requests
     * @param origin where the block begins
     */
    public Server(List<Listen> listens, List<ServerName> names, Settings settings, Body body, Origin origin) {
        this.listens = List.copyOf(listens);
        this.names = List.copyOf(names);
        this.settings = settings;
        this.body = body;
        this.origin = origin;
        this.search = new Locations(body.locations());
    }

    public List<Listen> listens() {
        return listens;
    }

    /** The same at other addresses. */
    Server withListens(List<Listen> others) {
        return new Server(others, names, settings, body, origin);
    }

    public List<ServerName> names() {
        return names;
    }

    public Settings settings() {
        return settings;
    }

    public List<Location> locations() {
        return body.locations();
    }

    /** Its own settings, then those of each location, an outer one before those inside of it. */
    void forEachSettings(Consumer<Settings> told) {
        told.accept(settings);
        locations().forEach(location -> location.forEachSettings(told));
    }

    /** What is rewritten before a location is looked for. */
    public List<RewriteStep> steps() {
        return body.steps();
    }

    /** The same as it was written. */
    public List<Statement> script() {
        return body.script();
    }

    /** Where files are where no location answers. */
    public DocumentRoot root() {
        return body.root();
    }

    /** The location of that name, which begins with {@code @} and has one character for each byte. */
    public Optional<Location> named(String name) {
        return body.locations().stream()
                .filter(location -> location.match() == Location.Match.NAMED
                        && location.octets().equals(name))
                .findFirst();
    }

    public Origin origin() {
        return origin;
    }

    /**
     * The location of a request; empty when none matches, which nginx answers by 404.
     *
     * @param uri decoded and normalized, without the query
     * @throws Regex.LimitReached when a search takes too long
     */
    public Optional<Locations.Found> find(String uri) {
        return search.find(uri);
    }
}
