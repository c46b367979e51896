package io.waflab.config;

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
                var sizes = new HashMap<String, Long>();
                var first = new HashMap<String, Origin>();
                for (var upstream : module.block()) {
                    for (var statement : upstream.name().equals("upstream") ? upstream.block() : List.<Statement>of()) {
                        if (statement.name().equals("zone")
                                && !statement.arguments().isEmpty()) {
                            first.putIfAbsent(statement.arguments().get(0), statement.origin());
                            declare(statement, sizes, problems);
                        }
                    }
                }
                first.forEach((name, origin) -> {
                    if (!sizes.containsKey(name)) {
                        problems.add(origin, "zero size shared memory zone \"" + name + "\" (expected zone NAME SIZE)");
                    }
                });
            }
        }
    }

    private static void declare(Statement zone, Map<String, Long> sizes, Problems problems) {
        var words = zone.arguments();
        if (words.size() != 2) {
            return;
        }
        long size = size(words.get(1));
        long before = sizes.getOrDefault(words.get(0), size);
        sizes.putIfAbsent(words.get(0), size);
        if (size != before) {
            problems.add(
                    zone.origin(),
                    "the size " + size + " of shared memory zone \"" + words.get(0)
                            + "\" conflicts with already declared size " + before);
        }
    }

    /** 0 for what is no size: that is said where the directive is read. */
    private static long size(String word) {
        try {
            return Units.size(word);
        } catch (IllegalArgumentException wrong) {
            return 0;
        }
    }
}
