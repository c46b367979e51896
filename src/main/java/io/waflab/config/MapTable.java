package io.waflab.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One {@code map}: values by text, by names with wildcards, by regular expressions, in this order
 * (ngx_http_map_module.c, ngx_http_map_find). Letters count in any case, but in regular expressions.
 */
public final class MapTable implements Lookup {

    private final Template source;
    private final boolean hostnames;
    private final boolean isVolatile;
    private final Template otherwise;
    private final Map<String, Template> exact;
    private final Map<String, Template> before;
    private final Map<String, Template> after;
    private final List<Map.Entry<Regex, Template>> regexes;

    /**
     * A value found.
     *
     * @param value to be expanded
     * @param match where a regular expression was met, whose groups the value may name
     */
    public record Found(Template value, Optional<Regex.Match> match) {}

    /** What a map is made of; its reader fills it. */
    static final class Parts {
        private final Map<String, Template> exact = new HashMap<>();
        private final Map<String, Template> before = new HashMap<>();
        private final Map<String, Template> after = new HashMap<>();
        private final List<Map.Entry<Regex, Template>> regexes = new ArrayList<>();
        private Template otherwise;
        private boolean hostnames;
        private boolean isVolatile;

        void isVolatile() {
            isVolatile = true;
        }

        /** Keys that follow may be names with wildcards. */
        void hostnames() {
            hostnames = true;
        }

        void otherwise(Template value) {
            if (otherwise != null) {
                throw new IllegalArgumentException("duplicate default map parameter");
            }
            otherwise = value;
        }

        void regex(Regex regex, Template value) {
            regexes.add(Map.entry(regex, value));
        }

        void key(String key, Template value) {
            if (hostnames) {
                for (var name : ServerName.wildcards(key)) {
                    switch (name.form()) {
                        case WILDCARD_BEFORE -> put(before, name.text(), value, key);
                        case WILDCARD_AFTER -> put(after, name.text(), value, key);
                        default -> put(exact, name.text(), value, key);
                    }
                }
            } else {
                put(exact, TextBytes.of(key).toLowerCase(Locale.ROOT), value, key);
            }
        }

        private static void put(Map<String, Template> map, String key, Template value, String written) {
            if (map.putIfAbsent(key, value) != null) {
                throw new IllegalArgumentException("conflicting parameter \"" + written + "\"");
            }
        }
    }

    MapTable(Template source, Parts parts) {
        this.source = source;
        hostnames = parts.hostnames;
        isVolatile = parts.isVolatile;
        otherwise = parts.otherwise == null ? Template.of("") : parts.otherwise;
        exact = Map.copyOf(parts.exact);
        before = Map.copyOf(parts.before);
        after = Map.copyOf(parts.after);
        regexes = List.copyOf(parts.regexes);
    }

    @Override
    public Template source() {
        return source;
    }

    @Override
    public boolean isVolatile() {
        return isVolatile;
    }

    /**
     * The value for a text; the default where nothing is met.
     *
     * @throws Regex.LimitReached when a search takes too long
     */
    public Found find(String text) {
        var subject = hostnames && text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        var key = subject.toLowerCase(Locale.ROOT);
        var value = exact.get(key);
        if (value == null && !before.isEmpty()) {
            value = ServerName.findBefore(before, key);
        }
        if (value == null && !after.isEmpty()) {
            value = ServerName.findAfter(after, key);
        }
        return value == null ? regex(subject) : new Found(value, Optional.empty());
    }

    private Found regex(String subject) {
        for (var entry : subject.isEmpty() ? List.<Map.Entry<Regex, Template>>of() : regexes) {
            var match = entry.getKey().find(subject);
            if (match.isPresent()) {
                return new Found(entry.getValue(), match);
            }
        }
        return new Found(otherwise, Optional.empty());
    }
}
