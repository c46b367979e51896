package io.waflab.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The zones of {@code proxy_cache_path}. There is no cache, but what nginx refuses of its zones is refused here too
 * (ngx_http_file_cache_set_slot, ngx_http_proxy_merge_loc_conf).
 */
final class CacheZones {

    /** Two pages, the least that nginx's slab allocator takes. */
    private static final long SMALLEST = 8192;

    private static final Set<String> OTHERS = Set.of(
            "levels",
            "use_temp_path",
            "inactive",
            "max_size",
            "min_free",
            "loader_files",
            "loader_sleep",
            "loader_threshold",
            "manager_files",
            "manager_sleep",
            "manager_threshold");

    private final Problems problems;
    private final Set<String> names = new HashSet<>();

    CacheZones(Problems problems) {
        this.problems = problems;
    }

    /** @param http what stands in http */
    void declare(List<Statement> http) {
        for (var statement : http) {
            if (statement.name().equals("proxy_cache_path")) {
                try {
                    declare(zone(statement.arguments()));
                } catch (IllegalArgumentException wrong) {
                    problems.add(statement.origin(), "proxy_cache_path: " + wrong.getMessage(), wrong.getMessage());
                }
            }
        }
    }

    private void declare(String zone) {
        if (!names.add(zone)) {
            throw new IllegalArgumentException("duplicate zone \"" + zone + "\"");
        }
    }

    /** The zone's name, once all words are found to be right. */
    private static String zone(List<String> words) {
        if (words.size() < 2) {
            throw new IllegalArgumentException("invalid number of arguments in \"proxy_cache_path\" directive");
        }
        var zone = "";
        for (var word : words.subList(1, words.size())) {
            int mark = word.indexOf('=');
            var name = mark < 0 ? "" : word.substring(0, mark);
            if (name.equals("keys_zone")) {
                zone = keysZone(word);
            } else if (OTHERS.contains(name)) {
                check(name, word);
            } else {
                throw new IllegalArgumentException("invalid parameter \"" + word + "\"");
            }
        }
        if (zone.isEmpty()) {
            throw new IllegalArgumentException("\"proxy_cache_path\" must have \"keys_zone\" parameter");
        }
        return zone;
    }

    private static String keysZone(String word) {
        var parts = word.substring("keys_zone=".length()).split(":", 2);
        long size = parts.length < 2 ? 0 : Units.sizeOrZero(parts[1]);
        if (size == 0) {
            throw new IllegalArgumentException("invalid keys zone size \"" + word + "\"");
        }
        if (size < SMALLEST) {
            throw new IllegalArgumentException("keys zone \"" + word + "\" is too small");
        }
        return parts[0];
    }

    private static void check(String name, String word) {
        var value = word.substring(name.length() + 1);
        try {
            switch (name) {
                case "levels" -> levels(value);
                case "use_temp_path" -> Arguments.oneOf(value, List.of("on", "off"));
                case "inactive" -> Units.seconds(value);
                case "max_size", "min_free" -> Units.offset(value);
                case "loader_files", "manager_files" -> Units.count(value, 0, Integer.MAX_VALUE);
                default -> Units.time(value);
            }
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    switch (name) {
                        case "levels" -> "invalid \"levels\" \"" + word + "\"";
                        case "use_temp_path" ->
                            "invalid use_temp_path value \"" + word + "\", it must be \"on\" or \"off\"";
                        default -> "invalid " + name + " value \"" + word + "\"";
                    });
        }
    }

    /** Up to three numbers, each 1 or 2. */
    private static void levels(String value) {
        if (!value.matches("[12](:[12]){0,2}")) {
            throw new IllegalArgumentException(value);
        }
    }

    /** Refuses each {@code proxy_cache} whose zone nobody declares; one of variables is found out at run time. */
    void check(Settings http, List<Server> servers) {
        check(http);
        servers.forEach(server -> server.forEachSettings(this::check));
    }

    private void check(Settings settings) {
        var written = settings.get(Directive.PROXY_CACHE);
        var zone = (String) written.value();
        if (!zone.equals("off") && zone.indexOf('$') < 0 && !names.contains(zone)) {
            problems.add(
                    written.origin(),
                    "proxy_cache: no proxy_cache_path has the zone \"" + zone + "\"" + Suggestion.of(zone, names),
                    "\"proxy_cache\" zone \"" + zone + "\" is unknown");
        }
    }
}
