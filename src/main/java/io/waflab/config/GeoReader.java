package io.waflab.config;

import java.math.BigInteger;
import java.util.List;

/** Reads the {@code geo} blocks of http. */
final class GeoReader {

    private final Problems problems;
    private final Variables variables;

    GeoReader(Problems problems, Variables variables) {
        this.problems = problems;
        this.variables = variables;
    }

    /** Gives the variable of each block what makes its value. */
    void read(List<Statement> statements) {
        for (var statement : statements) {
            try {
                var words = statement.arguments();
                if (words.isEmpty() || words.size() > 2) {
                    throw new IllegalArgumentException("invalid number of arguments in \"geo\" directive");
                }
                var name = MapReader.nameOf(words.get(words.size() - 1), variables);
                var source = words.size() == 2 ? words.get(0) : "$remote_addr";
                if (!source.startsWith("$")) {
                    throw new IllegalArgumentException("invalid variable name \"" + source + "\"");
                }
                variables.define(name, new GeoTable(Template.of(source, variables), parts(statement)));
            } catch (IllegalArgumentException wrong) {
                problems.add(statement.origin(), "geo: " + wrong.getMessage(), wrong.getMessage());
            }
        }
    }

    private GeoTable.Parts parts(Statement geo) {
        var parts = new GeoTable.Parts();
        for (var entry : geo.block()) {
            try {
                add(entry, parts);
            } catch (IllegalArgumentException wrong) {
                problems.add(entry.origin(), "geo: " + wrong.getMessage(), wrong.getMessage());
            }
        }
        return parts;
    }

    private void add(Statement entry, GeoTable.Parts parts) {
        var words = entry.arguments();
        switch (entry.name()) {
            case "ranges" -> parts.byRange();
            case "proxy_recursive" -> parts.recursive();
            case "volatile" -> parts.isVolatile();
            case "proxy" -> words.forEach(word -> parts.proxy(network(word)));
            case "delete" -> words.forEach(word -> delete(word, entry, parts));
            default -> {
                if (words.size() != 1) {
                    throw new IllegalArgumentException("invalid number of the geo parameters");
                }
                value(entry.name(), TextBytes.of(words.get(0)), parts);
            }
        }
    }

    private static void value(String key, String value, GeoTable.Parts parts) {
        if (key.equals("default")) {
            parts.otherwise(value);
        } else if (parts.isByRange()) {
            var ends = range(key);
            try {
                parts.range(ends[0], ends[1], value);
            } catch (IllegalArgumentException overlaps) {
                throw new IllegalArgumentException("range \"" + key + "\" overlaps another", overlaps);
            }
        } else {
            parts.network(network(key), value);
        }
    }

    private void delete(String word, Statement entry, GeoTable.Parts parts) {
        var ends = parts.isByRange() ? range(word) : null;
        boolean there = ends == null ? parts.delete(network(word)) : parts.delete(ends[0], ends[1]);
        if (!there) {
            problems.note(entry.origin(), "no network \"" + word + "\" to delete");
        }
    }

    private static AddressRange network(String word) {
        try {
            return AddressRange.of(word);
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException("invalid network \"" + word + "\"", invalid);
        }
    }

    /** The numbers of the first and last address. */
    private static long[] range(String word) {
        var ends = word.split("-", -1);
        var first = AddressRange.bytes(ends[0]);
        var last = AddressRange.bytes(ends[ends.length - 1]);
        boolean fine = ends.length == 2 && first != null && last != null && first.length == 4 && last.length == 4;
        if (!fine) {
            throw new IllegalArgumentException("invalid range \"" + word + "\"");
        }
        long from = new BigInteger(1, first).longValue();
        long to = new BigInteger(1, last).longValue();
        if (from > to) {
            throw new IllegalArgumentException("invalid range \"" + word + "\"");
        }
        return new long[] {from, to};
    }
}
