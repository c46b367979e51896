package io.waflab.reproduce;

import io.waflab.config.ConfigException;
import io.waflab.config.Origin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * As much of a {@link LabScenario} as can be varied: two requests with a pause between them.
 *
 * @param profile of the proxy; empty for the default
 * @param directives {@code directive=value}
 * @param routes what the origin does
 * @param request the first
 * @param idle the longest pause
 * @param conf the proxy's own configuration; empty for none
 * @param tls what the client offers
 */
public record TuneScenario(
        Optional<String> profile,
        List<String> directives,
        Routes routes,
        Request request,
        Duration idle,
        Optional<Path> conf,
        TlsOptions tls) {

    /** The lab's race: a second request a second too late for a keepalive_timeout of 120 s. */
    public static final TuneScenario DEFAULT = new TuneScenario(
            Optional.empty(),
            List.of(),
            Routes.builtIn(),
            Request.get("/ok"),
            Duration.ofSeconds(121),
            Optional.empty(),
            TlsOptions.trustingAnyone("lab.test"));

    private static final Set<StepKind> PAUSING = Set.of(StepKind.WEBSOCKET, StepKind.READ, StepKind.READ_SLOWLY);

    public TuneScenario {
        directives = List.copyOf(directives);
    }

    /** @throws ConfigException for a file that is no scenario, or has something that is not played here */
    public static TuneScenario read(Path file) throws ConfigException {
        var scenario = LabScenarioFile.read(file);
        var refused = refused(scenario);
        if (refused.isPresent()) {
            throw new ConfigException(new Origin(file.toString(), 0), refused.get());
        }
        var steps = scenario.client().steps();
        return new TuneScenario(
                Optional.of(scenario.proxy().profile()),
                scenario.proxy().directives().entrySet().stream()
                        .map(directive -> directive.getKey() + "=" + directive.getValue())
                        .toList(),
                scenario.origin().routes(),
                steps.stream()
                        .filter(step -> step.kind() == StepKind.REQUEST)
                        .findFirst()
                        .map(step -> RequestWords.parse(step.words()))
                        .orElseThrow(),
                steps.stream()
                        .filter(step -> step.kind() == StepKind.PAUSE)
                        .map(step -> LabClock.parse(step.argument()))
                        .max(Comparator.naturalOrder())
                        .orElse(DEFAULT.idle()),
                scenario.proxy().conf(),
                scenario.client().tls());
    }

    /** Why no two requests with a pause between them tell of this scenario; empty where they do. */
    private static Optional<String> refused(LabScenario scenario) {
        var steps = scenario.client().steps();
        if (!scenario.proxy().tls() || !scenario.path().equals(PathDeed.PASS)) {
            return Optional.of(
                    "a proxy without TLS and a path that does something are not played here (expected proxy.tls ="
                            + " true and path = pass)");
        }
        if (!scenario.origin().listens() || !scenario.client().rejects().isEmpty()) {
            return Optional.of(
                    "an origin that does not listen and a client that rejects the certificate are not played here"
                            + " (expected origin.listens = true and no client.rejects)");
        }
        if (steps.stream().anyMatch(TuneScenario::pausesElsewhere)) {
            return Optional.of("a pause in the middle of a request or an answer, or in a WebSocket, is not played here"
                    + " (expected a connection that idles between two requests; waflab reproduce --scenario plays this one"
                    + " as it stands)");
        }
        if (steps.stream().noneMatch(step -> step.kind() == StepKind.REQUEST)) {
            return Optional.of(
                    "no request, behind whose answer a connection idles (expected a step request:TARGET; waflab reproduce"
                            + " --scenario plays this one as it stands)");
        }
        return steps.stream().anyMatch(step -> step.kind() == StepKind.HANDSHAKE)
                ? Optional.empty()
                : Optional.of("no TLS handshake, which is always made here (expected a step handshake; waflab reproduce"
                        + " --scenario plays this one as it stands)");
    }

    private static boolean pausesElsewhere(Step step) {
        return PAUSING.contains(step.kind())
                || step.kind() == StepKind.REQUEST
                        && step.words().stream().anyMatch(word -> word.startsWith("head=") || word.startsWith("sent="));
    }
}
