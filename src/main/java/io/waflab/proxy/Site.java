package io.waflab.proxy;

import io.waflab.config.Location;
import io.waflab.config.Locations;
import io.waflab.config.Server;
import io.waflab.http.HeadLimits;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server made ready: its routes and the limits of its request heads. Made once, shared by all its addresses. */
final class Site {

    private final Server server;
    private final Route route;
    private final HeadLimits headLimits;
    private final Map<Location, Route> routes = new IdentityHashMap<>();

    Site(Server server, Route.Plan plan) {
        this.server = server;
        route = Route.of(server, plan);
        headLimits = HeadLimits.of(server.settings());
        add(server.locations(), plan);
    }

    private void add(List<Location> all, Route.Plan plan) {
        for (var location : all) {
            routes.put(location, Route.of(server, location, plan));
            add(location.locations(), plan);
            add(location.nameless(), plan);
        }
    }

    /** What the server does where no location answers, and before one is looked for. */
    Route route() {
        return route;
    }

    HeadLimits headLimits() {
        return headLimits;
    }

    /**
     * The location of a request for that {@code $uri}.
     *
     * @throws io.waflab.config.Regex.LimitReached when a search takes too long
     */
    Optional<Locations.Found> find(String uri) {
        return server.find(uri);
    }

    /** What a location does with requests of that method. */
    Route route(Location location, String method) {
        var limit = location.limitExcept();
        boolean limited = limit.isPresent() && !limit.get().methods().contains(method);
        return routes.get(limited ? limit.get().block() : location);
    }

    /** The location of that name, which begins with {@code @}. */
    Optional<Location> named(String name) {
        return server.named(name);
    }
}
