package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.config.LimitZone;
import io.waflab.config.Settings;
import java.util.HashMap;
import java.util.Map;

/**
 * The zones of a configuration. Those whose name, key and size stay are kept over a reload, with all that they count
 * (ngx_init_cycle keeps the shared memory).
 */
final class Zones {

    private final Map<String, RequestZone> requests = new HashMap<>();
    private final Map<String, ConnectionZone> connections = new HashMap<>();

    /** Of a process that begins. */
    static Zones none() {
        return new Zones();
    }

    private Zones() {}

    /** Those of the next configuration's http or stream. */
    Zones next(Settings of) {
        var next = new Zones();
        for (var words : of.lines(Directive.LIMIT_REQ_ZONE)) {
            var zone = LimitZone.of(Directive.LIMIT_REQ_ZONE, words);
            var before = requests.get(zone.name());
            boolean same = before != null && zone.continues(before.zone());
            next.requests.put(zone.name(), same ? before.with(zone) : new RequestZone(zone));
        }
        for (var words : of.lines(Directive.LIMIT_CONN_ZONE)) {
            var zone = LimitZone.of(Directive.LIMIT_CONN_ZONE, words);
            var before = connections.get(zone.name());
            boolean same = before != null && zone.continues(before.zone());
            next.connections.put(zone.name(), same ? before : new ConnectionZone(zone));
        }
        return next;
    }

    /** The limit_req_zone of that name. */
    RequestZone requests(String name) {
        return requests.get(name);
    }

    /** The limit_conn_zone of that name. */
    ConnectionZone connections(String name) {
        return connections.get(name);
    }
}
