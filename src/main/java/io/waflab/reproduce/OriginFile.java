package io.waflab.reproduce;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.waflab.config.ConfigException;
import io.waflab.reproduce.Answer.Content;
import io.waflab.reproduce.Answer.Framing;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An origin's HOCON file; what it does not say is empty.
 *
 * @param listen {@code host:port}
 * @param speed see {@link LabClock}
 * @param connections see {@link OriginOptions}
 * @param routes the built-in paths and those written under {@code paths}
 */
public record OriginFile(
        Optional<String> listen, Optional<Double> speed, Optional<Integer> connections, Routes routes) {

    private static final Set<String> KEYS = Set.of("listen", "speed", "connections", "paths");
    private static final Set<String> ANSWER = Set.of("status", "length", "framing", "headers", "read_rate");

    /** @throws ConfigException with every problem of the file */
    public static OriginFile read(Path file) throws ConfigException {
        var from = ScriptFile.of(file, KEYS);
        var routes = Routes.builtIn();
        for (var entry : from.block("paths").entrySet()) {
            var behaviour = path(from, entry.getKey(), entry.getValue());
            routes = behaviour.isPresent() ? routes.with(entry.getKey(), behaviour.get()) : routes;
        }
        var read = new OriginFile(
                from.value("listen", OriginFile::listen),
                from.value("speed", ClientFile::speed),
                from.value("connections", text -> (int) number(text, 1, 65_535)),
                routes);
        from.done();
        return read;
    }

    private static String listen(String text) {
        OriginOptions.local().listening(text);
        return text;
    }

    /** One entry of {@code paths}; empty for a name that is no path, which is then a problem of the file. */
    static Optional<Behaviour> path(ScriptFile from, String name, ConfigValue value) {
        if (!name.startsWith("/")) {
            from.refuse(value, Printable.of(name) + ": expected a path that begins with /");
            return Optional.empty();
        }
        return Optional.of(behaviour(from, name, value));
    }

    /** A string names a built-in behaviour; a block writes one. */
    private static Behaviour behaviour(ScriptFile from, String path, ConfigValue value) {
        var plain = Behaviour.of(Answer.ok(100));
        if (!(value instanceof ConfigObject block)) {
            return from.read(path, value, Routes::named).orElse(plain);
        }
        var moments = Arrays.stream(Moment.values()).collect(Collectors.toMap(Moment::key, Function.identity()));
        var known = new HashSet<>(ANSWER);
        known.addAll(moments.keySet());
        from.refuseOthers(block, known);
        int status = part(from, block, "status", text -> (int) number(text, 200, 599))
                .orElse(200);
        var length = part(from, block, "length", Target::size);
        var framing = part(from, block, "framing", OriginFile::framing)
                .orElse(length.isPresent() ? Framing.LENGTH : Framing.of(status));
        var answer = new Answer(
                status,
                framing,
                Content.FILL,
                length.orElse(framing == Framing.NONE ? 0L : 100L),
                headers(from, block));
        var behaviour = Behaviour.of(answer)
                .reading(part(from, block, "read_rate", text -> (int) number(text, 0, Integer.MAX_VALUE))
                        .orElse(0));
        for (var moment : moments.entrySet()) {
            var effect =
                    part(from, block, moment.getKey(), text -> moment.getValue().effect(text));
            if (effect.isPresent()) {
                behaviour = behaviour.on(moment.getValue(), effect.get());
            }
        }
        return behaviour;
    }

    private static List<String> headers(ScriptFile from, ConfigObject block) {
        var value = block.get("headers");
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof ConfigObject headers)) {
            from.refuse(value, "headers: expected a block { Name = value }");
            return List.of();
        }
        return Map.copyOf(headers).entrySet().stream()
                .flatMap(entry -> from.read(entry.getKey(), entry.getValue(), text -> text).stream()
                        .map(text -> entry.getKey() + ": " + text))
                .sorted()
                .toList();
    }

    private static <T> Optional<T> part(ScriptFile from, ConfigObject block, String key, Function<String, T> read) {
        return block.containsKey(key) ? from.read(key, block.get(key), read) : Optional.empty();
    }

    private static Framing framing(String text) {
        return Arrays.stream(Framing.values())
                .filter(known -> word(known).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + Printable.of(text)
                        + "\" is no framing (expected one of: "
                        + Arrays.stream(Framing.values()).map(OriginFile::word).collect(Collectors.joining(", "))
                        + ")"));
    }

    static String word(Framing framing) {
        return framing.name().toLowerCase(Locale.ROOT);
    }

    private static long number(String text, long least, long most) {
        if (!text.matches("\\d{1,10}") || Long.parseLong(text) < least || Long.parseLong(text) > most) {
            throw new IllegalArgumentException(
                    "\"" + Printable.of(text) + "\" is no number from " + least + " to " + most);
        }
        return Long.parseLong(text);
    }
}
