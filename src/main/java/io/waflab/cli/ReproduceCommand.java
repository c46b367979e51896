package io.waflab.cli;

import io.waflab.capture.CaptureException;
import io.waflab.capture.CaptureReading;
import io.waflab.config.ConfigException;
import io.waflab.config.NginxFile;
import io.waflab.diagnose.Diagnosis;
import io.waflab.diagnose.Summary;
import io.waflab.report.Language;
import io.waflab.reproduce.LabScenarioFile;
import io.waflab.reproduce.LabScenarioText;
import io.waflab.reproduce.ScenarioMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code waflab reproduce}: a customer's disconnect, made again in the lab and compared with the capture. */
@Command(
        name = "reproduce",
        description = {
            "Makes the disconnect of a capture happen again in the lab, and compares the two.",
            "",
            "Out of a connection of FILE it makes a scenario, plays it over real sockets through the real proxy,"
                    + " records that, diagnoses the recording, and says what agrees and what does not.",
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:reproduced",
            "1:not reproduced",
            "2:no capture, no scenario, or one that the lab cannot play",
            "130:interrupted by Ctrl-C; what was recorded stays"
        })
final class ReproduceCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The capture; - for standard input.")
    private Path capture;

    @Option(
            names = "--scenario",
            paramLabel = "FILE",
            description = "Play this scenario, and not one made of a capture.")
    private Path scenario;

    @Option(
            names = "--conn",
            paramLabel = "N",
            description = "The connection of this number; default: the one most worth it.")
    private Integer number;

    @Option(names = "--dry-run", description = "Only show the scenario.")
    private boolean dryRun;

    @Option(names = "--save", paramLabel = "FILE", description = "Write the scenario there, to be edited and played.")
    private Path save;

    @Option(
            names = "--speed",
            paramLabel = "N",
            description =
                    "What every pause and timer is divided by, 1 to 100; default: so that it takes 10 s, at most 20.")
    private String speed;

    @Option(
            names = {"-c", "--conf"},
            paramLabel = "FILE",
            description =
                    "The proxy's configuration, as the customer's nginx.conf: its timers, not those of the diagnosis."
                            + " Where it says nothing, " + NginxFile.PROFILE + " of conf/profiles holds.")
    private Path conf;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "waflab-reproduce",
            description = "Where scenario, report, packets and secrets go (default: waflab-reproduce).")
    private Path folder;

    @Option(names = "--format", paramLabel = "text|json|html", defaultValue = "text", description = "Default: text.")
    private DiagnoseCommand.Format format;

    @Option(names = "--lang", paramLabel = "en|zh", defaultValue = "en", description = "Default: en.")
    private Language language;

    @Option(
            names = "--kernel",
            description =
                    "A silent path is made by the kernel: root and iptables. Default: by a relay, without either.")
    private boolean kernel;

    @Mixin
    private LabParts lab = new LabParts();

    @Override
    public Integer call() throws ConfigException, IOException {
        if ((capture == null) == (scenario == null)) {
            throw new ParameterException(spec.commandLine(), "expected a capture, or --scenario FILE");
        }
        if (scenario != null && number != null) {
            throw new ParameterException(
                    spec.commandLine(), "--conn is for a capture: a scenario is of one connection");
        }
        OutputFile.check(spec.commandLine(), "--save", save);
        try {
            var task = scenario == null ? ofCapture() : ofFile();
            var text = LabScenarioText.of(task.scenario(), task.notes());
            if (save != null) {
                OutputFile.write("--save", save, text);
            }
            if (dryRun) {
                spec.commandLine().getOut().print(text);
                return Main.DONE;
            }
            OutputFile.makeFolder(spec.commandLine(), "--dir", folder);
            for (var name : ReproduceRun.RESULTS) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.writeString(folder.resolve("scenario.conf"), text);
            var options =
                    new ReproduceRun.Options(folder, lab.certs.certificates, lab.packets, kernel, format, language);
            return new ReproduceRun(
                            options,
                            spec.commandLine().getOut(),
                            spec.commandLine().getErr())
                    .run(task);
        } catch (IllegalArgumentException unusable) {
            new Complaint(spec.commandLine().getErr(), false).say(unusable.getMessage());
            return Main.REFUSED;
        } catch (CaptureException unreadable) {
            new Complaint(spec.commandLine().getErr(), false).say(unreadable.getMessage());
            return Main.REFUSED;
        }
    }

    private Optional<Double> speed() {
        try {
            return Optional.ofNullable(speed).map(LabScenarioFile::speed);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), "--speed: " + wrong.getMessage());
        }
    }

    private ReproduceRun.Task ofFile() throws ConfigException {
        var read = LabScenarioFile.readToPlay(scenario);
        var faster = speed().map(read::withSpeed).orElse(read);
        return new ReproduceRun.Task(
                scenario.toString(),
                conf == null ? faster : faster.withConf(conf),
                Map.of("", "From " + scenario + "."),
                Optional.empty());
    }

    private ReproduceRun.Task ofCapture() throws CaptureException {
        var wanted = wanted();
        var made = ScenarioMaker.of(wanted, capture.toString(), speed());
        return new ReproduceRun.Task(
                capture + ", #" + wanted.story().number(),
                conf == null ? made.scenario() : made.scenario().withConf(conf),
                conf == null ? made.notes() : besideConf(made.notes()),
                Optional.of(wanted));
    }

    /** The made profile is not the one that a configuration gets. */
    private static Map<String, String> besideConf(Map<String, String> made) {
        var notes = new HashMap<>(made);
        notes.put("proxy.profile", "what holds where conf says nothing");
        return notes;
    }

    /** The connection that was asked for, or the one that a summary would open first. */
    private Diagnosis wanted() throws CaptureException {
        var summary = new Summary();
        var found = new Diagnosis[1];
        try (var progress = new ReadingProgress(spec.commandLine().getErr(), Terminal.isThere())) {
            var read = CaptureReading.read(
                    capture,
                    story -> {
                        if (number == null || story.number() == number) {
                            var diagnosis = Diagnosis.of(story);
                            summary.add(diagnosis);
                            found[0] = diagnosis;
                        }
                    },
                    progress);
            read.problem().ifPresent(new Complaint(spec.commandLine().getErr(), false)::say);
        }
        if (found[0] == null) {
            throw new IllegalArgumentException(
                    capture + ": " + (number == null ? "no connection in it" : "no connection #" + number + " in it"));
        }
        return summary.worthOpening().stream().findFirst().orElse(found[0]);
    }
}
