package io.waflab.reproduce;

import io.waflab.diagnose.Grid.Axis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be varied, and how it is played. Times are those of life.
 *
 * @param axes one or two
 * @param idle between the two requests where no axis says it
 * @param trials for each cell
 * @param speed what all times are divided by
 * @param rtt of the path between client and proxy; zero for none
 * @param staleCheck whether the client looks at a kept connection before it uses it again
 * @param connections at once
 * @param seed of the arrivals that are random
 * @param request what is asked, twice
 * @param routes what the origin does
 * @param profile of the proxy, a name or a file's path; empty for the default
 * @param sets {@code directive=value} for the proxy in all cells
 * @param certificates the folder of the lab's own
 * @param conf the proxy's own configuration, in which the sets hold everywhere; empty for the profile alone
 * @param tls what the client offers
 */
public record TuneOptions(
        List<Axis> axes,
        Duration idle,
        int trials,
        double speed,
        Duration rtt,
        boolean staleCheck,
        int connections,
        long seed,
        Request request,
        Routes routes,
        Optional<String> profile,
        List<String> sets,
        Path certificates,
        Optional<Path> conf,
        TlsOptions tls) {

    static final int MOST_CELLS = 200;
    static final int MOST_TRIALS = 100_000;

    public TuneOptions {
        axes = List.copyOf(axes);
        sets = List.copyOf(sets);
        range("trials", trials, 1, 10_000);
        range("connections", connections, 1, 1_000);
        if (!(speed >= 1 && speed <= 1_000)) {
            throw new IllegalArgumentException("speed: " + speed + " (expected: 1 to 1000)");
        }
        long cells = axes.stream().mapToLong(axis -> axis.values().size()).reduce(1, (one, other) -> one * other);
        range("cells", cells, 1, MOST_CELLS);
        range("trials in all", cells * trials, 1, MOST_TRIALS);
        if (routes.of(Target.of(request.target())).isNeverWhole()) {
            throw new IllegalArgumentException(Printable.of(request.target())
                    + ": the origin never answers it whole, so that no connection idles behind it (expected: a path that is"
                    + " answered; --path names another)");
        }
        if (Heads.connection(request.headers(), "close")) {
            throw new IllegalArgumentException(Printable.of(request.target())
                    + ": the request says Connection: close, so that no connection idles behind its answer (expected: one"
                    + " that does not; --path asks without it)");
        }
    }

    /** The Host of every request. */
    String host() {
        return tls.serverName().isEmpty() ? "lab.test" : tls.serverName();
    }

    private static void range(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }
}
