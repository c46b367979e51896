package io.waflab.diagnose;

import io.waflab.connection.Cause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Many diagnoses in a few numbers, taken one by one: causes counted, silences counted by the second, and the few
 * connections that are worth opening. Used from one thread.
 *
 * <p>Bounded: {@value #LONGEST} counters, one for each cause and alert, and at most {@value #MOST_KEPT} diagnoses, of one
 * cause at most {@value #MOST_OF_A_CAUSE}.
 */
public final class Summary {

    static final int LONGEST = 7_200;
    static final int MOST_KEPT = 10;
    static final int MOST_OF_A_CAUSE = 2;

    private static final int LEAST_SPIKE = 3;
    private static final int NEIGHBOURS = 5;
    private static final double STANDS_OUT = 3;
    private static final double NANOS = 1e9;

    /** What is no news: how connections ought to end. */
    private static final Set<Cause> FINE =
            Set.of(Cause.NORMAL_CLOSE, Cause.STILL_OPEN, Cause.CLIENT_IDLE_TIMEOUT, Cause.UNUSED_CONNECTION_TIMEOUT);

    private final Map<String, Long> causes = new TreeMap<>();
    private final long[] seconds = new long[LONGEST + 1];
    private final List<Diagnosis> kept = new ArrayList<>();
    private long connections;

    /**
     * Silences of about one length.
     *
     * @param from seconds, included
     * @param to seconds, excluded
     */
    public record Bin(int from, int to, long count) {}

    public void add(Diagnosis diagnosis) {
        connections++;
        causes.merge(diagnosis.finding().id(), 1L, Long::sum);
        diagnosis.finding().gap().ifPresent(gap -> seconds[second(gap.toNanos())]++);
        keep(diagnosis);
    }

    private static int second(long nanos) {
        return (int) Math.max(0, Math.min(LONGEST, Math.round(nanos / NANOS)));
    }

    public long connections() {
        return connections;
    }

    /** How many connections each cause ended, the commonest first. */
    public Map<String, Long> causes() {
        return causes.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }

    /** Silences by length, in bins that widen with it; a whole second that stands out has a bin of its own. Empty bins are left out. */
    public List<Bin> silences() {
        var spikes = spikes();
        var bins = new ArrayList<Bin>();
        for (var from = 0; from <= LONGEST; ) {
            var to = Math.min(LONGEST + 1, from + width(from));
            for (var spike : spikes) {
                if (spike == from) {
                    to = from + 1;
                } else if (spike > from && spike < to) {
                    to = spike;
                }
            }
            var count = 0L;
            for (var second = from; second < to; second++) {
                count += seconds[second];
            }
            if (count > 0) {
                bins.add(new Bin(from, to, count));
            }
            from = to;
        }
        return bins;
    }

    private static int width(int from) {
        return from < 10 ? 1 : from < 60 ? 5 : from < 300 ? 15 : from < 1200 ? 60 : 600;
    }

    /** Lengths in whole seconds, above 0, that stand out from those around them. */
    public List<Integer> spikes() {
        var found = new ArrayList<Integer>();
        for (var second = 1; second <= LONGEST; second++) {
            if (seconds[second] >= LEAST_SPIKE && seconds[second] >= STANDS_OUT * around(second)) {
                found.add(second);
            }
        }
        return found;
    }

    private double around(int second) {
        var sum = 0L;
        var count = 0;
        for (var near = Math.max(1, second - NEIGHBOURS); near <= Math.min(LONGEST, second + NEIGHBOURS); near++) {
            if (near != second) {
                sum += seconds[near];
                count++;
            }
        }
        return (double) sum / count;
    }

    /** The few connections that are worth opening: something is wrong with them, and their finding is sure. */
    public List<Diagnosis> worthOpening() {
        return List.copyOf(kept);
    }

    private void keep(Diagnosis diagnosis) {
        if (FINE.contains(diagnosis.finding().cause())) {
            return;
        }
        kept.add(diagnosis);
        kept.sort(Comparator.comparingDouble((Diagnosis one) -> one.finding().confidence())
                .reversed()
                .thenComparing(one -> one.story().number()));
        var ofThis = kept.stream()
                .filter(one -> one.finding().cause() == diagnosis.finding().cause())
                .toList();
        if (ofThis.size() > MOST_OF_A_CAUSE) {
            kept.remove(ofThis.get(MOST_OF_A_CAUSE));
        } else if (kept.size() > MOST_KEPT) {
            kept.remove(MOST_KEPT);
        }
    }
}
