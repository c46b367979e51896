package io.waflab.reproduce;

import io.waflab.config.ConfigReader;
import io.waflab.connection.Cause;
import io.waflab.diagnose.Compared;
import io.waflab.diagnose.Comparison;
import io.waflab.diagnose.Diagnosis;
import io.waflab.diagnose.Outcome;
import io.waflab.diagnose.Sentence;
import io.waflab.report.Reproduction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether what was played is what was wanted, and in one line by what, or why not. */
public final class ScenarioVerdict {

    /** What a relay that kept something back looks like on the wire: its kernel acknowledges, and nothing ends. */
    private static final List<String> FORGOTTEN = List.of("still-open", "client-gave-up");

    /** A client's end that comes sooner than this waited for nothing. */
    private static final Duration AT_ONCE = Duration.ofMillis(300);

    private final LabScenario scenario;
    private final ScenarioRun.Played played;
    private final Optional<Comparison.Lack> lack;
    private final Outcome made;

    private ScenarioVerdict(LabScenario scenario, ScenarioRun.Played played, boolean kernel) {
        this.scenario = scenario;
        this.played = played;
        this.made = Outcome.of(played.diagnosis());
        this.lack = played.keptBack() && scenario.path().kind() == PathDeed.Kind.FORGET && !(kernel && played.packets())
                ? Optional.of(new Comparison.Lack(FORGOTTEN, Sentence.of("lack.silent")))
                : Optional.empty();
    }

    /**
     * @param title what was reproduced
     * @param wanted the connection that it was made of; empty for a scenario alone
     * @param kernel see {@link ScenarioRun.Place}
     */
    public static Reproduction of(
            String title, LabScenario scenario, Optional<Diagnosis> wanted, ScenarioRun.Played played, boolean kernel) {
        var verdict = new ScenarioVerdict(scenario, played, kernel);
        var ends = Comparison.outcomes(scenario.expect(), verdict.made, played.playing(), verdict.lack);
        var course = wanted.map(diagnosis ->
                        Comparison.courses(diagnosis.story(), played.diagnosis().story(), played.playing()))
                .orElse(List.of());
        var difference = Comparison.difference(ends);
        return new Reproduction(
                title,
                wanted,
                played.diagnosis(),
                ends,
                course,
                difference.isEmpty(),
                difference.map(verdict::not).orElseGet(verdict::reproduced),
                List.of());
    }

    private Sentence reproduced() {
        var parts = new ArrayList<Sentence>();
        scenario.proxy().conf().ifPresent(file -> parts.add(conf(file)));
        scenario.proxy().directives().entrySet().stream()
                .filter(set -> !set.getValue().equals(CauseSetup.OUT_OF_THE_WAY))
                .forEach(set -> parts.add(setting(set.getKey(), set.getValue())));
        if (!scenario.proxy().certificate().isEmpty()) {
            parts.add(Sentence.of("verdict.certificate", scenario.proxy().certificate()));
        }
        if (scenario.path().kind() != PathDeed.Kind.PASS) {
            parts.add(path(scenario.path()));
        }
        var stands = lack.filter(what -> what.instead().contains(made.cause()));
        parts.add(stands.map(what -> Sentence.of("verdict.lack", what.says())).orElseGet(this::how));
        made.client()
                .filter(parting -> stands.isEmpty())
                .ifPresent(parting -> parts.add(Sentence.of("verdict.client", word(parting.how()), parting.after())));
        return Sentence.of("verdict.reproduced", list(parts));
    }

    /** The silence before a gateway's answer was the server's, whoever closed behind it. */
    private Sentence how() {
        var alert = played.diagnosis().finding().alert();
        var how = Sentence.of("verdict.how." + made.how(), alert.isEmpty() ? "-" : alert);
        if (!made.closedBy().equals("client")) {
            return how;
        }
        return made.gap()
                .filter(gap -> !made.cause().equals(Cause.RESPONSE_TIMEOUT.id()))
                .map(gap -> gap.compareTo(AT_ONCE) < 0
                        ? Sentence.of("verdict.by.client.at-once", how)
                        : Sentence.of("verdict.by.client.after", how, gap))
                .orElse(Sentence.of("verdict.by.client", how));
    }

    private Sentence conf(Path file) {
        return ConfigReader.takesProfile(file)
                ? Sentence.of(
                        "verdict.conf.profile",
                        file.toString(),
                        scenario.proxy().profile())
                : Sentence.of("verdict.conf", file.toString());
    }

    private static Sentence path(PathDeed deed) {
        var word = deed.kind().word();
        return deed.kind().isTimed()
                ? Sentence.of("verdict.path.timed", word, deed.after())
                : Sentence.of("verdict.path", word);
    }

    private static String word(String how) {
        return how.equals("rst") ? "RST" : how.equals("fin") ? "FIN" : "close_notify + FIN";
    }

    private static Sentence setting(String name, String value) {
        try {
            return Sentence.of("verdict.setting", name, value.matches("\\d+") ? value : LabClock.parse(value));
        } catch (IllegalArgumentException noTime) {
            return Sentence.of("verdict.setting", name, value);
        }
    }

    private static Sentence list(List<Sentence> parts) {
        return parts.stream()
                .reduce((first, more) -> Sentence.of("verdict.list", first, more))
                .orElseThrow();
    }

    private Sentence not(Compared row) {
        return Sentence.of(
                "verdict.not",
                row.what(),
                row.first(),
                row.second(),
                reason(row.what().key()));
    }

    private Sentence reason(String differs) {
        var stopped = played.client().results().stream()
                .filter(result -> result.told().startsWith(ClientPlayer.STOPPED))
                .findFirst();
        return switch (differs) {
            case "compare.gap" -> Sentence.of("reason.timer");
            case "compare.closed-by" -> Sentence.of("reason.first");
            case "compare.how" -> Sentence.of("reason.style");
            case "compare.phase" -> Sentence.of("reason.phase");
            case "compare.client-how", "compare.client-after" -> Sentence.of("reason.client");
            default ->
                stopped.isPresent()
                        ? Sentence.of(
                                "reason.failed",
                                stopped.get().step().toString(),
                                stopped.get().told().substring(ClientPlayer.STOPPED.length()))
                        : Sentence.of(
                                "reason.cause", played.diagnosis().finding().sentence());
        };
    }
}
