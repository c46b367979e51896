package io.waflab.reproduce;

import io.waflab.diagnose.Sentence;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * How long a server that has answered a request early takes in what is still to come of its body (lingering_close of
 * nginx): a body of 10 GiB is promised, 40 bytes of it are sent, and after the answer nothing, or a byte again and again.
 * Where the server sent FIN with its answer, only RST in answer to a byte shows that it no longer reads.
 */
final class LingerMeasurement {

    private static final long BODY = 10L << 30;
    private static final int SENT = 40;

    /** A FIN that comes as soon as this came with the answer. */
    private static final double TOGETHER_SECONDS = 0.1;

    /** How long RST is waited for. */
    private static final Duration ECHO = Duration.ofMillis(200);

    private static final Duration BYTE_EVERY = Duration.ofMillis(100);

    private static final Sentence NO_RST = Sentence.of("measure.note.rst");

    private final Probes probes;

    LingerMeasurement(Probes probes) {
        this.probes = probes;
    }

    /** Nothing is sent. */
    Measured silence(Division division) throws InterruptedException {
        return division.measure(Division.FEW, this::silent);
    }

    private Division.Outcome silent(double seconds) throws IOException, InterruptedException {
        try (var probe = probes.open(probes.options().patience())) {
            var answer = early(probe);
            if (answer.status() == 0) {
                return Division.Outcome.unusable(answer.ended(), Sentence.of("measure.note.no-early"));
            }
            long from = answer.endNanos();
            var end = probe.await(Duration.ofNanos(Math.round(seconds * 1e9)));
            if (isLater(end, from)) {
                return Division.Outcome.closed(Probes.seconds(end, from), end.ended());
            }
            if (end.ended() == Ended.STILL_OPEN) {
                return Division.Outcome.held(seconds);
            }
            probe.client()
                    .pause(Duration.ofNanos(
                            Math.round(seconds * 1e9) - (probe.client().clock().now() - from)));
            return takes(probe, end) && takes(probe, end)
                    ? Division.Outcome.held(seconds)
                    : Division.Outcome.gone(seconds, Ended.RST, NO_RST);
        }
    }

    /** A byte each tenth of a second. */
    Measured steadily() throws IOException, InterruptedException {
        try (var probe = probes.open(probes.options().patience())) {
            var answer = early(probe);
            if (answer.status() == 0) {
                return Measured.nothing(
                        Measure.LINGERING, answer.ended(), answer.status(), Sentence.of("measure.note.no-early"));
            }
            long from = answer.endNanos();
            long longest = from + Math.round(probes.left().toNanos() * SingleMeasurements.SHARE);
            var end = probe.client().readToEnd(ECHO);
            while (!isLater(end, from) && probe.client().clock().now() < longest) {
                probe.client().pause(BYTE_EVERY);
                if (!takes(probe, end)) {
                    double after = (probe.client().clock().now() - from) / 1e9;
                    var seen = probe.client().end();
                    return isLater(seen, from)
                            ? seen(Probes.seconds(seen, from), seen.ended())
                            : seen(after, Ended.RST);
                }
                end = probe.client().end();
            }
            return isLater(end, from)
                    ? seen(Probes.seconds(end, from), end.ended())
                    : Measured.longer(Measure.LINGERING, (probe.client().clock().now() - from) / 1e9);
        }
    }

    private static Measured seen(double after, Ended end) {
        return Measured.seen(Measure.LINGERING, after, after, end, 0);
    }

    private Response early(Probes.Probe probe) throws IOException {
        return probe.exchange(Request.post(probes.options().path(), BODY).sendingBody(SENT));
    }

    private static boolean isLater(EndSeen end, long from) {
        return end.endNanos() > 0
                && (Probes.seconds(end, from) > TOGETHER_SECONDS || end.endNanos() - from > TOGETHER_SECONDS * 1e9);
    }

    /** Whether a byte more is not answered by RST. Past a close_notify TLS carries nothing. */
    private static boolean takes(Probes.Probe probe, EndSeen end) throws IOException {
        var client = probe.client();
        try {
            if (end.ended() == Ended.STILL_OPEN) {
                client.send("b");
                client.readToEnd(Duration.ofMillis(1));
            } else {
                client.sendUnderTls("b");
                client.pause(BYTE_EVERY);
            }
        } catch (InterruptedIOException stopped) {
            throw stopped;
        } catch (IOException reset) {
            return false;
        }
        return client.end().endNanos() == end.endNanos();
    }
}
