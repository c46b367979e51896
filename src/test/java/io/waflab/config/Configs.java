package io.waflab.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;

/** Reads configurations of tests: no name is looked up outside of this machine. */
final class Configs {

    static final Resolver RESOLVER = host -> {
        if (host.matches("[0-9.]+|.*:.*")) {
            return List.of(InetAddress.getByName(host));
        }
        return switch (host) {
            case "localhost" -> List.of(InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1}));
            case "two.test" -> List.of(InetAddress.getByName("192.0.2.1"), InetAddress.getByName("192.0.2.2"));
            default -> throw new UnknownHostException(host);
        };
    };

    static final String LISTEN = "listen = [\"127.0.0.1:8080\"]";

    private Configs() {}

    /** A whole file, named lab.conf. */
    static LabConfig read(String text) throws ConfigException {
        return read(text, List.of());
    }

    static LabConfig read(String text, List<String> sets) throws ConfigException {
        var problems = new Problems();
        var statements = Overrides.apply(HoconReader.read("lab.conf", text, problems), sets, problems);
        return new ModelReader(problems, RESOLVER, Path.of("").toAbsolutePath())
                .read(statements, "lab.conf", Language.HOCON);
    }

    /** The same of what stands inside http, from line 2 on; one server is added when none is written. */
    static LabConfig http(String text) throws ConfigException {
        return read("http {\n" + text + (text.contains("servers = [{") ? "" : "\nservers = [" + SERVER + "]") + "\n}");
    }

    static final String SERVER = "{ " + LISTEN + ", locations { \"/\" { return = 204 } } }";

    /** The problems of a whole file, each as its line. */
    static List<String> problems(String text) {
        try {
            read(text);
            return List.of();
        } catch (ConfigException refused) {
            return refused.problems().stream().map(Problem::toString).toList();
        }
    }

    /** The problems of what stands inside http, from line 2 on. */
    static List<String> problemsOfHttp(String text) {
        try {
            http(text);
            return List.of();
        } catch (ConfigException refused) {
            return refused.problems().stream().map(Problem::toString).toList();
        }
    }

    /** The problems of what stands inside a server that listens and answers, from line 2 on. */
    static List<String> problemsOfServer(String text) {
        return problems(
                "http { servers = [ { " + LISTEN + ", locations { \"/\" { return = 204 } }\n" + text + "\n} ] }");
    }
}
