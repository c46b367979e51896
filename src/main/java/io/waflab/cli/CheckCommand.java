package io.waflab.cli;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.Effective;
import io.waflab.config.LabConfig;
import io.waflab.config.Location;
import io.waflab.config.NginxFile;
import io.waflab.config.Problem;
import io.waflab.proxy.TlsCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says all that is wrong with a configuration, or every value in force. Exits 0, 1 for problems, 2 when unreadable. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Says all problems of a configuration, or every value in force and where it was set.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the configuration is fine", "1:it has problems", "2:it cannot be read"})
final class CheckCommand implements Callable<Integer> {

    @Option(
            names = {"-c", "--conf"},
            paramLabel = "FILE",
            description = "The configuration (default: conf/waflab.conf here, or else in waflab's own folder).")
    private Path file;

    @Option(names = "--effective", description = "Print every value in force and where it was set.")
    private boolean effective;

    @Option(
            names = "--profile",
            paramLabel = "NAME|FILE",
            description = "For an nginx.conf: what holds where it says nothing, a name of conf/profiles or a file"
                    + " (default: " + NginxFile.PROFILE + ").")
    private String profile;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "Replaces a value everywhere in the file.")
    private List<String> sets = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var err = spec.commandLine().getErr();
        if (file == null) {
            file = DefaultConf.file();
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            err.println(named(file) + ": cannot be read: "
                    + (Files.isDirectory(file)
                            ? "it is a folder"
                            : Files.exists(file) ? "permission denied" : "no such file")
                    + " (name the configuration with -c FILE)");
            return 2;
        }
        LabConfig config;
        List<Problem> notes;
        try {
            config = ConfigReader.read(file, Optional.ofNullable(profile), sets);
            notes = TlsCheck.read(config);
        } catch (ConfigException refused) {
            refused.problems().stream()
                    .map(Problem::toString)
                    .map(Complaint::printable)
                    .forEach(err::println);
            err.println(named(file) + ": " + count(refused.problems().size(), "problem"));
            return 1;
        }
        if (effective) {
            out.print(Effective.of(config));
        }
        Stream.concat(config.notes().stream(), notes.stream())
                .map(Problem::toString)
                .map("note: "::concat)
                .map(Complaint::printable)
                .forEach(out::println);
        out.println(named(file) + ": configuration is fine ("
                + count(config.servers().size() + config.stream().servers().size(), "server") + ", "
                + count(
                        config.servers().stream()
                                .mapToInt(server -> locations(server.locations()))
                                .sum(),
                        "location")
                + ")");
        return 0;
    }

    private static String named(Path file) {
        return Complaint.printable(file.toString());
    }

    private static int locations(List<Location> locations) {
        return locations.size()
                + locations.stream()
                        .mapToInt(location -> locations(location.locations()))
                        .sum();
    }

    private static String count(int number, String word) {
        return number + " " + word + (number == 1 ? "" : "s");
    }
}
