package io.waflab.reproduce;

import io.waflab.config.ConfigException;
import io.waflab.config.Origin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * As much of a {@link LabScenario} as can be varied: two requests with a pause between them.
 *
 * @param profile of the proxy; empty for the default
 * @param directives {@code directive=value}
 * @param routes what the origin does
 * @param path of the first request
 * @param idle the longest pause
 * @param conf the proxy's own configuration; empty for none
 * @param tls what the client offers
 */
public record TuneScenario(
        Optional<String> profile,
        List<String> directives,
        Routes routes,
        String path,
        Duration idle,
        Optional<Path> conf,
        TlsOptions tls) {

    /** The lab's race: a second request a second too late for a keepalive_timeout of 120 s. */
    public static final TuneScenario DEFAULT = new TuneScenario(
            Optional.empty(),
            List.of(),
            Routes.builtIn(),
            "/ok",
            Duration.ofSeconds(121),
            Optional.empty(),
            TlsOptions.trustingAnyone("lab.test"));

    public TuneScenario {
        directives = List.copyOf(directives);
    }

    /** @throws ConfigException for a file that is no scenario, or has something that is not played here */
    public static TuneScenario read(Path file) throws ConfigException {
        var scenario = LabScenarioFile.read(file);
        if (!scenario.proxy().tls() || !scenario.path().equals(PathDeed.PASS)) {
            throw new ConfigException(
                    new Origin(file.toString(), 0),
                    "a proxy without TLS and a path that does something are not played here (expected proxy.tls = true and"
                            + " path = pass)");
        }
        var steps = scenario.client().steps();
        if (steps.stream().anyMatch(TuneScenario::pausesElsewhere)) {
            throw new ConfigException(
                    new Origin(file.toString(), 0),
                    "a pause in the middle of a request, or in a WebSocket, is not played here (expected a connection that"
                            + " idles between two requests; waflab reproduce --scenario plays this one as it stands)");
        }
        return new TuneScenario(
                Optional.of(scenario.proxy().profile()),
                scenario.proxy().directives().entrySet().stream()
                        .map(directive -> directive.getKey() + "=" + directive.getValue())
                        .toList(),
                scenario.origin().routes(),
                steps.stream()
                        .filter(step -> step.kind() == StepKind.REQUEST)
                        .findFirst()
                        .map(step -> RequestWords.parse(step.words()).target())
                        .orElse(DEFAULT.path()),
                steps.stream()
                        .filter(step -> step.kind() == StepKind.PAUSE)
                        .map(step -> LabClock.parse(step.argument()))
                        .max(Comparator.naturalOrder())
                        .orElse(DEFAULT.idle()),
                scenario.proxy().conf(),
                scenario.client().tls());
    }

    private static boolean pausesElsewhere(Step step) {
        return step.kind() == StepKind.WEBSOCKET
                || step.kind() == StepKind.REQUEST
                        && step.words().stream().anyMatch(word -> word.startsWith("head=") || word.startsWith("sent="));
    }
}
