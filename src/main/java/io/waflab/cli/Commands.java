package io.waflab.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The table of commands: adding one is adding a line. The help lists them in this order, by group. */
final class Commands {

    static final String LAB = "The lab";
    static final String PARTS = "Its parts, by hand";

    static final String KNOWLEDGE = "What is known";

    /** Not in the help. */
    static final String HIDDEN = "";

    /**
     * One command.
     *
     * @param group the heading it stands under in the help
     * @param name as typed
     * @param make makes the picocli command, a {@code Callable<Integer>} whose result is the exit code; its
     *     description's first line is the help's line
     */
    record Entry(String group, String name, Supplier<Object> make) {}

    /** Lambdas, not method references: those would load every command's class with this table. */
    static final List<Entry> ALL = List.of(
            new Entry(LAB, "demo", () -> new DemoCommand()),
            new Entry(LAB, "diagnose", () -> new DiagnoseCommand()),
            new Entry(LAB, "reproduce", () -> new ReproduceCommand()),
            new Entry(LAB, "tune", () -> new TuneCommand()),
            new Entry(LAB, "run", () -> new RunCommand()),
            new Entry(LAB, "check", () -> new CheckCommand()),
            new Entry(LAB, "nginx", () -> new NginxCommand()),
            new Entry(LAB, "convert", () -> new ConvertCommand()),
            new Entry(PARTS, "client", () -> new ClientCommand()),
            new Entry(PARTS, "origin", () -> new OriginCommand()),
            new Entry(PARTS, "certs", () -> new CertsCommand()),
            new Entry(KNOWLEDGE, "profiles", () -> new ProfilesCommand()),
            new Entry(KNOWLEDGE, "explain", () -> new ExplainCommand()),
            new Entry(HIDDEN, "measure", () -> new MeasureCommand()),
            new Entry(HIDDEN, "training", () -> new TrainingCommand()));

    private Commands() {}

    static Optional<Entry> find(String name) {
        return ALL.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    /** What a user may type. */
    static List<String> names() {
        return ALL.stream()
                .filter(entry -> !entry.group().equals(HIDDEN))
                .map(Entry::name)
                .toList();
    }
}
