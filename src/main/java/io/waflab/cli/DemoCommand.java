package io.waflab.cli;

import io.waflab.config.ConfigException;
import io.waflab.report.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code waflab demo}: a disconnect, made, measured and explained on this machine. */
@Command(
        name = "demo",
        description = "Makes a disconnect happen between a real client and a real origin, and tells what it is.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:as the story says",
            "1:something measured does not agree with the story",
            "2:wrong usage, or a part that cannot be started",
            "130:interrupted by Ctrl-C; no file is left"
        })
final class DemoCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            defaultValue = "idle",
            paramLabel = "STORY",
            description = "idle (default: the customer's case), read-timeout, websocket, race")
    private String story;

    @Option(
            names = "--speed",
            paramLabel = "N",
            defaultValue = "10",
            description = "What every timer is divided by, 1 to 100 (default: 10). 1 takes the real 135 s.")
    private double speed;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "waflab-demo",
            description = "Where report, packets and secrets go (default: waflab-demo). Files there are overwritten.")
    private Path folder;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "Who speaks TLS: openssl, bctls, jdk, auto (default).")
    private String engine;

    @Mixin
    private LabParts lab = new LabParts();

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        return run(options());
    }

    private DemoOptions options() {
        if (!(speed >= 1 && speed <= 100)) {
            throw new ParameterException(spec.commandLine(), "--speed " + speed + " (expected: 1 to 100)");
        }
        try {
            var chosen = DemoStory.named(story);
            OutputFile.makeFolder(spec.commandLine(), "--dir", folder);
            return new DemoOptions(chosen, speed, folder, engine, lab.certs.certificates);
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(spec.commandLine(), story + ": " + unknown.getMessage(), unknown);
        }
    }

    private int run(DemoOptions options) throws ConfigException, IOException, InterruptedException {
        var job = Job.ofThisThread();
        try {
            options.deleteFiles();
            return play(options);
        } catch (ConfigException | IOException | InterruptedException | IllegalStateException early) {
            // A JVM that is ending takes no more hooks, as the recorder's.
            if (!job.isInterrupted()) {
                throw early;
            }
            options.deleteFiles();
            new Complaint(spec.commandLine().getErr(), false).say("interrupted: nothing was measured, no file is left");
            return Main.INTERRUPTED;
        } finally {
            job.over();
        }
    }

    private int play(DemoOptions options) throws ConfigException, IOException, InterruptedException {
        var out = spec.commandLine().getOut();
        try (var run = DemoRun.start(options, lab.packets)) {
            var heading = DemoReport.heading(options, run);
            out.println(heading);
            out.flush();
            var result = run.play(new Waiting(out, Terminal.isThere()));
            Files.writeString(
                    options.file("txt"),
                    heading + "\n" + DemoReport.body(options, result, Style.FILE) + "\n"
                            + DemoReport.files(options, result));
            out.println(DemoReport.body(options, result, Terminal.style()));
            out.print(DemoReport.files(options, result));
            out.flush();
            return verdict(result);
        }
    }

    private int verdict(DemoResult result) {
        result.refuted()
                .ifPresent(claim -> spec.commandLine()
                        .getErr()
                        .println("waflab: not as claimed: " + claim.says() + " measured: " + claim.measured() + "; "
                                + claim.reference() + ": " + claim.expected()));
        return result.refuted().isPresent() ? Main.NO : Main.DONE;
    }
}
