package io.waflab.cli;

import io.waflab.config.ConfigException;
import io.waflab.diagnose.Diagnosis;
import io.waflab.diagnose.Sentence;
import io.waflab.report.Language;
import io.waflab.report.Reproduction;
import io.waflab.report.ReproductionHtml;
import io.waflab.report.ReproductionJson;
import io.waflab.report.ReproductionText;
import io.waflab.report.Sentences;
import io.waflab.report.Style;
import io.waflab.reproduce.LabScenario;
import io.waflab.reproduce.PathDeed;
import io.waflab.reproduce.ScenarioRun;
import io.waflab.reproduce.ScenarioVerdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One reproduction: played, compared, and written down. */
final class ReproduceRun {

    /** Its files in the folder, besides the scenario: gone before it begins, as they would pass for this run's. */
    static final List<String> RESULTS = List.of("lab.pcap", "lab.keys", "report.txt", "report.html");

    /**
     * How.
     *
     * @param folder of its files, there already
     */
    record Options(
            Path folder,
            Path certificates,
            boolean packets,
            boolean kernel,
            DiagnoseCommand.Format format,
            Language language) {

        Path file(String name) {
            return folder.resolve(name);
        }
    }

    /**
     * What.
     *
     * @param title the capture's or the scenario's name
     * @param notes where the scenario's values are from
     * @param wanted the capture's connection; empty for a scenario alone
     */
    record Task(String title, LabScenario scenario, Map<String, String> notes, Optional<Diagnosis> wanted) {}

    private final Options options;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Sentences sentences;

    ReproduceRun(Options options, PrintWriter out, PrintWriter err) {
        this.options = options;
        this.out = out;
        this.err = err;
        sentences = Sentences.in(options.language());
    }

    /** @return the exit code */
    int run(Task task) throws ConfigException, IOException {
        var place = new ScenarioRun.Place(
                options.file("lab.pcap"),
                options.file("lab.keys"),
                options.certificates(),
                options.packets(),
                options.kernel());
        var started = new CompletableFuture<ScenarioRun>();
        var job = Job.begin(() -> started.thenAccept(ScenarioRun::interrupt));
        try (var run = ScenarioRun.start(task.scenario(), place)) {
            started.complete(run);
            var played = play(run, task.scenario());
            var reproduction = ScenarioVerdict.of(
                            task.title(), task.scenario(), task.wanted(), played, options.kernel())
                    .withNotes(notes(run, task.scenario(), played));
            write(reproduction);
            return reproduction.reproduced() ? Main.DONE : Main.NO;
        } catch (InterruptedException interrupted) {
            new Complaint(err, false).say(interrupted.getMessage());
            return Main.INTERRUPTED;
        } catch (IllegalStateException ending) {
            // A JVM that is ending takes no more hooks, as the recorder's.
            if (!job.isInterrupted()) {
                throw ending;
            }
            new Complaint(err, false).say("interrupted before anything was played");
            return Main.INTERRUPTED;
        } finally {
            job.over();
        }
    }

    private ScenarioRun.Played play(ScenarioRun run, LabScenario scenario) throws IOException, InterruptedException {
        var interrupted = new InterruptedException[1];
        var played = new Waiting(err, Terminal.isThere()).during(scenario.length(), () -> {
            try {
                return run.play();
            } catch (InterruptedException early) {
                interrupted[0] = early;
                return null;
            }
        });
        if (interrupted[0] != null) {
            throw interrupted[0];
        }
        return played;
    }

    private List<Sentence> notes(ScenarioRun run, LabScenario scenario, ScenarioRun.Played played) {
        var notes = new ArrayList<Sentence>();
        notes.add(
                scenario.speed() == 1
                        ? Sentence.of("reproduction.life")
                        : Sentence.of(
                                "reproduction.speed",
                                scenario.speed(),
                                played.playing().lateness(),
                                played.playing().resolution()));
        run.engine().ifPresent(notes::add);
        if (options.kernel() && scenario.path().kind() != PathDeed.Kind.FORGET) {
            notes.add(Sentence.of("reproduction.kernel.idle"));
        }
        notes.add(
                played.packets()
                        ? Sentence.of(
                                "reproduction.packets", run.recordingTool().orElse("-"))
                        : options.packets()
                                ? Sentence.of("reproduction.sockets", played.notPackets())
                                : Sentence.of("reproduction.sockets.unasked"));
        kept("scenario.conf", notes);
        kept("lab.pcap", notes);
        kept("lab.keys", notes);
        kept("report.html", notes);
        if (played.packets() && played.keyLog().isPresent()) {
            notes.add(Sentence.of(
                    "reproduction.open",
                    "wireshark -o " + DemoReport.shell("tls.keylog_file:" + options.file("lab.keys")) + " "
                            + DemoReport.shell(options.file("lab.pcap").toString())));
        }
        return notes;
    }

    private void kept(String name, List<Sentence> notes) {
        if (name.startsWith("report") || Files.exists(options.file(name))) {
            notes.add(Sentence.of("reproduction.kept", name, options.file(name).toString()));
        }
    }

    private void write(Reproduction reproduction) throws IOException {
        var html = ReproductionHtml.page(reproduction, sentences);
        Files.writeString(options.file("report.html"), html);
        Files.writeString(options.file("report.txt"), ReproductionText.of(reproduction, sentences, Style.FILE));
        out.print(
                switch (options.format()) {
                    case TEXT -> ReproductionText.of(reproduction, sentences, Terminal.style());
                    case JSON -> ReproductionJson.of(reproduction, sentences);
                    case HTML -> html;
                });
        out.flush();
    }
}
