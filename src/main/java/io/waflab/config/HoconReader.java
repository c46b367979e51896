package io.waflab.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * HOCON in nginx's terms. What is a block in nginx is an object, or for {@code servers} a list of objects, for
 * {@code locations} and {@code upstreams} an object of objects by name. A text is taken apart into words as in
 * nginx.conf, save where the directive has only one. A list is the same directive several times where that may stand
 * several times ({@code add_header}), else its words. Of {@code proxy_set_header}, {@code add_header} and
 * {@code log_format} an object is a list of names and values. {@code null} takes away what an include set. What must keep
 * its order across several directives ({@code rewrite}, {@code set}, {@code if}) stands in a list named {@code steps}.
 *
 * <p>Order is the order of the file. As in all of HOCON a key written twice is merged, or the later one holds; that is how
 * a value overrides an included profile's. The environment is not looked at for <code>${...}</code>.
 */
final class HoconReader {

    private static final Map<String, String> BLOCKS =
            Map.of("servers", "server", "locations", "location", "upstreams", "upstream", "maps", "map");

    /** Blocks whose words may stand in the key: {@code "if ($slow)" { ... }}. */
    private static final Set<String> HEADED = Set.of("if", "limit_except", "map", "geo", "split_clients");

    /** Where order counts, a list of directives, each a text or an object. */
    private static final String STEPS = "steps";

    private final HoconOrigins origins;
    private final Problems problems;

    private HoconReader(HoconSources sources, Problems problems) {
        this.origins = new HoconOrigins(sources);
        this.problems = problems;
    }

    /** @throws ConfigException when the file cannot be read or is not HOCON; lesser problems go into the list */
    static List<Statement> read(Path file, Problems problems) throws ConfigException {
        var sources = new HoconSources();
        return read(sources, sources.read(file), file.toString(), problems);
    }

    /** The same for a text under a name. */
    static List<Statement> read(String name, String text, Problems problems) throws ConfigException {
        var sources = new HoconSources();
        return read(sources, sources.read(name, text), name, problems);
    }

    private static List<Statement> read(HoconSources sources, ConfigObject object, String name, Problems problems)
            throws ConfigException {
        try {
            var resolved =
                    object.toConfig().resolve(ConfigResolveOptions.noSystem()).root();
            return new HoconReader(sources, problems).block(resolved);
        } catch (com.typesafe.config.ConfigException broken) {
            throw HoconOrigins.translate(broken, name);
        } catch (StackOverflowError tooDeep) {
            throw new ConfigException(new Origin(name, 0), "braces or brackets are nested too deeply");
        }
    }

    private List<Statement> block(ConfigObject object) {
        var statements = new ArrayList<Statement>();
        for (var entry : origins.ordered(object.entrySet())) {
            var name = BLOCKS.getOrDefault(entry.getKey(), entry.getKey());
            var value = entry.getValue();
            var head = head(entry.getKey());
            if (value instanceof ConfigObject inner && !head.isEmpty()) {
                statements.add(headed(head, inner));
            } else if (value instanceof ConfigList list && name.equals(STEPS)) {
                list.forEach(step -> statements.addAll(step(step)));
            } else if (value instanceof ConfigObject inner) {
                statements.addAll(ofObject(name, inner));
            } else if (value instanceof ConfigList list) {
                statements.addAll(ofList(name, list));
            } else if (value.valueType() != ConfigValueType.NULL) {
                words(name, value)
                        .ifPresent(words -> statements.add(new Statement(name, words, origin(value), List.of())));
            }
        }
        return statements;
    }

    /** The words of a key that is a block's head; none for other keys. */
    private static List<String> head(String key) {
        var words = key.strip().split("\\s+", 2);
        return words.length == 2 && HEADED.contains(words[0]) ? Words.split(key) : List.of();
    }

    private Statement headed(List<String> head, ConfigObject object) {
        var words = head.subList(1, head.size());
        var inner = NginxForm.isTable(head.get(0)) ? entries(head.get(0), object) : block(object);
        return new Statement(head.get(0), words, origin(object), inner);
    }

    /** One of {@code steps}: a directive as nginx.conf has it, without its semicolon, or blocks. */
    private List<Statement> step(ConfigValue value) {
        if (value instanceof ConfigObject object) {
            return block(object);
        }
        try {
            var words = text(STEPS, value).map(Words::split).orElse(List.of());
            return words.isEmpty()
                    ? List.of()
                    : List.of(new Statement(words.get(0), words.subList(1, words.size()), origin(value), List.of()));
        } catch (IllegalArgumentException unbalanced) {
            problems.add(origin(value), STEPS + ": " + unbalanced.getMessage());
            return List.of();
        }
    }

    /** Keys and values as they are: of a map. */
    private List<Statement> entries(String name, ConfigObject object) {
        var statements = new ArrayList<Statement>();
        for (var entry : origins.ordered(object.entrySet())) {
            var words = new ArrayList<String>();
            if (entry.getValue() instanceof ConfigList list) {
                list.forEach(element -> text(name, element).ifPresent(words::add));
            } else {
                text(name, entry.getValue()).ifPresent(words::add);
            }
            statements.add(new Statement(entry.getKey(), words, origin(entry.getValue()), List.of()));
        }
        return statements;
    }

    private List<Statement> ofObject(String name, ConfigObject object) {
        if (name.equals("map")) {
            return origins.ordered(object.entrySet()).stream()
                    .filter(entry -> entry.getValue() instanceof ConfigObject)
                    .map(entry -> headed(Words.split("map " + entry.getKey()), (ConfigObject) entry.getValue()))
                    .toList();
        }
        boolean named = name.equals("location") || name.equals("upstream");
        boolean pairs = Directive.of(name).filter(HoconReader::isPairs).isPresent();
        if (!named && !pairs) {
            return List.of(new Statement(name, List.of(), origin(object), block(object)));
        }
        var statements = new ArrayList<Statement>();
        for (var entry : origins.ordered(object.entrySet())) {
            var value = entry.getValue();
            if (value.valueType() == ConfigValueType.NULL) {
                continue;
            }
            if (named && value instanceof ConfigObject inner) {
                statements.add(new Statement(name, blockName(entry.getKey()), origin(value), block(inner)));
            } else if (pairs && !(value instanceof ConfigObject)) {
                statements.add(pair(name, entry.getKey(), value));
            } else {
                problems.add(
                        origin(value),
                        name + " \"" + entry.getKey() + "\": " + (named ? "a block { ... }" : "a text") + " expected");
            }
        }
        return statements;
    }

    private static boolean isPairs(Directive directive) {
        return directive == Directive.PROXY_SET_HEADER
                || directive == Directive.ADD_HEADER
                || directive == Directive.LOG_FORMAT;
    }

    /** {@code X-Name = "value"}: the value is one word, for HOCON has said where it ends. */
    private Statement pair(String name, String key, ConfigValue value) {
        var words = new ArrayList<>(List.of(key));
        if (value instanceof ConfigList list) {
            list.forEach(element -> text(name, element).ifPresent(words::add));
        } else {
            text(name, value).ifPresent(words::add);
            if (name.equals("add_header") && words.get(words.size() - 1).endsWith(" always")) {
                problems.add(
                        origin(value),
                        name + ": \"always\" would be part of the value here (write " + key
                                + " = [\"value\", always])");
            }
        }
        return new Statement(name, words, origin(value), List.of());
    }

    /** {@code ~* \.php$} is two words, the second whatever follows. */
    private static List<String> blockName(String key) {
        var parts = key.strip().split("\\s+", 2);
        boolean modifier = Set.of("=", "~", "~*", "^~").contains(parts[0]);
        return modifier && parts.length == 2 ? List.of(parts) : List.of(key);
    }

    private List<Statement> ofList(String name, ConfigList list) {
        boolean repeats = name.equals("server")
                || Directive.of(name)
                        .map(Directive::kind)
                        .filter(Kind.LINES::equals)
                        .isPresent();
        var statements = new ArrayList<Statement>();
        var words = new ArrayList<String>();
        for (var element : list) {
            if (element instanceof ConfigObject inner && name.equals("server")) {
                statements.add(new Statement(name, List.of(), origin(element), block(inner)));
            } else if (repeats) {
                words(name, element)
                        .ifPresent(line -> statements.add(new Statement(name, line, origin(element), List.of())));
            } else {
                words(name, element).ifPresent(words::addAll);
            }
        }
        return repeats ? statements : List.of(new Statement(name, words, origin(list), List.of()));
    }

    /** Empty when it has none, which has then been said. */
    private Optional<List<String>> words(String name, ConfigValue value) {
        try {
            return text(name, value).map(text -> Words.of(name, text));
        } catch (IllegalArgumentException unbalanced) {
            problems.add(origin(value), name + ": " + unbalanced.getMessage());
            return Optional.empty();
        }
    }

    /** A number as it was written, {@code 1.0} included. */
    private Optional<String> text(String name, ConfigValue value) {
        return switch (value.valueType()) {
            case STRING, NUMBER, BOOLEAN -> Optional.of(value.atKey("value").getString("value"));
            case NULL -> Optional.empty();
            case LIST, OBJECT -> {
                problems.add(origin(value), name + ": a text or number expected here, not a list or block");
                yield Optional.empty();
            }
        };
    }

    private static Origin origin(ConfigValue value) {
        return HoconOrigins.of(value.origin());
    }
}
