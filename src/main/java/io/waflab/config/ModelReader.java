package io.waflab.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;

/** Statements in, a checked {@link LabConfig} out, whichever language they were written in. */
final class ModelReader {

    private final Problems problems;
    private final Resolver resolver;
    private final Path base;

    ModelReader(Problems problems, Resolver resolver, Path base) {
        this.problems = problems;
        this.resolver = resolver;
        this.base = base;
    }

    /** @param file what is named where something is missing from the whole */
    LabConfig read(List<Statement> statements, String file) throws ConfigException {
        var variables = new VariableNames(problems).of(statements);
        var settings = new SettingsReader(problems);
        var main = Block.of(eventsOpened(statements), Context.MAIN, problems);
        var process = settings.read(main, SettingsReader.defaults(Context.HTTP));
        if (main.inner("http").size() != 1) {
            var origin = main.inner("http").isEmpty()
                    ? new Origin(file, 0)
                    : main.inner("http").get(1).origin();
            boolean none = main.inner("http").isEmpty();
            problems.add(
                    origin,
                    none ? "no http block" : "http: is duplicate",
                    none ? "no \"http\" section in configuration" : "\"http\" directive is duplicate");
            problems.throwIfAny();
        }
        var http = Block.of(main.inner("http").get(0).block(), Context.HTTP, problems);
        var shared = settings.read(http, process);
        var upstreams = new Upstreams(resolver, problems, upstreamDefaults(http, shared));
        http.inner("upstream").forEach(upstreams::declare);
        new MapReader(problems, variables).read(http.inner("map"));
        new GeoReader(problems, variables).read(http.inner("geo"));
        new SplitReader(problems, variables).read(http.inner("split_clients"));
        var reader = new ServerReader(problems, resolver, upstreams, variables, base);
        var servers = http.inner("server").stream()
                .map(server -> reader.read(server, shared))
                .toList();
        if (servers.isEmpty()) {
            var origin = main.inner("http").get(0).origin();
            problems.add(origin.file().equals(file) ? origin : new Origin(file, 0), "http: no server");
        }
        var formats = settings.logFormats(http);
        new CrossChecks(problems).check(shared, servers, formats);
        new LimitChecks(problems, shared).check(servers);
        problems.throwIfAny();
        return new LabConfig(shared, servers, upstreams.groups(), formats, variables, problems.notes(), base);
    }

    /** What nginx.conf has in {@code events}, waflab has at the top level. */
    private static List<Statement> eventsOpened(List<Statement> statements) {
        var all = new ArrayList<Statement>();
        for (var statement : statements) {
            if (statement.name().equals("events")) {
                all.addAll(statement.block());
            } else {
                all.add(statement);
            }
        }
        return all;
    }

    /** What http says of name servers holds for groups too. */
    private Settings upstreamDefaults(Block http, Settings shared) {
        var all = new EnumMap<Directive, Setting>(Directive.class);
        SettingsReader.defaults(Context.UPSTREAM).all().forEach(setting -> all.put(setting.directive(), setting));
        for (var directive : List.of(Directive.RESOLVER, Directive.RESOLVER_TIMEOUT)) {
            shared.find(directive).ifPresent(setting -> all.put(directive, setting));
        }
        var defaults = new Settings(all);
        for (var statement : http.inner("upstream_defaults")) {
            var block = Block.of(statement.block(), Context.UPSTREAM, problems);
            for (var server : block.inner("server")) {
                problems.add(server.origin(), "server: not allowed in upstream_defaults");
            }
            defaults = new SettingsReader(problems).read(block, defaults);
        }
        return defaults;
    }
}
