package io.waflab.reproduce;

import io.waflab.diagnose.Sentence;
import java.io.IOException;
import java.io.InterruptedIOException;
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
 * How long a server bears something, of which only a trial can tell: several trials at once, each for another time. A
 * trial may see the server's end itself; where the server ends without a word, the time between the longest trial that
 * held and the shortest that did not is divided again, while there is time.
 */
final class Division {

    /** Of trials that cost the server more than an idle connection. */
    static final List<Double> FEW = List.of(0.05, 0.2, 0.5, 1.0);

    private static final double PRECISION = 0.01;
    private static final double FINEST_SECONDS = 0.05;
    private static final Sentence NOTHING = Measured.raw("");

    private final Measure what;
    private final Probes probes;
    private final ExecutorService threads;
    private final Consumer<Sentence> progress;
    private final List<Outcome> outcomes = new ArrayList<>();

    Division(Measure what, Probes probes, ExecutorService threads, Consumer<Sentence> progress) {
        this.what = what;
        this.probes = probes;
        this.threads = threads;
        this.progress = progress;
    }

    /** What one trial found. */
    enum State {
        /** It held for all of the time. */
        HELD,
        /** The server's end was seen. */
        CLOSED,
        /** It did not hold, and when that began was not seen. */
        GONE,
        UNUSABLE
    }

    /**
     * What one trial found.
     *
     * @param seconds of CLOSED, until the close
     */
    record Outcome(State state, double seconds, Ended end, Sentence note) {

        static Outcome held(double seconds) {
            return new Outcome(State.HELD, seconds, Ended.STILL_OPEN, NOTHING);
        }

        static Outcome closed(double seconds, Ended end) {
            return new Outcome(State.CLOSED, seconds, end, NOTHING);
        }

        static Outcome gone(double seconds, Ended end, Sentence note) {
            return new Outcome(State.GONE, seconds, end, note);
        }

        static Outcome unusable(Ended end, Sentence note) {
            return new Outcome(State.UNUSABLE, 0, end, note);
        }
    }

    /** One connection, borne for so long. */
    interface Trial {
        Outcome lasting(double seconds) throws IOException, InterruptedException;
    }

    /**
     * Interrupted, it tells what is known by then.
     *
     * @param ladder the first trials, as parts of the longest time; the last is 1
     */
    Measured measure(List<Double> ladder, Trial trial) throws InterruptedException {
        try {
            rounds(ladder, trial);
        } catch (InterruptedException stopped) {
            if (outcomes.isEmpty()) {
                throw stopped;
            }
        }
        return result();
    }

    private void rounds(List<Double> ladder, Trial trial) throws InterruptedException {
        double longest = Math.max(
                FINEST_SECONDS,
                (probes.left().toNanos() - 1.2 * probes.options().patience().toNanos()) / 1e9);
        round(ladder.stream().map(part -> part * longest).toList(), trial);
        while (wantsMore()) {
            double from = held();
            double step = (gone() - from) / ladder.size();
            var times = new ArrayList<Double>();
            for (int i = 1; i < ladder.size(); i++) {
                times.add(from + i * step);
            }
            round(times, trial);
        }
    }

    private boolean wantsMore() {
        double time = probes.left().minus(probes.options().patience()).toNanos() / 1e9;
        return closed().isEmpty() && Double.isFinite(gone()) && isWide(held(), gone()) && gone() < time;
    }

    /** Whether what lies between the longest that held and the shortest that did not is worth dividing; in seconds. */
    static boolean isWide(double held, double gone) {
        return gone - held > Math.max(FINEST_SECONDS, gone * PRECISION);
    }

    /** Plays these waits at once; what is longer than one that was in vain is given up. */
    private void round(List<Double> times, Trial trial) throws InterruptedException {
        CompletionService<Outcome> done = new ExecutorCompletionService<>(threads);
        Map<Future<Outcome>, Double> running = new HashMap<>();
        // The longest first: where there are fewer places than waits, the short ones wait for one.
        for (int i = times.size() - 1; i >= 0; i--) {
            double time = times.get(i);
            running.put(done.submit(() -> take(trial, time)), time);
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
        var after = Measured.seconds(outcome.seconds());
        var name = Sentence.of("measure.short." + what.word());
        progress.accept(
                switch (outcome.state()) {
                    case HELD -> Sentence.of("measure.progress.held", name, after);
                    case CLOSED ->
                        Sentence.of(
                                "measure.progress.closed",
                                name,
                                after,
                                outcome.end().word());
                    case GONE -> Sentence.of("measure.progress.gone", name, after, outcome.note());
                    case UNUSABLE -> Sentence.of("measure.progress.unusable", name, outcome.note());
                });
    }

    private static Outcome take(Trial trial, double seconds) throws InterruptedException {
        try {
            var outcome = trial.lasting(seconds);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return outcome;
        } catch (InterruptedIOException stopped) {
            throw new InterruptedException();
        } catch (IOException failed) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return Outcome.unusable(Ended.STILL_OPEN, Measured.raw(SocketWords.reason(failed)));
        }
    }

    private List<Outcome> closed() {
        return outcomes.stream().filter(one -> one.state() == State.CLOSED).toList();
    }

    /** The longest that held, of those before the first that did not. */
    private double held() {
        return outcomes.stream()
                .filter(one -> one.state() == State.HELD && one.seconds() < gone())
                .mapToDouble(Outcome::seconds)
                .max()
                .orElse(0);
    }

    private double gone() {
        return outcomes.stream()
                .filter(one -> one.state() == State.GONE)
                .mapToDouble(Outcome::seconds)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private Measured result() {
        var closed = closed();
        if (!closed.isEmpty()) {
            var times = closed.stream().mapToDouble(Outcome::seconds).summaryStatistics();
            var ends = closed.stream().map(one -> one.end().word()).distinct().collect(Collectors.joining(", "));
            return Measured.seen(
                    what,
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
                    .filter(one -> one.state() == State.GONE && one.seconds() == gone())
                    .findFirst()
                    .orElseThrow();
            return Measured.between(what, held(), gone(), first.end(), first.note());
        }
        if (held() > 0) {
            return Measured.longer(what, held(), Sentence.of("measure.note.good"));
        }
        return outcomes.stream()
                .filter(one -> one.state() == State.UNUSABLE)
                .findFirst()
                .map(one -> Measured.nothing(what, one.end(), 0, one.note()))
                .orElseThrow();
    }
}
