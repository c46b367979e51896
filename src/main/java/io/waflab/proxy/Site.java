package io.waflab.proxy;

import io.waflab.config.Location;
import io.waflab.config.Server;
import io.waflab.http.HeadLimits;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** A server made ready: its routes and the limits of its request heads. Made once, shared by all its addresses. */
final class Site {

    private final Route route;
    private final HeadLimits headLimits;
    private final Map<Location, Route> routes = new IdentityHashMap<>();

    /**
     * @param route what answers
     * @param addSlash whether it answers with a redirect to the same path with a slash behind it
     */
    record Found(Route route, boolean addSlash) {}

    Site(Server server, Route.Plan plan) {
        route = Route.of(server.settings(), plan);
        headLimits = HeadLimits.of(server.settings());
        add(server.locations(), plan);
    }

    private void add(List<Location> all, Route.Plan plan) {
        for (var location : all) {
            routes.put(location, Route.of(location, plan));
            add(location.locations(), plan);
        }
    }

    /** What the server does where no location answers. */
    Route route() {
        return route;
    }

    HeadLimits headLimits() {
        return headLimits;
    }

    /** What answers a request for that {@code $uri}. */
    Found find(Server server, String uri) {
        return server.find(uri)
                .map(found -> new Found(routes.get(found.location()), found.addSlash()))
                .orElse(new Found(route, false));
    }
}
