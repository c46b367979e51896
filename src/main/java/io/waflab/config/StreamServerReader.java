package io.waflab.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a {@code server} of stream. */
final class StreamServerReader {

    private final Problems problems;
    private final Resolver resolver;
    private final Upstreams upstreams;
    private final Variables variables;
    private final Path base;
    private final Map<String, Listen> seen = new HashMap<>();

    StreamServerReader(Problems problems, Resolver resolver, Upstreams upstreams, Variables variables, Path base) {
        this.problems = problems;
        this.resolver = resolver;
        this.upstreams = upstreams;
        this.variables = variables;
        this.base = base;
    }

    StreamServer read(Statement statement, Settings stream) {
        if (!statement.arguments().isEmpty()) {
            problems.add(
                    statement.origin(),
                    "server: a block { ... } expected, found \"" + Words.join(statement.arguments()) + "\"");
        }
        var block = Block.of(statement.block(), Context.STREAM_SERVER, problems);
        var settings = new SettingsReader(problems).read(block, stream);
        var listens = listens(block, statement.origin());
        if (listens.stream().anyMatch(Listen::ssl)) {
            new CertificateFiles(problems, base).check(settings);
        }
        var handler = handler(statement);
        if (handler.isEmpty()) {
            problems.add(
                    statement.origin(),
                    "server: neither proxy_pass nor return (expected one of them)",
                    "no handler for server");
        }
        return new StreamServer(
                listens,
                settings,
                sets(block),
                handler.filter(last -> last.name().equals("proxy_pass")).flatMap(this::pass),
                handler.filter(last -> last.name().equals("return")).flatMap(this::reply),
                statement.origin());
    }

    private List<Listen> listens(Block block, Origin origin) {
        var statements = block.written().getOrDefault(Directive.LISTEN, List.of());
        if (statements.isEmpty()) {
            problems.add(
                    origin,
                    "server: no listen (expected, for example, listen 127.0.0.1:9000)",
                    "no \"listen\" is defined for server");
        }
        var reader = new ListenReader(resolver, problems, true);
        var listens = new ArrayList<Listen>();
        for (var statement : statements) {
            for (var listen : reader.read(statement)) {
                var first = listen.takesAnyPort() ? null : seen.putIfAbsent(listen.address(), listen);
                if (first == null) {
                    listens.add(listen);
                } else {
                    var said = "duplicate \"" + listen.address() + "\" address and port pair";
                    problems.add(statement.origin(), "listen: " + said + " (first at " + first.origin() + ")", said);
                }
            }
        }
        return listens;
    }

    /** Both set the same handler in nginx, so that the last one written counts. */
    private static Optional<Statement> handler(Statement server) {
        return server.block().stream()
                .filter(inner ->
                        inner.name().equals("proxy_pass") || inner.name().equals("return"))
                .filter(inner -> inner.arguments().size() == 1)
                .reduce((first, second) -> second);
    }

    private Optional<StreamPass> pass(Statement statement) {
        return upstreams.streamPass(statement.arguments().get(0), variables, statement.origin());
    }

    private Optional<Template> reply(Statement statement) {
        try {
            return Optional.of(Template.of(statement.arguments().get(0), variables));
        } catch (IllegalArgumentException wrong) {
            problems.add(statement.origin(), "return: " + wrong.getMessage(), wrong.getMessage());
            return Optional.empty();
        }
    }

    private List<StreamServer.Assignment> sets(Block block) {
        var all = new ArrayList<StreamServer.Assignment>();
        for (var statement : block.written().getOrDefault(Directive.SET, List.of())) {
            var words = statement.arguments();
            if (words.size() != 2) {
                continue;
            }
            try {
                var name = words.get(0).startsWith("$") ? words.get(0).substring(1) : "";
                if (name.isEmpty()) {
                    throw new IllegalArgumentException("invalid variable name \"" + words.get(0) + "\"");
                }
                if (!variables.mayMake(name)) {
                    throw new IllegalArgumentException("the duplicate \"" + name + "\" variable");
                }
                all.add(new StreamServer.Assignment(
                        variables.slot(name).orElseThrow(), Template.of(words.get(1), variables)));
            } catch (IllegalArgumentException wrong) {
                problems.add(statement.origin(), "set: " + wrong.getMessage(), wrong.getMessage());
            }
        }
        return all;
    }
}
