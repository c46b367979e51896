package io.waflab.config;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code stream}: statements in, a checked {@link StreamConfig} out. */
final class StreamReader {

    private final Problems problems;
    private final Resolver resolver;
    private final Path base;

    StreamReader(Problems problems, Resolver resolver, Path base) {
        this.problems = problems;
        this.resolver = resolver;
        this.base = base;
    }

    /** @param process what is in force outside of the block */
    StreamConfig read(Statement statement, Settings process) {
        var variables = new VariableNames(problems, true).of(statement.block());
        var block = Block.of(statement.block(), Context.STREAM, problems);
        var reader = new SettingsReader(problems);
        var settings = reader.read(block, outer(process));
        var upstreams = new Upstreams(resolver, problems, groupDefaults(settings), Context.STREAM_UPSTREAM);
        block.inner("upstream").forEach(upstreams::declare);
        new MapReader(problems, variables).read(block.inner("map"));
        new GeoReader(problems, variables).read(block.inner("geo"));
        new SplitReader(problems, variables).read(block.inner("split_clients"));
        var serverReader = new StreamServerReader(problems, resolver, upstreams, variables, base);
        var servers = block.inner("server").stream()
                .map(server -> serverReader.read(server, settings))
                .toList();
        var formats = reader.logFormats(block, variables);
        checkFormats(settings, formats);
        servers.forEach(server -> checkFormats(server.settings(), formats));
        checkLimits(settings, servers);
        return new StreamConfig(settings, servers, upstreams.groups(), formats, variables);
    }

    /** Of the process what stream inherits from it, and stream's own defaults. */
    private static Settings outer(Settings process) {
        var all = new EnumMap<Directive, Setting>(Directive.class);
        SettingsReader.defaults(Context.STREAM).all().forEach(setting -> all.put(setting.directive(), setting));
        for (var setting : process.all()) {
            if (setting.directive().contexts().contains(Context.MAIN)) {
                all.put(setting.directive(), setting);
            }
        }
        return new Settings(all);
    }

    /** What stream says of name servers holds for groups too. */
    private static Settings groupDefaults(Settings stream) {
        var all = new EnumMap<Directive, Setting>(Directive.class);
        SettingsReader.defaults(Context.STREAM_UPSTREAM)
                .all()
                .forEach(setting -> all.put(setting.directive(), setting));
        for (var directive : List.of(Directive.RESOLVER, Directive.RESOLVER_TIMEOUT)) {
            stream.find(directive).ifPresent(setting -> all.put(directive, setting));
        }
        return new Settings(all);
    }

    private void checkFormats(Settings settings, Map<String, LogFormat> formats) {
        for (var log : AccessLog.of(settings.lines(Directive.ACCESS_LOG))) {
            if (!formats.containsKey(log.format())) {
                var said = "unknown log format \"" + log.format() + "\"";
                problems.add(
                        settings.get(Directive.ACCESS_LOG).origin(),
                        "access_log: " + said + Suggestion.of(log.format(), formats.keySet()),
                        said);
            }
        }
    }

    private void checkLimits(Settings settings, List<StreamServer> servers) {
        var zones = new HashMap<String, LimitZone>();
        for (var words : settings.lines(Directive.LIMIT_CONN_ZONE)) {
            var declared = LimitZone.of(Directive.LIMIT_CONN_ZONE, words);
            var before = zones.putIfAbsent(declared.name(), declared);
            if (before != null) {
                problems.add(
                        settings.get(Directive.LIMIT_CONN_ZONE).origin(),
                        "limit_conn_zone \"" + declared.name() + "\" is already bound to key \""
                                + before.key().source() + "\"");
            }
        }
        checkLimits(settings, zones.keySet());
        servers.forEach(server -> checkLimits(server.settings(), zones.keySet()));
    }

    private void checkLimits(Settings settings, Set<String> zones) {
        var used = new HashSet<String>();
        for (var words : settings.lines(Directive.LIMIT_CONN)) {
            var name = ConnectionLimit.of(words).zone();
            var origin = settings.get(Directive.LIMIT_CONN).origin();
            if (!zones.contains(name)) {
                problems.add(origin, "zero size shared memory zone \"" + name + "\"");
            } else if (!used.add(name)) {
                problems.add(origin, "\"limit_conn\" directive is duplicate");
            }
        }
    }
}
