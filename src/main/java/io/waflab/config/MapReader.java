package io.waflab.config;

import java.util.List;

/** Reads the {@code map} blocks of http. */
final class MapReader {

    private final Problems problems;
    private final Variables variables;

    MapReader(Problems problems, Variables variables) {
        this.problems = problems;
        this.variables = variables;
    }

    /** Gives the variable of each block what makes its value. */
    void read(List<Statement> statements) {
        for (var statement : statements) {
            try {
                var words = statement.arguments();
                if (words.size() != 2) {
                    throw new IllegalArgumentException("invalid number of arguments in \"map\" directive");
                }
                var name = nameOf(words.get(1), variables);
                variables.define(name, new MapTable(Template.of(words.get(0), variables), parts(statement)));
            } catch (IllegalArgumentException wrong) {
                problems.add(statement.origin(), "map: " + wrong.getMessage(), wrong.getMessage());
            }
        }
    }

    /** The name of the variable that a block makes. */
    static String nameOf(String word, Variables variables) {
        if (!word.startsWith("$") || word.length() == 1) {
            throw new IllegalArgumentException("invalid variable name \"" + word + "\"");
        }
        var name = word.substring(1);
        if (!variables.mayMake(name) && variables.builtIn(name).get() != Variable.ARGS) {
            throw new IllegalArgumentException("the duplicate \"" + name + "\" variable");
        }
        return name;
    }

    private MapTable.Parts parts(Statement map) {
        var parts = new MapTable.Parts();
        for (var entry : map.block()) {
            try {
                add(entry, parts);
            } catch (IllegalArgumentException wrong) {
                problems.add(entry.origin(), "map: " + wrong.getMessage(), wrong.getMessage());
            }
        }
        return parts;
    }

    private void add(Statement entry, MapTable.Parts parts) {
        var key = entry.name();
        if (entry.arguments().isEmpty() && key.equals("hostnames")) {
            parts.hostnames();
        } else if (entry.arguments().isEmpty() && key.equals("volatile")) {
            parts.isVolatile();
        } else if (entry.arguments().size() != 1) {
            throw new IllegalArgumentException("invalid number of the map parameters");
        } else {
            add(key, Template.of(entry.arguments().get(0), variables), parts);
        }
    }

    private static void add(String key, Template value, MapTable.Parts parts) {
        if (key.equals("default")) {
            parts.otherwise(value);
        } else if (key.startsWith("~")) {
            boolean anyCase = key.startsWith("~*");
            parts.regex(Regex.of(key.substring(anyCase ? 2 : 1), anyCase), value);
        } else {
            parts.key(key.startsWith("\\") ? key.substring(1) : key, value);
        }
    }
}
