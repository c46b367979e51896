package io.waflab.reproduce;

import io.waflab.diagnose.Sentence;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.DoubleAccumulator;

/**
 * How old a server lets a connection grow that is in use (keepalive_time of nginx): four at once, each with a request every
 * so often, until an answer says that it is the last. The four ask at different intervals: what comes after a number of
 * requests comes to them at different times, and is none of age.
 */
final class AgeMeasurement {

    private static final int CONNECTIONS = 4;
    private static final double SHORTEST_SECONDS = 0.5;

    /** Of the time that there is: no interval is longer. */
    private static final double LARGEST_PART = 1 / 16.0;

    private final Probes probes;
    private final ExecutorService threads;
    /** The oldest that was seen to be kept, by any thread. */
    private final DoubleAccumulator kept = new DoubleAccumulator(Math::max, 0);

    /** The youngest that was not. */
    private double last = Double.POSITIVE_INFINITY;

    private Ended end = Ended.STILL_OPEN;
    private double interval;

    AgeMeasurement(Probes probes, ExecutorService threads) {
        this.probes = probes;
        this.threads = threads;
    }

    /**
     * One connection's.
     *
     * @param last the age at which an answer said close; infinite for none
     */
    private record Life(double interval, double last, int requests, Ended end) {

        boolean isByCountAs(Life other) {
            return Double.isFinite(last) && Double.isFinite(other.last) && Math.abs(requests - other.requests) <= 1;
        }
    }

    /** Interrupted, it tells what is known by then. */
    Measured measure() throws IOException, InterruptedException {
        double longest = probes.left().toNanos() * SingleMeasurements.SHARE / 1e9;
        try {
            take(atOnce(i -> {
                double every = Math.min(SHORTEST_SECONDS * (1 << i), longest * LARGEST_PART * (4 + i) / 7);
                return live(every, every, longest);
            }));
            while (wantsMore()) {
                take(narrower());
            }
        } catch (InterruptedException stopped) {
            if (kept.get() == 0) {
                throw stopped;
            }
        }
        return result();
    }

    private void take(List<Life> lives) {
        for (var life : lives) {
            boolean counted = lives.stream().anyMatch(other -> other.last() <= kept.get() && other.isByCountAs(life));
            if (life.last() > kept.get() && life.last() < last && !counted) {
                last = life.last();
                end = life.end();
                interval = life.interval();
            }
        }
    }

    private boolean wantsMore() {
        return Double.isFinite(last)
                && Division.isWide(kept.get(), last)
                && probes.left().toNanos() / 1e9
                        > last + probes.options().patience().toNanos() / 1e9;
    }

    private List<Life> narrower() throws IOException, InterruptedException {
        double step = (last - kept.get()) / (CONNECTIONS + 1);
        double from = kept.get();
        double until = last;
        return atOnce(i -> live(interval, from + (i + 1) * step, until));
    }

    /** The life of one of the connections, counted from 0. */
    private interface Plan {
        Life live(int connection) throws IOException, InterruptedException;
    }

    private List<Life> atOnce(Plan plan) throws IOException, InterruptedException {
        var plans = new ArrayList<Future<Life>>();
        for (int i = 0; i < CONNECTIONS; i++) {
            int connection = i;
            plans.add(threads.submit(() -> plan.live(connection)));
        }
        var lives = new ArrayList<Life>();
        try {
            for (var living : plans) {
                lives.add(life(living));
            }
            return lives;
        } finally {
            // Where one failed, nobody waits for the others.
            plans.forEach(living -> living.cancel(true));
        }
    }

    private static Life life(Future<Life> plan) throws IOException, InterruptedException {
        try {
            return plan.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof InterruptedIOException) {
                throw new InterruptedException();
            }
            if (failed.getCause() instanceof IOException refused) {
                throw refused;
            }
            if (failed.getCause() instanceof InterruptedException stopped) {
                throw stopped;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    /** Asks at these intervals, and at that age too, but not past the longest. */
    private Life live(double every, double at, double longest) throws IOException, InterruptedException {
        try (var probe = probes.open(probes.options().patience())) {
            double next = 0;
            int requests = 0;
            while (next < longest) {
                probe.waitUntil(probe.connectedAt() + Math.round(next * 1e9));
                double sent = probe.age(probe.client().clock().now());
                Response answer;
                try {
                    answer = probe.exchange(Request.get(probes.options().path()));
                } catch (ConnectionGone gone) {
                    break;
                }
                if (!answer.complete()) {
                    break;
                }
                requests++;
                if (answer.saysClose()) {
                    return new Life(
                            every,
                            probe.age(answer.headNanos()),
                            requests,
                            probe.await(probes.options().patience()).ended());
                }
                kept.accumulate(sent);
                next = next < at && next + every > at ? at : next + every;
            }
            return new Life(every, Double.POSITIVE_INFINITY, requests, Ended.STILL_OPEN);
        }
    }

    private Measured result() {
        if (Double.isFinite(last)) {
            return Measured.between(Measure.AGE, kept.get(), last, end, Sentence.of("measure.note.announced"));
        }
        return kept.get() > 0
                ? Measured.longer(Measure.AGE, kept.get(), Sentence.of("measure.note.age"))
                : Measured.nothing(Measure.AGE, end, 0, Sentence.of("measure.note.not-kept"));
    }
}
