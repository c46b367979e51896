package io.waflab.reproduce;

import io.waflab.diagnose.Sentence;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long a server keeps an idle connection: several at once, each idle for another time. All watch for the server's
 * end; whoever has seen none asks again when its time is over, which alone shows a server that goes silently.
 */
final class IdleMeasurement {

    private static final List<Double> LADDER = List.of(0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0);

    /** The first status of an error. */
    private static final int ERRORS = 400;

    private final Probes probes;

    IdleMeasurement(Probes probes) {
        this.probes = probes;
    }

    Measured measure(Division division) throws IOException, InterruptedException {
        var none = keepsNone();
        return none.isPresent() ? none.get() : division.measure(LADDER, this::idle);
    }

    /** A server whose first answer ends the connection has no time to measure: none is its time. Empty for others. */
    private Optional<Measured> keepsNone() throws IOException, InterruptedException {
        try (var probe = probes.open(probes.options().patience())) {
            var first = probe.exchange(Request.get(probes.options().path()));
            // An error may end the connection where an answer would not.
            if (!first.complete() || !ends(first) || first.status() >= ERRORS) {
                return Optional.empty();
            }
            var end = probe.await(probes.options().patience());
            return Optional.of(Measured.seen(
                    Measure.IDLE, 0, 0, end.ended(), 0, Sentence.of("measure.note.first-ends", first.words())));
        }
    }

    private static boolean ends(Response answer) {
        return answer.saysClose() || answer.ended() != Ended.STILL_OPEN;
    }

    private Division.Outcome idle(double seconds) throws IOException, InterruptedException {
        try (var probe = probes.open(probes.options().patience())) {
            var request = Request.get(probes.options().path());
            var first = probe.exchange(request);
            if (!first.complete() || ends(first)) {
                return Division.Outcome.unusable(first.ended(), Sentence.of("measure.note.first", first.words()));
            }
            var end = probe.await(Duration.ofNanos(Math.round(seconds * 1e9)));
            if (end.ended() != Ended.STILL_OPEN) {
                return Division.Outcome.closed(Probes.seconds(end, first.endNanos()), end.ended());
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return again(probe, request, seconds);
        }
    }

    private static Division.Outcome again(Probes.Probe probe, Request request, double seconds) throws IOException {
        Ended ended;
        try {
            var second = probe.exchange(request);
            if (second.status() > 0) {
                return Division.Outcome.held(seconds);
            }
            ended = second.ended();
        } catch (ConnectionGone reset) {
            ended = Ended.RST;
        }
        var then = ended == Ended.STILL_OPEN
                ? Sentence.of("measure.note.no-answer")
                : Sentence.of("measure.note.gets", ended.word());
        return Division.Outcome.gone(seconds, ended, Sentence.of("measure.note.silently", then));
    }
}
