package io.waflab.reproduce;

import io.waflab.diagnose.Sentence;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * How long a server keeps an idle connection: several at once, each idle for another time. All watch for the server's
 * end; whoever has seen none asks again when its time is over. Where a server goes silently, only those requests show it,
 * and the time between the longest that was answered and the shortest that was not is divided again, while there is time.
 */
final class IdleMeasurement {

    /** Of the longest wait. */
    private static final List<Double> LADDER = List.of(0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0);

    private static final int DIVISIONS = 8;
    private static final double PRECISION = 0.01;
    private static final double FINEST_SECONDS = 0.05;

    private final Probes probes;
    private final ExecutorService threads;
    private final Consumer<Sentence> progress;
    private final List<Outcome> outcomes = new ArrayList<>();

    IdleMeasurement(Probes probes, ExecutorService threads, Consumer<Sentence> progress) {
        this.probes = probes;
        this.threads = threads;
        this.progress = progress;
    }

    private enum State {
        ANSWERED,
        CLOSED,
        GONE,
        UNUSABLE
    }

    /** @param idle seconds; of CLOSED, until the close */
    private record Outcome(State state, double idle, Ended end, Sentence note) {}

    private static final Sentence NOTHING = Measured.raw("");

    /** Interrupted, it tells what is known by then. */
    Measured measure() throws InterruptedException {
        try {
            rounds();
        } catch (InterruptedException stopped) {
            if (outcomes.isEmpty()) {
                throw stopped;
            }
        }
        return result();
    }

    private void rounds() throws InterruptedException {
        double longest = Math.max(
                FINEST_SECONDS,
                (probes.left().toNanos() - 1.2 * probes.options().patience().toNanos()) / 1e9);
        round(LADDER.stream().map(part -> part * longest).toList());
        while (wantsMore()) {
            double from = answered();
            double step = (gone() - from) / DIVISIONS;
            var times = new ArrayList<Double>();
            for (int i = 1; i < DIVISIONS; i++) {
                times.add(from + i * step);
            }
            round(times);
        }
    }

    private boolean wantsMore() {
        double width = gone() - answered();
        double time = probes.left().minus(probes.options().patience()).toNanos() / 1e9;
        return closed().isEmpty()
                && Double.isFinite(gone())
                && width > Math.max(FINEST_SECONDS, gone() * PRECISION)
                && gone() < time;
    }

    /** Plays these waits at once; what is longer than one that was in vain is given up. */
    private void round(List<Double> times) throws InterruptedException {
        CompletionService<Outcome> done = new ExecutorCompletionService<>(threads);
        Map<Future<Outcome>, Double> running = new HashMap<>();
        // The longest first: where there are fewer places than waits, the short ones wait for one.
        for (int i = times.size() - 1; i >= 0; i--) {
            double time = times.get(i);
            running.put(done.submit(() -> probe(time)), time);
        }
        try {
            while (!running.isEmpty()) {
                var finished = done.take();
                if (running.remove(finished) != null) {
                    note(outcome(finished));
                }
                running.entrySet()
                        .removeIf(one -> one.getValue() > gone() && one.getKey().cancel(true));
            }
        } finally {
            running.keySet().forEach(one -> one.cancel(true));
        }
    }

    private static Outcome outcome(Future<Outcome> finished) throws InterruptedException {
        try {
            return finished.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof InterruptedException stopped) {
                throw stopped;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    private void note(Outcome outcome) {
        outcomes.add(outcome);
        var after = Measured.seconds(outcome.idle());
        progress.accept(
                switch (outcome.state()) {
                    case ANSWERED -> Sentence.of("measure.progress.answered", after);
                    case CLOSED ->
                        Sentence.of(
                                "measure.progress.closed", after, outcome.end().word());
                    case GONE -> Sentence.of("measure.progress.gone", after, outcome.note());
                    case UNUSABLE -> Sentence.of("measure.progress.unusable", outcome.note());
                });
    }

    private Outcome probe(double seconds) throws InterruptedException {
        try {
            return idle(seconds);
        } catch (IOException failed) {
            return new Outcome(State.UNUSABLE, 0, Ended.STILL_OPEN, Measured.raw(String.valueOf(failed.getMessage())));
        }
    }

    private Outcome idle(double seconds) throws IOException, InterruptedException {
        try (var probe = probes.open(probes.options().patience())) {
            var request = Request.get(probes.options().path());
            var first = probe.exchange(request);
            if (!first.complete() || first.header("Connection").orElse("").equalsIgnoreCase("close")) {
                return new Outcome(State.UNUSABLE, 0, first.ended(), Sentence.of("measure.note.first", first.words()));
            }
            var end = probe.await(Duration.ofNanos(Math.round(seconds * 1e9)));
            if (end.ended() != Ended.STILL_OPEN) {
                return new Outcome(State.CLOSED, Probes.seconds(end, first.endNanos()), end.ended(), NOTHING);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            var again = again(probe, request, seconds);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return again;
        }
    }

    private static Outcome again(Probes.Probe probe, Request request, double seconds) throws IOException {
        try {
            var second = probe.exchange(request);
            return second.status() > 0
                    ? new Outcome(State.ANSWERED, seconds, Ended.STILL_OPEN, NOTHING)
                    : new Outcome(State.GONE, seconds, second.ended(), silence(second.ended()));
        } catch (ConnectionGone reset) {
            return new Outcome(State.GONE, seconds, Ended.RST, silence(Ended.RST));
        }
    }

    private static Sentence silence(Ended ended) {
        return ended == Ended.STILL_OPEN
                ? Sentence.of("measure.note.no-answer")
                : Sentence.of("measure.note.gets", ended.word());
    }

    private List<Outcome> closed() {
        return outcomes.stream().filter(one -> one.state() == State.CLOSED).toList();
    }

    /** The longest idle time after which a request was answered, of those before the first in vain. */
    private double answered() {
        return outcomes.stream()
                .filter(one -> one.state() == State.ANSWERED && one.idle() < gone())
                .mapToDouble(Outcome::idle)
                .max()
                .orElse(0);
    }

    private double gone() {
        return outcomes.stream()
                .filter(one -> one.state() == State.GONE)
                .mapToDouble(Outcome::idle)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private Measured result() {
        var closed = closed();
        if (!closed.isEmpty()) {
            var times = closed.stream().mapToDouble(Outcome::idle).summaryStatistics();
            var ends = closed.stream().map(one -> one.end().word()).distinct().collect(Collectors.joining(", "));
            return Measured.seen(
                    Measure.IDLE,
                    times.getMin(),
                    times.getMax(),
                    closed.get(closed.size() - 1).end(),
                    0,
                    ends.contains(",")
                            ? Sentence.of(
                                    "measure.note.ends",
                                    closed.size(),
                                    Measured.seconds(times.getMin()),
                                    Measured.seconds(times.getMax()),
                                    ends)
                            : Sentence.of(
                                    "measure.note.connections",
                                    closed.size(),
                                    Measured.seconds(times.getMin()),
                                    Measured.seconds(times.getMax())));
        }
        if (Double.isFinite(gone())) {
            var first = outcomes.stream()
                    .filter(one -> one.state() == State.GONE && one.idle() == gone())
                    .findFirst()
                    .orElseThrow();
            return Measured.between(
                    Measure.IDLE, answered(), gone(), first.end(), Sentence.of("measure.note.silently", first.note()));
        }
        if (answered() > 0) {
            return Measured.longer(Measure.IDLE, answered(), Sentence.of("measure.note.good"));
        }
        return outcomes.stream()
                .filter(one -> one.state() == State.UNUSABLE)
                .findFirst()
                .map(one -> Measured.nothing(Measure.IDLE, one.end(), 0, one.note()))
                .orElseThrow();
    }
}
