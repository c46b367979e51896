package io.waflab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Loads the classes that the commands use, by using them: {@code scripts/waflab} runs this once to make the class-data
 * archive that later starts map into memory.
 */
@Command(name = "training", hidden = true, description = "Loads the classes of a start.")
final class TrainingCommand implements Callable<Integer> {

    /**
     * Runs beyond the help of every command, in the project's directory; each must end by itself within a few seconds and
     * leave nothing behind.
     */
    private static final List<List<String>> RUNS =
            List.of(List.of("--version"), List.of("help"), List.of("check", "-c", "conf/waflab.conf", "--effective"));

    @Override
    public Integer call() throws IOException {
        var runs = new ArrayList<>(RUNS);
        Commands.names().forEach(name -> runs.add(List.of("help", name)));
        for (var run : runs) {
            new Main(silence(), silence(), false).run(run.toArray(String[]::new));
        }
        demo();
        return Main.DONE;
    }

    /** The proxy, the client and the origin at work; a hundred times as fast as the customer's case. */
    private static void demo() throws IOException {
        var folder = Files.createTempDirectory("waflab-training");
        new Main(silence(), silence(), false)
                .run("demo", "--speed", "100", "--no-packets", "--dir", folder + "/demo", "--certs", folder + "/certs");
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static PrintWriter silence() {
        return new PrintWriter(Writer.nullWriter());
    }
}
