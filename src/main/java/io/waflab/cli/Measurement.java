package io.waflab.cli;

import io.waflab.reproduce.ClientOptions;
import io.waflab.reproduce.Measure;
import io.waflab.reproduce.MeasureOptions;
import io.waflab.reproduce.MeasuredProfile;
import io.waflab.reproduce.MeasuredServer;
import io.waflab.reproduce.ServerMeasurement;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Option;

/** What {@code waflab client} takes to measure a server and not to play a script. */
final class Measurement {

    private static final String ALL = "all";

    @Option(
            names = "--measure",
            arity = "0..1",
            fallbackValue = ALL,
            split = ",",
            paramLabel = "WHAT",
            description =
                    "Measure the server: idle,silent,header,body,requests,close,h2 (default: all of them), on up to "
                            + "--connections at once; --limit is for all of it.")
    private List<String> measures = List.of();

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "16",
            description = "With --measure: connections open at once, 1 to 64 (default: 16).")
    private int connections;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "1200",
            description = "With --measure: requests on the connection that counts them, at most (default: 1200).")
    private int requests;

    @Option(
            names = "--save-profile",
            paramLabel = "FILE",
            description = "Measure, and write what was found as a profile for waflab run --profile FILE.")
    private Path profile;

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
                .withConnections(connections)
                .withRequests(requests);
        long start = System.nanoTime();
        var measurement = new ServerMeasurement(options, line -> {
            err.println(String.format(
                    Locale.ROOT, "%7.1f s  %s", (System.nanoTime() - start) / 1e9, Complaint.printable(line)));
            err.flush();
        });
        err.println("measuring " + client.host() + ":" + client.port() + " for up to " + DemoProxy.text(limit) + ", "
                + connections + " connections at once; Ctrl-C tells what is known by then");
        err.flush();
        var finished = new CountDownLatch(1);
        try {
            SignalHook.install(measurement::stop, finished);
            tell(measurement.run(), json, out);
            return Main.DONE;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Main.NO;
        } finally {
            finished.countDown();
        }
    }

    private void tell(MeasuredServer server, boolean json, PrintWriter out) throws IOException {
        if (json) {
            MeasureReport.json(out, server);
        } else {
            MeasureReport.text(out, server);
        }
        if (profile == null) {
            return;
        }
        Files.writeString(profile, MeasuredProfile.of(server));
        if (!json) {
            out.println("  " + profile + ": waflab run --profile " + profile + " --upstream URL imitates it");
            out.flush();
        }
    }
}
