package io.waflab.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The files of {@code conf/profiles}: what a product does where nobody has configured it. */
final class Profiles {

    private static final List<String> ALL =
            List.of("tengine-3.2", "nginx-1.22", "aliyun-waf-3", "aliyun-waf-3-cloud-product", "aliyun-alb");

    private Profiles() {}

    /**
     * @param name of a profile; with a slash, or {@code .conf} at its end, a file of the same form
     * @throws ConfigException when there is none of that name, or the file cannot be read
     */
    static List<Statement> read(String name, Problems problems) throws ConfigException {
        if (isFile(name)) {
            return HoconReader.read(Path.of(name), problems);
        }
        if (!ALL.contains(name)) {
            throw new ConfigException(
                    new Origin("--profile", 0),
                    "no profile \"" + name + "\"" + Suggestion.of(name, ALL) + " (expected one of: "
                            + String.join(", ", ALL) + ", or a file's path)");
        }
        // As with every include, a file of the current folder goes before one of the jar.
        var plain = Files.exists(Path.of(path(name)))
                ? Optional.<List<Statement>>empty()
                : PlainProfile.read("conf/" + path(name));
        return plain.isPresent() ? plain.get() : HoconReader.read("profile", include(name), problems);
    }

    /** The line of HOCON that takes it in. */
    static String include(String name) {
        return "include \"" + (isFile(name) ? Path.of(name).toAbsolutePath() : path(name)) + "\"\n";
    }

    /** Below {@code conf/}. */
    private static String path(String name) {
        return "profiles/" + name + ".conf";
    }

    private static boolean isFile(String name) {
        return name.indexOf('/') >= 0 || name.endsWith(".conf");
    }
}
