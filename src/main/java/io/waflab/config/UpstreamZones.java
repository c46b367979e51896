package io.waflab.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the shared memory of upstreams has one size, which one of those that share it says (ngx_shared_memory_add in
 * src/core/ngx_cycle.c). waflab needs none, but nginx refuses a zone without.
 */
final class UpstreamZones {

    private UpstreamZones() {}

    /** Says what is wrong in a whole file. */
    static void check(List<Statement> file, Problems problems) {
        for (var module : file) {
            if (module.name().equals("http") || module.name().equals("stream")) {
                checkModule(module, problems);
            }
        }
    }

    private static void checkModule(Statement module, Problems problems) {
        var sizes = new HashMap<String, Long>();
        var zones = new ArrayList<Statement>();
        for (var upstream : module.block()) {
            if (upstream.name().equals("upstream")) {
                addZones(upstream, zones);
            }
        }
        for (var zone : zones) {
            declare(zone, sizes, problems);
        }
        for (var zone : zones) {
            var name = zone.arguments().get(0);
            if (sizes.putIfAbsent(name, 0L) == null) {
                problems.add(zone.origin(), "zero size shared memory zone \"" + name + "\" (expected zone NAME SIZE)");
            }
        }
    }

    private static void addZones(Statement upstream, List<Statement> zones) {
        for (var statement : upstream.block()) {
            if (statement.name().equals("zone") && !statement.arguments().isEmpty()) {
                zones.add(statement);
            }
        }
    }

    private static void declare(Statement zone, Map<String, Long> sizes, Problems problems) {
        var words = zone.arguments();
        if (words.size() != 2) {
            return;
        }
        long size = Units.sizeOrZero(words.get(1));
        long before = sizes.getOrDefault(words.get(0), size);
        sizes.putIfAbsent(words.get(0), size);
        if (size != before) {
            problems.add(
                    zone.origin(),
                    "the size " + size + " of shared memory zone \"" + words.get(0)
                            + "\" conflicts with already declared size " + before);
        }
    }
}
