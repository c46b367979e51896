package io.waflab.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code location} blocks of a server, and those inside them. */
final class LocationReader {

    /** Deeper nesting than anybody means; the proxy looks locations up recursively. */
    private static final int DEEPEST = 20;

    private final Problems problems;
    private final SettingsReader settings;
    private final Upstreams upstreams;
    /** Whether requests never come to the locations, for the server itself answers. */
    private final boolean unreachable;

    LocationReader(Problems problems, Upstreams upstreams, boolean unreachable) {
        this.problems = problems;
        this.settings = new SettingsReader(problems);
        this.upstreams = upstreams;
        this.unreachable = unreachable;
    }

    /** All that are right, in their order. */
    List<Location> read(List<Statement> statements, Settings outer) {
        return read(statements, outer, List.of());
    }

    private List<Location> read(List<Statement> statements, Settings outer, List<LocationHead> around) {
        var locations = new ArrayList<Location>();
        var seen = new HashSet<String>();
        for (var statement : statements) {
            try {
                var head = LocationHead.of(statement.arguments());
                checkPlace(head, around, seen);
                locations.add(location(head, statement, outer, around));
            } catch (IllegalArgumentException wrong) {
                problems.add(statement.origin(), "location: " + wrong.getMessage());
            }
        }
        return locations;
    }

    /** ngx_http_core_location: a nested one is of the same prefix, and none is written twice. */
    private static void checkPlace(LocationHead head, List<LocationHead> around, Set<String> seen) {
        if (around.size() >= DEEPEST) {
            throw new IllegalArgumentException("\"" + head + "\" is nested deeper than " + DEEPEST);
        }
        var outer = around.isEmpty() ? null : around.get(around.size() - 1);
        if (outer != null && outer.match() == Location.Match.EXACT) {
            throw new IllegalArgumentException(
                    "\"" + head + "\" cannot be inside the exact location \"" + outer + "\"");
        }
        if (outer != null && !head.isRegex() && !outer.isRegex() && !head.text().startsWith(outer.text())) {
            throw new IllegalArgumentException("\"" + head + "\" is outside location \"" + outer + "\"");
        }
        var key = head.match() == Location.Match.EXACT ? "= " + head.text() : head.text();
        if (!head.isRegex() && !seen.add(key)) {
            throw new IllegalArgumentException("duplicate location \"" + head + "\"");
        }
    }

    private Location location(LocationHead head, Statement statement, Settings outer, List<LocationHead> around) {
        var block = Block.of(statement.block(), Context.LOCATION, problems);
        var own = settings.read(block, outer);
        Optional<ProxyPass> proxyPass = own.find(Directive.PROXY_PASS)
                .flatMap(setting -> upstreams.proxyPass((String) setting.value(), setting.origin()));
        if (proxyPass.isPresent() && proxyPass.get().uri().isPresent() && head.isRegex()) {
            problems.add(
                    proxyPass.get().origin(),
                    "proxy_pass: cannot have a URI part in a location given by a regular expression");
        }
        boolean answers = block.written().containsKey(Directive.PROXY_PASS)
                || block.written().containsKey(Directive.RETURN)
                || unreachable;
        if (!answers) {
            problems.add(
                    statement.origin(),
                    "location \"" + head
                            + "\": nothing answers here (expected proxy_pass or return; files are not served yet)");
        }
        var inner = new ArrayList<>(around);
        inner.add(head);
        return new Location(
                head.match(),
                head.text(),
                head.pattern(),
                own,
                proxyPass,
                read(block.inner("location"), own, inner),
                statement.origin());
    }
}
