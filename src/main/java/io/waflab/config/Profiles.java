package io.waflab.config;

import java.nio.file.Path;
import java.util.List;

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
        return HoconReader.read("profile", include(name), problems);
    }

    /** The line of HOCON that takes it in. */
    static String include(String name) {
        return "include \"" + (isFile(name) ? Path.of(name).toAbsolutePath() : "profiles/" + name + ".conf") + "\"\n";
    }

    private static boolean isFile(String name) {
        return name.indexOf('/') >= 0 || name.endsWith(".conf");
    }
}
