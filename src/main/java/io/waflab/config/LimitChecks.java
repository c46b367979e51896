package io.waflab.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** What can only be said of limits once all zones are known. */
final class LimitChecks {

    private final Problems problems;
    private final Settings http;
    private final Map<Directive, Map<String, LimitZone>> zones =
            Map.of(Directive.LIMIT_REQ, new HashMap<>(), Directive.LIMIT_CONN, new HashMap<>());

    LimitChecks(Problems problems, Settings http) {
        this.problems = problems;
        this.http = http;
    }

    void check(List<Server> servers) {
        declare(Directive.LIMIT_REQ_ZONE, Directive.LIMIT_REQ);
        declare(Directive.LIMIT_CONN_ZONE, Directive.LIMIT_CONN);
        checkAll(http);
        servers.forEach(server -> server.forEachSettings(this::checkAll));
    }

    /** nginx has one name space for both; a second zone of a name is refused. */
    private void declare(Directive zone, Directive used) {
        for (var words : http.lines(zone)) {
            var declared = LimitZone.of(zone, words);
            var before = zones.get(used).putIfAbsent(declared.name(), declared);
            if (before != null) {
                problems.add(
                        http.get(zone).origin(),
                        zone.word() + " \"" + declared.name() + "\" is already bound to key \""
                                + before.key().source() + "\"");
            }
        }
    }

    private void checkAll(Settings settings) {
        check(settings, Directive.LIMIT_REQ);
        check(settings, Directive.LIMIT_CONN);
    }

    private void check(Settings settings, Directive directive) {
        var used = new HashSet<String>();
        for (var words : settings.lines(directive)) {
            var name = directive == Directive.LIMIT_REQ
                    ? RequestLimit.of(words).zone()
                    : ConnectionLimit.of(words).zone();
            var origin = settings.get(directive).origin();
            if (!zones.get(directive).containsKey(name)) {
                problems.add(origin, "zero size shared memory zone \"" + name + "\"");
            } else if (!used.add(name)) {
                problems.add(origin, "\"" + directive.word() + "\" directive is duplicate");
            }
        }
    }
}
