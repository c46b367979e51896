package io.waflab.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The files of one configuration: reads each with its includes, and keeps their lines, for HOCON's objects forget the
 * order of their keys.
 *
 * <p>{@code include "x"} takes a file beside the including one; where there is none, the folder {@code conf/} inside
 * waflab's jar, so that {@code include "profiles/aliyun-waf-3.conf"} works from anywhere. A missing file is an error,
 * unlike in HOCON; URLs and the class path are refused.
 */
final class HoconSources {

    /** How a file inside waflab's jar is named in messages. */
    static final String JAR = "jar:";

    private static final int DEEPEST = 20;
    /** Bytes. */
    private static final int LARGEST = 4 << 20;

    private final Map<String, List<String>> lines = new HashMap<>();
    private final List<String> finished = new ArrayList<>();

    /** Thrown through the HOCON parser by an include. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient ConfigException reason;

        Refused(ConfigException reason) {
            super(reason);
            this.reason = reason;
        }
    }

    /** The file's text with its includes, substitutions not yet resolved. */
    ConfigObject read(Path file) throws ConfigException {
        try {
            return parse(file.toString(), text(file), 0);
        } catch (IOException unreadable) {
            throw new ConfigException(new Origin(file.toString(), 0), "cannot be read: " + reason(unreadable));
        }
    }

    /** A text under the name that messages shall give it. */
    ConfigObject read(String name, String text) throws ConfigException {
        return parse(name, text, 0);
    }

    /** The lines of a file that was read, by the name in its origins; empty for an unknown one. */
    List<String> lines(String file) {
        return lines.getOrDefault(file, List.of());
    }

    /** The files' names in the order in which they were read to their ends: an include before what includes it. */
    List<String> files() {
        return List.copyOf(finished);
    }

    private ConfigObject parse(String name, String text, int depth) throws ConfigException {
        if (depth > DEEPEST) {
            throw new ConfigException(
                    new Origin(name, 0), "includes itself (or includes are deeper than " + DEEPEST + ")");
        }
        lines.putIfAbsent(name, text.lines().toList());
        var options = ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setOriginDescription(name)
                .setIncluder(new Includer(name, depth));
        try {
            var object =
                    ConfigFactory.parseReader(new StringReader(text), options).root();
            finished.add(name);
            return object;
        } catch (Refused include) {
            throw include.reason;
        } catch (com.typesafe.config.ConfigException broken) {
            throw HoconOrigins.translate(broken, name);
        } catch (StackOverflowError tooDeep) {
            throw new ConfigException(new Origin(name, 0), "braces or brackets are nested too deeply");
        }
    }

    private ConfigObject include(String from, String what, int depth) throws ConfigException {
        var place = new Origin(from, lineOf(from, what));
        var beside =
                from.startsWith(JAR) ? null : Path.of(from).resolveSibling(what).normalize();
        if (beside != null && Files.exists(beside)) {
            try {
                return parse(beside.toString(), text(beside), depth + 1);
            } catch (IOException unreadable) {
                throw new ConfigException(place, "include \"" + what + "\": cannot be read: " + reason(unreadable));
            }
        }
        var inJar = from.startsWith(JAR)
                ? Path.of(from.substring(JAR.length()))
                        .resolveSibling(what)
                        .normalize()
                        .toString()
                : "conf/" + what;
        try (var stream = inJar.contains("..") ? null : HoconSources.class.getResourceAsStream("/" + inJar)) {
            if (stream != null) {
                return parse(JAR + inJar, new String(stream.readAllBytes(), StandardCharsets.UTF_8), depth + 1);
            }
        } catch (IOException unreadable) {
            throw new ConfigException(place, "include \"" + what + "\": " + reason(unreadable));
        }
        throw new ConfigException(
                place,
                "include \"" + what + "\": no such file (looked for " + (beside == null ? "" : beside + " and for ")
                        + inJar + " inside waflab)");
    }

    /** Refuses what is no configuration by its size, /dev/zero included. */
    private static String text(Path file) throws IOException {
        try (var stream = Files.newInputStream(file)) {
            var bytes = stream.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException("more than " + LARGEST + " bytes");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    }

    /** HOCON does not tell an includer where the include stands. */
    private int lineOf(String from, String what) {
        var text = lines(from);
        var statement = Pattern.compile("^([^#]*[\\s{,])?include\\b[^#]*" + Pattern.quote(what));
        for (int i = 0; i < text.size(); i++) {
            if (statement.matcher(text.get(i)).find()) {
                return i + 1;
            }
        }
        return 0;
    }

    private static String reason(IOException unreadable) {
        if (unreadable instanceof NoSuchFileException) {
            return "no such file";
        }
        if (unreadable instanceof AccessDeniedException) {
            return "permission denied";
        }
        return unreadable instanceof CharacterCodingException
                ? "not a text in UTF-8"
                : String.valueOf(unreadable.getMessage());
    }

    private final class Includer
            implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

        private final String from;
        private final int depth;

        Includer(String from, int depth) {
            this.from = from;
            this.depth = depth;
        }

        @Override
        public ConfigIncluder withFallback(ConfigIncluder fallback) {
            return this;
        }

        @Override
        public ConfigObject include(ConfigIncludeContext context, String what) {
            try {
                return HoconSources.this.include(from, what, depth);
            } catch (ConfigException missing) {
                throw new Refused(missing);
            } catch (InvalidPathException invalid) {
                throw new Refused(new ConfigException(new Origin(from, 0), "include: not a file's name"));
            }
        }

        @Override
        public ConfigObject includeFile(ConfigIncludeContext context, File what) {
            return include(context, what.getPath());
        }

        @Override
        public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
            throw refused(what.toString());
        }

        @Override
        public ConfigObject includeResources(ConfigIncludeContext context, String what) {
            throw refused(what);
        }

        private Refused refused(String what) {
            return new Refused(new ConfigException(
                    new Origin(from, lineOf(from, what)),
                    "include of \"" + what + "\": only files can be included, as include \"profiles/x.conf\""));
        }
    }
}
