package io.waflab.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.waflab.config.ConfigException;
import io.waflab.diagnose.Grid;
import io.waflab.diagnose.Grid.Axis;
import io.waflab.diagnose.Sentence;
import io.waflab.diagnose.TuneAdvice;
import io.waflab.report.GridReport;
import io.waflab.report.Language;
import io.waflab.report.Sentences;
import io.waflab.reproduce.LabClock;
import io.waflab.reproduce.Request;
import io.waflab.reproduce.TuneAxes;
import io.waflab.reproduce.TuneOptions;
import io.waflab.reproduce.TuneRun;
import io.waflab.reproduce.TuneScenario;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code waflab tune}: which idle time and which timer go together. */
@Command(
        name = "tune",
        description = "Counts how many requests race with the server's close, for each of several settings.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:counted",
            "1:nothing could be counted: all requests failed",
            "2:wrong usage, or a scenario or configuration that cannot be used",
            "130:interrupted by Ctrl-C, and told what was counted by then"
        })
final class TuneCommand implements Callable<Integer> {

    enum Format {
        TEXT,
        JSON
    }

    private static final double USUAL = 0.95;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "SCENARIO",
            description =
                    "A file as waflab reproduce --save writes it: its profile, directives or conf, TLS, origin, first "
                            + "request with its body, longest pause (default: two requests for /ok).")
    private Path scenario;

    @Option(
            names = "--vary",
            paramLabel = "NAME=VALUE,VALUE",
            description = "client.idle (the pause between two requests) or a timer of the proxy, as in "
                    + "keepalive_timeout=60s,120s; twice for a plane.")
    private List<String> varied = List.of();

    @Option(
            names = "--requests-per-minute",
            paramLabel = "N,N",
            defaultValue = "",
            description = "In place of client.idle: requests that come by chance, so many a minute (Poisson).")
    private String rates;

    @Option(
            names = "--idle",
            paramLabel = "TIME",
            description = "The pause where it is not varied (default: the scenario's longest, else 121s).")
    private String idle;

    @Option(
            names = "--trials",
            paramLabel = "N",
            defaultValue = "20",
            description = "Requests for each cell (default: 20).")
    private int trials;

    @Option(
            names = "--speed",
            paramLabel = "N",
            defaultValue = "20",
            description = "What all times are divided by (default: 20).")
    private double speed;

    @Option(
            names = "--rtt",
            paramLabel = "TIME",
            defaultValue = "0",
            description = "Round-trip time between client and proxy, divided by the speed too (default: none).")
    private String rtt;

    @Option(names = "--stale-check", description = "The client looks at a kept connection before it uses it again.")
    private boolean staleCheck;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "256",
            description = "Connections at once, 1 to 1000 (default: 256).")
    private int connections;

    @Option(names = "--seed", paramLabel = "N", description = "Of the arrivals by chance (default: 1).")
    private Long seed;

    @Option(
            names = "--path",
            paramLabel = "TARGET",
            description = "A GET for this in place of the scenario's first request (default: that, else /ok).")
    private String path;

    @Option(
            names = "--profile",
            paramLabel = "NAME|FILE",
            description = "The proxy's: a name of conf/profiles or a measured file (default: aliyun-waf-3).")
    private String profile;

    @Option(
            names = {"-c", "--conf"},
            paramLabel = "FILE",
            description = "The proxy's configuration, as the customer's nginx.conf, in place of a profile.")
    private Path conf;

    @Option(names = "--set", paramLabel = "DIRECTIVE=VALUE", description = "For the proxy, in all cells. Repeatable.")
    private List<String> sets = List.of();

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json (default: text).")
    private Format format = Format.TEXT;

    @Option(names = "--html", paramLabel = "FILE", description = "Also writes the map as an HTML file.")
    private Path html;

    @Option(names = "--lang", paramLabel = "LANG", description = "en or zh (default: en).")
    private Language language = Language.EN;

    @Mixin
    private LabFolder certs = new LabFolder();

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        var options = options();
        OutputFile.check(spec.commandLine(), "--html", html);
        var err = spec.commandLine().getErr();
        var run = new TuneRun(options, (done, all) -> progress(err, done, all));
        err.println("waflab: " + run.trials() + " requests at speed " + number(speed) + ", up to " + connections
                + " at once; Ctrl-C tells what was counted by then");
        err.flush();
        var job = Job.begin(run::stop);
        try {
            var grid = run.play();
            tell(run, grid);
            return grid.total().decided() == 0 ? Main.NO : Main.DONE;
        } finally {
            job.over();
        }
    }

    private TuneOptions options() throws ConfigException {
        var part = scenario == null ? TuneScenario.DEFAULT : TuneScenario.read(scenario);
        var directives = new ArrayList<>(part.directives());
        directives.addAll(sets);
        try {
            var axes = TuneAxes.of(varied, rates);
            refuseUseless(axes);
            return new TuneOptions(
                    axes,
                    idle == null ? part.idle() : LabClock.parse(idle),
                    trials,
                    speed,
                    LabClock.parse(rtt),
                    staleCheck,
                    connections,
                    seed == null ? 1 : seed,
                    path == null ? part.request() : Request.get(path),
                    part.routes(),
                    Optional.ofNullable(profile).or(part::profile),
                    directives,
                    certs.certificates,
                    conf == null ? part.conf() : Optional.of(conf),
                    part.tls());
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(spec.commandLine(), refused.getMessage(), refused);
        }
    }

    /** What would do nothing is a mistake. @throws IllegalArgumentException in one line */
    private void refuseUseless(List<Axis> axes) {
        axes.stream().filter(axis -> axis.isClients() && idle != null).forEach(axis -> {
            throw new IllegalArgumentException(
                    "--idle does nothing where " + axis.name() + " is varied (expected one of the two)");
        });
        if (seed != null && rates.isEmpty()) {
            throw new IllegalArgumentException(
                    "--seed does nothing where nothing comes by chance (expected --requests-per-minute with it)");
        }
    }

    /** A line for the warm-up and at every tenth. */
    private static void progress(PrintWriter err, int done, int all) {
        if (done == 0) {
            err.println("  warming up");
            err.flush();
        } else if (done * 10 / all > (done - 1) * 10 / all) {
            err.println("  " + done + " of " + all);
            err.flush();
        }
    }

    private void tell(TuneRun run, Grid grid) throws IOException {
        var report = new GridReport(grid, facts(run, grid));
        var sentences = Sentences.in(language);
        var out = spec.commandLine().getOut();
        if (format == Format.JSON) {
            json(out, run, grid, sentences);
        } else {
            out.print(report.text(sentences, Terminal.style()));
        }
        if (html != null) {
            OutputFile.write("--html", html, report.html(sentences));
        }
        out.flush();
    }

    private List<Sentence> facts(TuneRun run, Grid grid) {
        var facts = new ArrayList<Sentence>();
        int cells = grid.rows().values().size() * grid.columns().values().size();
        facts.add(Sentence.of("tune.facts", run.trials(), cells, trials, speed));
        facts.add(Sentence.of(staleCheck ? "tune.looks" : "tune.blind"));
        if (!LabClock.parse(rtt).isZero()) {
            facts.add(Sentence.of("tune.rtt", LabClock.parse(rtt)));
        }
        if (grid.total().decided() > 0) {
            facts.add(Sentence.of("tune.late", duration(run.lateSeconds(USUAL)), duration(run.lateSeconds(1))));
        }
        if (run.done() < run.trials()) {
            facts.add(Sentence.of("tune.stopped", run.done(), run.trials()));
        }
        return facts;
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private void json(PrintWriter out, TuneRun run, Grid grid, Sentences sentences) throws IOException {
        var json = new JsonFactory().createGenerator(out);
        json.setPrettyPrinter(new DefaultPrettyPrinter());
        json.writeStartObject();
        json.writeNumberField("speed", speed);
        json.writeNumberField("requests", run.trials());
        json.writeNumberField("counted", run.done());
        json.writeNumberField("late_seconds_p95", run.lateSeconds(USUAL));
        json.writeNumberField("late_seconds_most", run.lateSeconds(1));
        json.writeStringField("rows", grid.rows().name());
        json.writeStringField("columns", grid.columns().name());
        json.writeArrayFieldStart("cells");
        for (int row = 0; row < grid.rows().values().size(); row++) {
            for (int column = 0; column < grid.columns().values().size(); column++) {
                cell(json, grid, row, column);
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("advice");
        for (var sentence : TuneAdvice.of(grid)) {
            json.writeString(sentences.text(sentence));
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw("\n");
        json.flush();
    }

    private static void cell(JsonGenerator json, Grid grid, int row, int column) throws IOException {
        var cell = grid.cell(row, column);
        json.writeStartObject();
        json.writeNumberField("row", grid.rows().values().get(row));
        json.writeNumberField("column", grid.columns().values().get(column));
        json.writeNumberField("answered", cell.answered());
        json.writeNumberField("renewed", cell.renewed());
        json.writeNumberField("raced", cell.raced());
        json.writeNumberField("failed", cell.failed());
        json.writeNumberField("low", cell.interval().low());
        json.writeNumberField("high", cell.interval().high());
        json.writeEndObject();
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf(Math.round(value)) : String.valueOf(value);
    }
}
