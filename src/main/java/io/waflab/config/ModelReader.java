package io.waflab.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

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

    /**
     * All of it.
     *
     * @param file what is named where something is missing from the whole
     * @param language in nginx's, there may be nobody who listens: nginx starts all the same
     */
    LabConfig read(List<Statement> statements, String file, Language language) throws ConfigException {
        var variables = new VariableNames(problems, false).of(withoutStream(statements));
        var settings = new SettingsReader(problems);
        var main = Block.of(eventsOpened(statements), Context.MAIN, problems);
        var process = settings.read(main, SettingsReader.defaults(Context.HTTP));
        checkBlocks(main, file, language);
        var stream = main.inner("stream").isEmpty()
                ? StreamConfig.NONE
                : new StreamReader(problems, resolver, base)
                        .read(main.inner("stream").get(0), process);
        if (main.inner("http").isEmpty()) {
            problems.throwIfAny();
            return new LabConfig(
                    process, List.of(), Map.of(), Map.of(), Variables.NONE, stream, problems.notes(), base);
        }
        var http = Block.of(main.inner("http").get(0).block(), Context.HTTP, problems);
        var shared = settings.read(http, process);
        var upstreams = new Upstreams(resolver, problems, upstreamDefaults(http, shared));
        for (var statement : http.inner("upstream")) {
            upstreams.declare(statement);
        }
        new MapReader(problems, variables).read(http.inner("map"));
        new GeoReader(problems, variables).read(http.inner("geo"));
        new SplitReader(problems, variables).read(http.inner("split_clients"));
        var reader = new ServerReader(problems, resolver, upstreams, variables, base);
        var written = new ArrayList<Server>();
        for (var statement : http.inner("server")) {
            written.add(reader.read(statement, shared));
        }
        var servers = SslDirective.applied(written);
        if (servers.isEmpty() && stream.servers().isEmpty()) {
            var origin = main.inner("http").get(0).origin();
            missing(origin.file().equals(file) ? origin : new Origin(file, 0), "http: no server", language);
        }
        var formats = settings.logFormats(http);
        new CrossChecks(problems).check(shared, servers, formats);
        new ProxyBuffers(problems).check(shared, servers);
        var zones = new CacheZones(problems);
        zones.declare(main.inner("http").get(0).block());
        zones.check(shared, servers);
        checkShared(servers, stream);
        new LimitChecks(problems, shared).check(servers);
        problems.throwIfAny();
        return new LabConfig(shared, servers, upstreams.groups(), formats, variables, stream, problems.notes(), base);
    }

    private void checkBlocks(Block main, String file, Language language) throws ConfigException {
        for (var name : List.of("http", "stream")) {
            var blocks = main.inner(name);
            if (blocks.size() > 1) {
                problems.add(
                        blocks.get(1).origin(), name + ": is duplicate", "\"" + name + "\" directive is duplicate");
                problems.throwIfAny();
            }
        }
        if (main.inner("http").isEmpty() && main.inner("stream").isEmpty()) {
            missing(new Origin(file, 0), "no http or stream block", language);
            problems.throwIfAny();
        }
    }

    private void missing(Origin origin, String what, Language language) {
        if (language == Language.NGINX) {
            problems.note(origin, what + ": nothing is listened to");
        } else {
            problems.add(origin, what);
        }
    }

    /** nginx tries to bind both, and the second fails. */
    private void checkShared(List<Server> servers, StreamConfig stream) {
        var ofHttp = new HashSet<String>();
        for (var server : servers) {
            for (var listen : server.listens()) {
                if (!listen.takesAnyPort()) {
                    ofHttp.add(listen.address());
                }
            }
        }
        for (var server : stream.servers()) {
            for (var listen : server.listens()) {
                if (ofHttp.contains(listen.address())) {
                    var said = "bind() to " + listen.address().replaceFirst("^\\*", "0.0.0.0")
                            + " failed (98: Address already in use)";
                    problems.add(listen.origin(), "listen: " + said + " (http listens there)", said);
                }
            }
        }
    }

    private static List<Statement> withoutStream(List<Statement> statements) {
        var all = new ArrayList<Statement>();
        for (var statement : statements) {
            if (!statement.name().equals("stream")) {
                all.add(statement);
            }
        }
        return all;
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
        for (var setting : SettingsReader.defaults(Context.UPSTREAM).all()) {
            all.put(setting.directive(), setting);
        }
        for (var directive : List.of(Directive.RESOLVER, Directive.RESOLVER_TIMEOUT)) {
            if (shared.has(directive)) {
                all.put(directive, shared.get(directive));
            }
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
