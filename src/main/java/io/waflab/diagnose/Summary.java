package io.waflab.diagnose;

import io.waflab.connection.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What many diagnoses have in common: causes counted, silences counted, and the few connections worth opening.
 *
 * <p>Bounded: {@value #MOST_CAUSES} ids (the rest is counted together), {@value #EXAMPLES} whole diagnoses for each.
 */
public final class Summary {

    static final int MOST_CAUSES = 64;
    static final int EXAMPLES = 2;
    /** Counts ids beyond the bound. */
    static final String OTHERS = "...";

    /**
     * The middles of the histogram's bins in seconds: the values that timers are set to. Each bin reaches half way to its
     * neighbours, so that a timer's silences fall into one bin, though they are a little shorter or longer.
     */
    private static final double[] MIDDLES = {
        0.5, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 65, 75, 90, 100, 120, 150, 180, 210, 240, 300,
        350, 400, 500, 600, 900, 1200, 1800, 3600, 7200
    };

    /**
     * How many connections ended for a cause.
     *
     * @param id as {@link Finding#id}
     */
    public record Count(String id, long connections) {}

    /**
     * Silences of about the same length before connections' ends.
     *
     * @param middle the round value that they are near
     * @param connections how many, at least 1
     * @param least the shortest of them
     * @param most the longest of them
     */
    public record Bin(Duration middle, long connections, Duration least, Duration most) {}

    private static final class Kind {
        private final List<Diagnosis> examples = new ArrayList<>();
        private long connections;
    }

    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private final Bin[] bins = new Bin[MIDDLES.length];
    private long connections;

    public void add(Diagnosis diagnosis) {
        connections++;
        var finding = diagnosis.finding();
        var id = kinds.containsKey(finding.id()) || kinds.size() < MOST_CAUSES ? finding.id() : OTHERS;
        var kind = kinds.computeIfAbsent(id, fresh -> new Kind());
        kind.connections++;
        keep(kind.examples, diagnosis);
        finding.gap().ifPresent(this::count);
    }

    /** The surest ones; among equals those that came first. */
    private static void keep(List<Diagnosis> examples, Diagnosis fresh) {
        examples.add(fresh);
        examples.sort(
                Comparator.comparingDouble((Diagnosis one) -> one.finding().confidence())
                        .reversed());
        if (examples.size() > EXAMPLES) {
            examples.remove(EXAMPLES);
        }
    }

    private void count(Duration gap) {
        var at = bin(gap.toNanos() / 1e9);
        var old = bins[at];
        bins[at] = old == null
                ? new Bin(Duration.ofMillis(Math.round(MIDDLES[at] * 1000)), 1, gap, gap)
                : new Bin(
                        old.middle(),
                        old.connections() + 1,
                        gap.compareTo(old.least()) < 0 ? gap : old.least(),
                        gap.compareTo(old.most()) > 0 ? gap : old.most());
    }

    private static int bin(double seconds) {
        var at = 0;
        while (at + 1 < MIDDLES.length && seconds >= (MIDDLES[at] + MIDDLES[at + 1]) / 2) {
            at++;
        }
        return at;
    }

    public long connections() {
        return connections;
    }

    /** Most frequent first. */
    public List<Count> causes() {
        return kinds.entrySet().stream()
                .map(entry -> new Count(entry.getKey(), entry.getValue().connections))
                .sorted(Comparator.comparingLong(Count::connections).reversed())
                .toList();
    }

    /** Shortest first; bins without connections are left out. */
    public List<Bin> silences() {
        var all = new ArrayList<Bin>();
        for (var bin : bins) {
            if (bin != null) {
                all.add(bin);
            }
        }
        return all;
    }

    /**
     * One connection of each cause that is a complaint, the most frequent first; then a second one of each. A capture in
     * which nothing went wrong has its normal ones.
     *
     * @param most how many at most
     */
    public List<Diagnosis> worthOpening(int most) {
        var complaints = causes().stream()
                .map(count -> kinds.get(count.id()).examples)
                .filter(examples -> !isNormal(examples.get(0).finding().cause()))
                .toList();
        var chosen = complaints.isEmpty()
                ? kinds.values().stream().map(kind -> kind.examples).toList()
                : complaints;
        var worth = new ArrayList<Diagnosis>();
        for (var round = 0; round < EXAMPLES; round++) {
            for (var examples : chosen) {
                if (round < examples.size() && worth.size() < most) {
                    worth.add(examples.get(round));
                }
            }
        }
        return worth;
    }

    private static boolean isNormal(Cause cause) {
        return cause == Cause.NORMAL_CLOSE || cause == Cause.STILL_OPEN;
    }
}
