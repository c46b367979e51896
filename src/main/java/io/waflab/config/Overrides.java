package io.waflab.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Values of the command line ({@code --set name=value}) over those of a file. They hold everywhere: what the file says of
 * the same directive is taken away at every depth. A directive of http stands in http then, one of the process at the
 * top, one of servers or locations only in each that had it. {@code upstream.keepalive_timeout=5s} is about every
 * upstream group; the name alone is about clients.
 */
final class Overrides {

    /** Where their values come from. */
    static final Origin ORIGIN = new Origin("--set", 0);

    private static final String UPSTREAM_PREFIX = "upstream.";

    private final Problems problems;
    private final Map<Directive, List<Statement>> anywhere = new LinkedHashMap<>();
    private final Map<Directive, List<Statement>> inUpstreams = new LinkedHashMap<>();
    private final Set<Directive> placed = new LinkedHashSet<>();

    private Overrides(Problems problems) {
        this.problems = problems;
    }

    static List<Statement> apply(List<Statement> statements, List<String> sets, Problems problems) {
        var overrides = new Overrides(problems);
        for (var set : sets) {
            overrides.read(set);
        }
        return sets.isEmpty() ? statements : overrides.applyTo(statements);
    }

    private void read(String set) {
        int equals = set.indexOf('=');
        if (equals < 1) {
            problems.add(ORIGIN, "\"" + set + "\": expected name=value");
            return;
        }
        boolean upstream = set.startsWith(UPSTREAM_PREFIX);
        var name =
                set.substring(upstream ? UPSTREAM_PREFIX.length() : 0, equals).strip();
        var directive = Directive.of(name);
        if (directive.isEmpty()) {
            var words = Arrays.stream(Directive.values()).map(Directive::word).toList();
            problems.add(ORIGIN, name + ": unknown directive" + Suggestion.of(name, words));
            return;
        }
        boolean upstreamOnly = directive.get().contexts().stream().allMatch(Context::isUpstream);
        if (upstream && directive.get().contexts().stream().noneMatch(Context::isUpstream)) {
            problems.add(ORIGIN, set + ": " + name + " is no directive of upstreams");
            return;
        }
        var where = upstream || upstreamOnly ? inUpstreams : anywhere;
        where.computeIfAbsent(directive.get(), unused -> new ArrayList<>())
                .add(new Statement(name, words(name, set.substring(equals + 1)), ORIGIN, List.of()));
    }

    private List<String> words(String name, String value) {
        try {
            return Words.of(name, value);
        } catch (IllegalArgumentException unbalanced) {
            problems.add(ORIGIN, name + ": " + unbalanced.getMessage());
            return List.of();
        }
    }

    private List<Statement> applyTo(List<Statement> statements) {
        var all = new ArrayList<Statement>();
        for (var statement : replace(statements, anywhere)) {
            all.add(
                    switch (statement.name()) {
                        case "http" -> statement.withBlock(http(statement.block()));
                        case "stream" -> statement.withBlock(stream(statement.block()));
                        default -> statement;
                    });
        }
        anywhere.forEach((directive, lines) -> {
            if (directive.contexts().contains(Context.MAIN) && !placed.contains(directive)) {
                all.addAll(lines);
                placed.add(directive);
            }
        });
        for (var directive : anywhere.keySet()) {
            if (!placed.contains(directive)) {
                problems.add(
                        ORIGIN, directive.word() + ": written nowhere in the file, so there is nothing to replace");
            }
        }
        return all;
    }

    private List<Statement> http(List<Statement> block) {
        var all = new ArrayList<>(block);
        anywhere.forEach((directive, lines) -> {
            if (directive.contexts().contains(Context.HTTP)) {
                all.addAll(lines);
                placed.add(directive);
            }
        });
        if (!inUpstreams.isEmpty()) {
            var lines = inUpstreams.values().stream().flatMap(List::stream).toList();
            all.add(new Statement("upstream_defaults", List.of(), ORIGIN, lines));
        }
        return all;
    }

    private List<Statement> stream(List<Statement> block) {
        var all = new ArrayList<Statement>();
        for (var statement : block) {
            all.add(statement.name().equals("upstream") ? statement.withBlock(streamGroup(statement)) : statement);
        }
        anywhere.forEach((directive, lines) -> {
            if (directive.contexts().contains(Context.STREAM)) {
                all.addAll(lines);
                placed.add(directive);
            }
        });
        return all;
    }

    private List<Statement> streamGroup(Statement upstream) {
        var all = new ArrayList<>(upstream.block());
        inUpstreams.forEach((directive, lines) -> {
            if (directive.contexts().contains(Context.STREAM_UPSTREAM)) {
                all.addAll(lines);
            }
        });
        return all;
    }

    /** Takes the directives away at every depth; puts those in their places that cannot stand further out. */
    private List<Statement> replace(List<Statement> statements, Map<Directive, List<Statement>> with) {
        var all = new ArrayList<Statement>();
        var done = new LinkedHashSet<Directive>();
        for (var statement : statements) {
            var directive = Directive.of(statement.name());
            if (directive.isPresent() && with.containsKey(directive.get())) {
                boolean inner = !directive.get().contexts().contains(Context.HTTP)
                        && !directive.get().contexts().contains(Context.STREAM)
                        && !directive.get().contexts().contains(Context.MAIN)
                        && with == anywhere;
                if (inner && done.add(directive.get())) {
                    all.addAll(with.get(directive.get()));
                    placed.add(directive.get());
                }
                continue;
            }
            boolean upstream =
                    statement.name().equals("upstream") || statement.name().equals("upstream_defaults");
            all.add(statement.withBlock(replace(statement.block(), upstream ? inUpstreams : with)));
        }
        return all;
    }
}
