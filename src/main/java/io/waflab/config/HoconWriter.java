package io.waflab.config;

import com.typesafe.config.ConfigUtil;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes statements as HOCON that {@link HoconReader} reads as the same statements. */
final class HoconWriter {

    private static final String INDENT = "  ";
    private static final String STEPS = "steps";

    /** Directives whose order among each other counts: those of a set go into one list when there are several of them. */
    private static final List<Set<String>> ORDERED =
            List.of(Set.of("rewrite", "set", "if", "break", "return"), Set.of("allow", "deny"));

    /** HOCON's names for blocks that are told apart by their words. */
    private static final Map<String, String> NAMED = Map.of("location", "locations", "upstream", "upstreams");

    private final StringBuilder text = new StringBuilder();

    private HoconWriter() {}

    /**
     * An nginx.conf in HOCON: what it includes in its place, its profile by name, and what nginx has by itself.
     *
     * @throws ConfigException when it cannot be read, or says what cannot be used
     */
    static String convert(NginxFile source) throws ConfigException {
        ConfigReader.read(source, List.of());
        var prefix = source.prefix().toAbsolutePath();
        var statements = NginxModel.written(source, new Problems()).stream()
                .map(statement -> below(prefix, statement))
                .toList();
        return "# " + source.file().getFileName() + " as waflab reads it\n" + Profiles.include(source.profile()) + "\n"
                + write(statements);
    }

    /** Files are looked for below the prefix when they are read back. */
    private static Statement below(Path prefix, Statement statement) {
        var words = new ArrayList<>(statement.arguments());
        if (NginxModel.isBesideTheFile(statement) && words.get(0).startsWith(prefix + "/")) {
            words.set(0, words.get(0).substring(prefix.toString().length() + 1));
        }
        var block =
                statement.block().stream().map(inner -> below(prefix, inner)).toList();
        return new Statement(statement.name(), words, statement.origin(), block);
    }

    static String write(List<Statement> statements) {
        var writer = new HoconWriter();
        writer.block(statements, "");
        return writer.text.toString();
    }

    private void block(List<Statement> statements, String indent) {
        var steps = steps(statements);
        var byName = new LinkedHashMap<String, List<Statement>>();
        for (var statement : statements) {
            var name = steps.contains(statement) ? STEPS : statement.name();
            byName.computeIfAbsent(name, unused -> new ArrayList<>()).add(statement);
        }
        byName.forEach((name, all) -> {
            if (name.equals(STEPS)) {
                list(STEPS, all, indent);
            } else if (NAMED.containsKey(name)) {
                named(name, all, indent);
            } else if (name.equals("server") && isBlock(all.get(0))) {
                list("servers", all, indent);
            } else if (all.size() > 1) {
                list(name, all, indent);
            } else {
                one(all.get(0), indent);
            }
        });
    }

    /** What has to stand in the list of steps: what has an order across names, and what no list of its own can say. */
    private static Set<Statement> steps(List<Statement> statements) {
        var names = new HashSet<String>();
        for (var ordered : ORDERED) {
            var written = statements.stream()
                    .map(Statement::name)
                    .filter(ordered::contains)
                    .collect(Collectors.toSet());
            if (written.size() > 1 || written.contains("if")) {
                names.addAll(written);
            }
        }
        var counts = statements.stream().collect(Collectors.groupingBy(Statement::name, Collectors.counting()));
        for (var statement : statements) {
            if (isLines(statement)
                    ? statement.arguments().isEmpty()
                    : counts.get(statement.name()) > 1 && !isNamed(statement)) {
                names.add(statement.name());
            }
        }
        return statements.stream()
                .filter(statement -> names.contains(statement.name()))
                .collect(Collectors.toSet());
    }

    /** Whether a list of HOCON is the directive several times. */
    private static boolean isLines(Statement statement) {
        return Directive.of(statement.name())
                .filter(directive -> directive.kind() == Kind.LINES)
                .isPresent();
    }

    private static boolean isNamed(Statement statement) {
        return statement.name().equals("server") || NAMED.containsKey(statement.name());
    }

    private static boolean isBlock(Statement statement) {
        return NginxForm.isBlock(statement.name())
                && (!statement.name().equals("server") || statement.arguments().isEmpty());
    }

    private void list(String name, List<Statement> all, String indent) {
        line(indent, name + " = [");
        for (var statement : all) {
            if (name.equals("servers")) {
                braces("{", statement.block(), indent + INDENT);
            } else if (isBlock(statement)) {
                line(indent + INDENT, "{");
                one(statement, indent + INDENT + INDENT);
                line(indent + INDENT, "}");
            } else {
                var words = name.equals(STEPS)
                        ? Stream.concat(Stream.of(statement.name()), statement.arguments().stream())
                                .toList()
                        : statement.arguments();
                line(indent + INDENT, ConfigUtil.quoteString(Words.join(words)));
            }
        }
        line(indent, "]");
    }

    private void named(String name, List<Statement> all, String indent) {
        line(indent, NAMED.get(name) + " {");
        for (var statement : all) {
            braces(
                    ConfigUtil.quoteString(String.join(" ", statement.arguments())) + " {",
                    statement.block(),
                    indent + INDENT);
        }
        line(indent, "}");
    }

    private void one(Statement statement, String indent) {
        if (!isBlock(statement)) {
            line(indent, key(statement.name()) + " = " + value(statement));
            return;
        }
        var head = Stream.concat(Stream.of(statement.name()), statement.arguments().stream())
                .toList();
        var key = head.size() == 1 ? key(statement.name()) : ConfigUtil.quoteString(Words.join(head));
        if (NginxForm.isTable(statement.name()) && head.size() > 1) {
            table(key, statement.block(), indent);
        } else {
            braces(key + " {", statement.block(), indent);
        }
    }

    /** Its lines' first words are keys. */
    private void table(String key, List<Statement> lines, String indent) {
        line(indent, key + " {");
        for (var entry : lines) {
            var words = entry.arguments().stream().map(ConfigUtil::quoteString).toList();
            line(
                    indent + INDENT,
                    ConfigUtil.quoteString(entry.name()) + " = "
                            + (words.size() == 1 ? words.get(0) : "[" + String.join(", ", words) + "]"));
        }
        line(indent, "}");
    }

    private void braces(String head, List<Statement> block, String indent) {
        line(indent, head);
        block(block, indent + INDENT);
        line(indent, "}");
    }

    /** A text from which {@link Words#of} makes the same words; an empty list for none. */
    private static String value(Statement statement) {
        var words = statement.arguments();
        if (words.isEmpty()) {
            return "[]";
        }
        var text = Words.join(words);
        var kind = Directive.of(statement.name()).map(Directive::kind);
        boolean times = kind.filter(Kind.TIMES::equals).isPresent() && words.size() > 1;
        if (times || !text.equals(text.strip())) {
            text = words.stream().map(Words::inQuotes).collect(Collectors.joining(" "));
        }
        return ConfigUtil.quoteString(text);
    }

    private static String key(String name) {
        return name.matches("[a-z][a-z0-9_]*") && !name.equals("include") ? name : ConfigUtil.quoteString(name);
    }

    private void line(String indent, String line) {
        text.append(indent).append(TextBytes.escaped(line)).append('\n');
    }
}
