package io.waflab.cli;

import io.waflab.report.Language;
import io.waflab.report.Sentences;
import io.waflab.reproduce.ClientOptions;
import io.waflab.reproduce.Measure;
import io.waflab.reproduce.MeasureOptions;
import io.waflab.reproduce.Measured;
import io.waflab.reproduce.MeasuredProfile;
import io.waflab.reproduce.MeasuredServer;
import io.waflab.reproduce.ServerMeasurement;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What {@code waflab client} takes to measure a server and not to play a script. */
final class Measurement {

    private static final String ALL = "all";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--measure",
            arity = "0..1",
            fallbackValue = ALL,
            split = ",",
            paramLabel = "WHAT",
            description = "Measure the server: idle,silent,header,body,requests,close,h2,age,send,linger,lingering"
                    + " (default: all of them), on up to "
                    + "--connections at once; --limit is for all of it.")
    private List<String> measures = List.of();

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "32",
            description = "With --measure: connections open at once, 1 to 64 (default: 32).")
    private int connections;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "1200",
            description = "With --measure: requests on the connection that counts them, at most (default: 1200).")
    private int requests;

    @Option(
            names = "--large",
            paramLabel = "TARGET",
            description = "With --measure: an answer of 6 MiB or more, for send (default: that of --path).")
    private String large;

    @Option(
            names = "--save-profile",
            paramLabel = "FILE",
            description = "Measure, and write what was found as a profile for waflab run --profile FILE.")
    private Path profile;

    @Option(names = "--lang", paramLabel = "en|zh", description = "With --measure: en or zh (default: en).")
    private Language language = Language.EN;

    boolean wanted() {
        return !measures.isEmpty() || profile != null;
    }

    /**
     * @param path what is asked for
     * @param limit of all
     * @throws IllegalArgumentException for what cannot be measured, or bounds out of range
     * @throws IOException when the server cannot be reached, or the profile not written
     */
    int run(ClientOptions client, String path, Duration limit, boolean json, PrintWriter out, PrintWriter err)
            throws IOException {
        var options = MeasureOptions.of(client, Measure.of(measures), path, limit)
                .withLarge(large == null ? path : large)
                .withConnections(connections)
                .withRequests(requests);
        // A measurement takes minutes, and would be lost behind them.
        OutputFile.check(command.commandLine(), "--save-profile", profile);
        var sentences = Sentences.in(language);
        long start = System.nanoTime();
        var measurement = new ServerMeasurement(options, line -> {
            err.println(
                    String.format(Locale.ROOT, "%7.1f s  %s", (System.nanoTime() - start) / 1e9, sentences.text(line)));
            err.flush();
        });
        err.println(sentences.text("measure.begins", client.host() + ":" + client.port(), limit, connections));
        err.flush();
        var job = Job.begin(measurement::stop);
        try {
            var server = measurement.run();
            tell(server, json, out);
            if (job.isInterrupted()) {
                err.println(early(options, server, sentences));
                err.flush();
            }
            return Main.DONE;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Main.INTERRUPTED;
        } finally {
            job.over();
        }
    }

    /** What Ctrl-C left out. */
    private static String early(MeasureOptions options, MeasuredServer server, Sentences sentences) {
        var found = server.measures().stream().map(Measured::what).toList();
        var missing = options.measures().stream()
                .filter(measure -> !found.contains(measure))
                .sorted()
                .map(measure -> sentences.text(measure.title()))
                .toList();
        return missing.isEmpty()
                ? sentences.text("measure.cut")
                : sentences.text("measure.stopped", String.join(", ", missing));
    }

    private void tell(MeasuredServer server, boolean json, PrintWriter out) throws IOException {
        var sentences = Sentences.in(language);
        if (json) {
            MeasureReport.json(out, server, sentences);
        } else {
            MeasureReport.text(out, server, sentences);
        }
        if (profile == null) {
            return;
        }
        OutputFile.write("--save-profile", profile, MeasuredProfile.of(server));
        if (!json) {
            out.println("  " + sentences.text("measure.profile", profile.toString()));
            out.flush();
        }
    }
}
