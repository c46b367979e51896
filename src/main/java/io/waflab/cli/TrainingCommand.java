package io.waflab.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
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
    private static final List<List<String>> RUNS = List.of(List.of("--version"), List.of("help"));

    @Override
    public Integer call() {
        var runs = new ArrayList<>(RUNS);
        Commands.names().forEach(name -> runs.add(List.of("help", name)));
        for (var run : runs) {
            new Main(silence(), silence(), false).run(run.toArray(String[]::new));
        }
        return Main.DONE;
    }

    private static PrintWriter silence() {
        return new PrintWriter(Writer.nullWriter());
    }
}
