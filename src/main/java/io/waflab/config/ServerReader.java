package io.waflab.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Reads a {@code server} block. */
final class ServerReader {

    private final Problems problems;
    private final Resolver resolver;
    private final Upstreams upstreams;
    private final Variables variables;
    private final Path base;

    ServerReader(Problems problems, Resolver resolver, Upstreams upstreams, Variables variables, Path base) {
        this.problems = problems;
        this.resolver = resolver;
        this.upstreams = upstreams;
        this.variables = variables;
        this.base = base;
    }

    Server read(Statement statement, Settings http) {
        if (!statement.arguments().isEmpty()) {
            problems.add(
                    statement.origin(),
                    "server: a block { ... } expected, found \"" + Words.join(statement.arguments()) + "\"");
        }
        var block = Block.of(statement.block(), Context.SERVER, problems);
        var settings = new SettingsReader(problems).read(block, http);
        var listens = listens(block, statement.origin());
        var names = names(block);
        var root = DocumentRoot.of(settings, variables);
        var locations =
                new LocationReader(problems, upstreams, variables).read(block.inner("location"), settings, root);
        var steps = new RewriteReader(problems, variables, (inner, at) -> checked(inner, settings)).read(block);
        for (var listen : listens) {
            if (listen.ssl() || settings.flag(Directive.SSL)) {
                new CertificateFiles(problems, base).check(settings);
                break;
            }
        }
        return new Server(
                listens, names, settings, new Server.Body(steps, block.steps(), root, locations), statement.origin());
    }

    /** An if of a server has no settings of its own that count, but they must be right. */
    private Optional<Location> checked(Block inner, Settings settings) {
        new SettingsReader(problems).read(inner, settings);
        return Optional.empty();
    }

    private List<Listen> listens(Block block, Origin origin) {
        var statements = block.written().getOrDefault(Directive.LISTEN, List.of());
        if (statements.isEmpty()) {
            problems.add(origin, "server: no listen (expected, for example, listen 127.0.0.1:8443 ssl)");
        }
        var reader = new ListenReader(resolver, problems, false);
        var seen = new HashSet<String>();
        var listens = new ArrayList<Listen>();
        for (var statement : statements) {
            for (var listen : reader.read(statement)) {
                if (!seen.add(listen.address()) && !listen.takesAnyPort()) {
                    var duplicate = "a duplicate listen " + listen.address();
                    problems.add(statement.origin(), "listen: " + duplicate, duplicate);
                } else {
                    listens.add(listen);
                }
            }
        }
        return listens;
    }

    /** A server without names answers to the empty one, as in nginx. */
    private List<ServerName> names(Block block) {
        var names = new ArrayList<ServerName>();
        var statements = block.written().getOrDefault(Directive.SERVER_NAME, List.of());
        for (var statement : statements) {
            for (var word : statement.arguments()) {
                try {
                    names.addAll(ServerName.of(word));
                    if (word.contains("/") && !word.startsWith("~")) {
                        problems.note(statement.origin(), "server name \"" + word + "\" has suspicious symbols");
                    }
                } catch (IllegalArgumentException wrong) {
                    problems.add(statement.origin(), "server_name: " + wrong.getMessage(), wrong.getMessage());
                }
            }
        }
        return statements.isEmpty() ? ServerName.of("") : names;
    }
}
