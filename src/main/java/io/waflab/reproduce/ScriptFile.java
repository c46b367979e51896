package io.waflab.reproduce;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.waflab.config.ConfigException;
import io.waflab.config.Origin;
import io.waflab.config.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A client's or an origin's HOCON file while it is read: asks for keys, and collects every problem with its line. */
final class ScriptFile {

    private static final int FIRST_BYTES = 64;

    private final Path file;
    private final Config root;
    private final List<Problem> problems = new ArrayList<>();

    private ScriptFile(Path file, Config root) {
        this.file = file;
        this.root = root;
    }

    /** @throws ConfigException when there is no such file, or it is no HOCON */
    static ScriptFile of(Path file, Set<String> keys) throws ConfigException {
        if (!Files.isReadable(file)) {
            throw new ConfigException(new Origin(file.toString(), 0), "cannot be read (expected a HOCON file)");
        }
        if (Files.isDirectory(file)) {
            throw new ConfigException(new Origin(file.toString(), 0), "is a folder (expected a HOCON file)");
        }
        // Of a pipe, what is looked at is gone.
        if (Files.isRegularFile(file) && isBinary(file)) {
            throw new ConfigException(
                    new Origin(file.toString(), 0),
                    "is no text (expected a HOCON file; of a capture one is made by: waflab reproduce CAPTURE --dry-run"
                            + " --save FILE)");
        }
        try {
            var options = ConfigParseOptions.defaults().setAllowMissing(false);
            var script = new ScriptFile(
                    file, ConfigFactory.parseFile(file.toFile(), options).resolve());
            script.refuseOthers(script.root.root(), keys);
            return script;
        } catch (com.typesafe.config.ConfigException broken) {
            int line = broken.origin() == null ? 0 : Math.max(0, broken.origin().lineNumber());
            throw new ConfigException(new Origin(file.toString(), line), Printable.of(message(broken)));
        }
    }

    /** It begins with bytes that no text has. */
    private static boolean isBinary(Path file) throws ConfigException {
        try (var in = Files.newInputStream(file)) {
            for (var first : in.readNBytes(FIRST_BYTES)) {
                if (first >= 0 && first < ' ' && !Character.isWhitespace(first)) {
                    return true;
                }
            }
            return false;
        } catch (IOException failed) {
            throw new ConfigException(new Origin(file.toString(), 0), "cannot be read (" + failed.getMessage() + ")");
        }
    }

    /** The first line of it, without the place that HOCON puts before it. */
    private static String message(com.typesafe.config.ConfigException broken) {
        var message = String.valueOf(broken.getMessage()).lines().findFirst().orElse("is no HOCON");
        var place = broken.origin() == null ? "" : broken.origin().description() + ": ";
        return message.startsWith(place) ? message.substring(place.length()) : message;
    }

    /**
     * A word or number under the key, read by a parser.
     *
     * @param read throws IllegalArgumentException with what was wrong and what was expected
     */
    <T> Optional<T> value(String key, Function<String, T> read) {
        return root.hasPath(key) ? read(key, root.getValue(key), read) : Optional.empty();
    }

    boolean has(String key) {
        return root.hasPath(key);
    }

    /** One word, or a list of them; empty without the key. */
    <T> List<T> values(String key, Function<String, T> read) {
        if (!root.hasPath(key)) {
            return List.of();
        }
        var value = root.getValue(key);
        var all = new ArrayList<T>();
        if (value instanceof com.typesafe.config.ConfigList list) {
            list.forEach(each -> read(key, each, read).ifPresent(all::add));
        } else {
            read(key, value, read).ifPresent(all::add);
        }
        return all;
    }

    /** The entries of the block under the key by their names, a path's slashes and dots included. */
    Map<String, ConfigValue> block(String key) {
        if (!root.hasPath(key)) {
            return Map.of();
        }
        if (root.getValue(key) instanceof ConfigObject object) {
            return new TreeMap<>(object);
        }
        refuse(root.getValue(key), key + ": expected a block { ... }");
        return Map.of();
    }

    <T> Optional<T> read(String key, ConfigValue value, Function<String, T> read) {
        if (value.valueType() == ConfigValueType.OBJECT || value.valueType() == ConfigValueType.LIST) {
            refuse(value, key + ": expected a word or a number");
            return Optional.empty();
        }
        try {
            return Optional.of(read.apply(String.valueOf(value.unwrapped())));
        } catch (IllegalArgumentException wrong) {
            refuse(value, key + ": " + wrong.getMessage());
            return Optional.empty();
        }
    }

    void refuseOthers(ConfigObject object, Set<String> keys) {
        object.forEach((key, value) -> refuseOther(key, value, keys));
    }

    void refuseOther(String key, ConfigValue value, Set<String> keys) {
        if (!keys.contains(key)) {
            refuse(
                    value,
                    Printable.of(key) + ": unknown key (expected one of: "
                            + keys.stream().sorted().collect(Collectors.joining(", ")) + ")");
        }
    }

    /** What is wrong with what stands under a key, or with the file where nothing does. */
    void refuse(String key, String message) {
        refuse(has(key) ? root.getValue(key) : root.root(), key + ": " + message);
    }

    void refuse(ConfigValue value, String message) {
        problems.add(new Problem(
                new Origin(file.toString(), Math.max(0, value.origin().lineNumber())), message));
    }

    /** @throws ConfigException with all that was refused */
    void done() throws ConfigException {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }
}
