package io.waflab.config;

import java.util.List;

/** The files of {@code conf/profiles}: what a product does where nobody has configured it. */
final class Profiles {

    private static final List<String> ALL =
            List.of("tengine-3.2", "nginx-1.22", "aliyun-waf-3", "aliyun-waf-3-cloud-product", "aliyun-alb");

    private Profiles() {}

    /** @throws ConfigException when there is none of that name */
    static List<Statement> read(String name, Problems problems) throws ConfigException {
        if (!ALL.contains(name)) {
            throw new ConfigException(
                    new Origin("--profile", 0),
                    "no profile \"" + name + "\"" + Suggestion.of(name, ALL) + " (expected one of: "
                            + String.join(", ", ALL) + ")");
        }
        return HoconReader.read("profile", include(name), problems);
    }

    /** The line of HOCON that takes it in. */
    static String include(String name) {
        return "include \"profiles/" + name + ".conf\"\n";
    }
}
