package io.waflab.proxy;

import io.waflab.config.ConnectionLimit;
import io.waflab.config.Directive;
import io.waflab.config.RequestLimit;
import io.waflab.config.Settings;
import io.waflab.config.Template;
import java.util.ArrayList;
import java.util.List;

/** The {@code limit_req} and {@code limit_conn} of one place, their zones found. */
record Limits(List<OfRequests> requests, List<OfConnections> connections) {

    record OfRequests(RequestLimit limit, RequestZone zone, Template key) {}

    record OfConnections(ConnectionLimit limit, ConnectionZone zone, Template key) {}

    static Limits of(Settings settings, Zones zones) {
        var requests = new ArrayList<OfRequests>();
        for (var words : settings.lines(Directive.LIMIT_REQ)) {
            var limit = RequestLimit.of(words);
            requests.add(ofRequests(limit, zones.requests(limit.zone())));
        }
        var connections = new ArrayList<OfConnections>();
        for (var words : settings.lines(Directive.LIMIT_CONN)) {
            var limit = ConnectionLimit.of(words);
            connections.add(ofConnections(limit, zones.connections(limit.zone())));
        }
        return new Limits(requests, connections);
    }

    private static OfRequests ofRequests(RequestLimit limit, RequestZone zone) {
        return new OfRequests(limit, zone, zone.zone().key());
    }

    private static OfConnections ofConnections(ConnectionLimit limit, ConnectionZone zone) {
        return new OfConnections(limit, zone, zone.zone().key());
    }
}
