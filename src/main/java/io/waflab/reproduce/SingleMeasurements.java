package io.waflab.reproduce;

import io.waflab.diagnose.Sentence;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The measurements that take one connection each. The first byte and the head of a request are timed from the moment that
 * TCP was open, as nginx does; the note says how long after the last byte sent that was.
 */
final class SingleMeasurements {

    private static final int HALF_HEAD = 20;
    private static final int BODY = 100;
    private static final int HALF_BODY = 40;
    private static final int TIMED_OUT = 408;

    /** What is left of the time for seeing how it ends. */
    static final double SHARE = 0.95;

    private static final Sentence UNANNOUNCED = Sentence.of("measure.note.unannounced");

    private final Probes probes;

    SingleMeasurements(Probes probes) {
        this.probes = probes;
    }

    Measured silent() throws IOException, InterruptedException {
        try (var probe = probes.open(longest())) {
            long sent = probe.client().clock().now();
            return ended(Measure.SILENT, probe, probe.await(longest()), new Since(probe.connectedAt(), sent));
        }
    }

    Measured header() throws IOException, InterruptedException {
        return half(Measure.HEADER, Request.get(probes.options().path()).sendingHead(HALF_HEAD));
    }

    Measured body() throws IOException, InterruptedException {
        return half(Measure.BODY, Request.post(probes.options().path(), BODY).sendingBody(HALF_BODY));
    }

    private Measured half(Measure what, Request request) throws IOException, InterruptedException {
        try (var probe = probes.open(longest())) {
            probe.client().request(request);
            long sent = probe.client().clock().now();
            var since = new Since(what == Measure.BODY ? sent : probe.connectedAt(), sent);
            var answer = probe.client().response();
            if (answer.status() == 0) {
                return ended(what, probe, probe.client().end(), since);
            }
            double after = (answer.headNanos() - since.start()) / 1e9;
            var end = probe.await(shorter(longest(), probes.options().patience().multipliedBy(2)));
            var then = end.ended() == Ended.STILL_OPEN
                    ? Measured.raw(end.ended().word())
                    : Sentence.of(
                            "measure.note.after",
                            end.ended().word(),
                            Measured.seconds(Probes.seconds(end, answer.endNanos())));
            var answered = Sentence.of("measure.note.then", Measured.raw(answer.words()), then);
            var told = since.note(answer.headNanos())
                    .map(note -> Sentence.of("measure.note.list", note, answered))
                    .orElse(answered);
            return answer.status() == TIMED_OUT
                    ? Measured.seen(what, after, after, end.ended(), TIMED_OUT, told)
                    : Measured.nothing(what, end.ended(), answer.status(), Sentence.of("measure.note.answered", told));
        }
    }

    /** From when a time counts, and when the last byte had been sent; nanoseconds of the client's story. */
    private record Since(long start, long sent) {

        Optional<Sentence> note(long at) {
            return start == sent
                    ? Optional.empty()
                    : Optional.of(Sentence.of("measure.note.since", Measured.seconds((at - sent) / 1e9)));
        }
    }

    private static Measured ended(Measure what, Probes.Probe probe, EndSeen end, Since since) {
        if (end.ended() == Ended.STILL_OPEN) {
            return Measured.longer(what, (probe.client().clock().now() - since.sent()) / 1e9);
        }
        double after = Probes.seconds(end, since.start());
        return since.note(Math.round(Probes.seconds(end, 0) * 1e9))
                .map(note -> Measured.seen(what, after, after, end.ended(), 0, note))
                .orElseGet(() -> Measured.seen(what, after, after, end.ended(), 0));
    }

    /** Counts on one connection, as fast as it answers. */
    Measured requests() throws IOException, InterruptedException {
        try (var probe = probes.open(probes.options().patience())) {
            int answered = 0;
            while (answered < probes.options().requests() && !longest().isZero()) {
                Response response;
                try {
                    response = probe.exchange(Request.get(probes.options().path()));
                } catch (ConnectionGone gone) {
                    return counted(answered, probe.client().end().ended(), UNANNOUNCED);
                }
                if (!response.complete()) {
                    return counted(answered, response.ended(), UNANNOUNCED);
                }
                answered++;
                if (response.saysClose()) {
                    var end = probe.await(shorter(longest(), probes.options().patience()));
                    return counted(answered, end.ended(), Sentence.of("measure.note.announced"));
                }
            }
            return Measured.longer(Measure.REQUESTS, answered);
        }
    }

    private static Measured counted(int answered, Ended end, Sentence note) {
        return end == Ended.STILL_OPEN && note.equals(UNANNOUNCED)
                ? Measured.nothing(Measure.REQUESTS, end, 0, Sentence.of("measure.note.unanswered", answered + 1))
                : Measured.seen(Measure.REQUESTS, answered, answered, end, 0, note);
    }

    Measured close() throws IOException, InterruptedException {
        try (var probe = probes.open(probes.options().patience())) {
            var response = probe.exchange(Request.get(probes.options().path()).withHeader("Connection: close"));
            if (response.status() == 0) {
                return Measured.nothing(Measure.CLOSE, response.ended(), 0, Measured.raw(response.words()));
            }
            long answered = response.endNanos();
            return ended(Measure.CLOSE, probe, probe.await(longest()), new Since(answered, answered));
        }
    }

    /**
     * Requests in HTTP/2, and then nothing, to the GOAWAY and the end. Two of them: the first answer in a JVM is read so
     * late that the idle time would seem shorter.
     */
    Measured http2() throws IOException, InterruptedException {
        try (var probe = probes.open(longest(), "h2", "http/1.1")) {
            var client = probe.client();
            if (!client.isHttp2()) {
                return Measured.nothing(Measure.H2, Ended.STILL_OPEN, 0, Sentence.of("measure.note.no-h2"));
            }
            var request = Request.get(probes.options().path());
            var response = probe.exchange(request);
            if (response.status() > 0 && client.goaway().isEmpty()) {
                response = probe.exchange(request);
            }
            if (response.status() == 0) {
                return Measured.nothing(
                        Measure.H2, response.ended(), 0, Sentence.of("measure.note.h2-unanswered", goaway(client)));
            }
            long from = client.clock().now();
            probe.awaitGoaway(longest());
            if (client.goaway().isEmpty() && client.end().ended() == Ended.STILL_OPEN) {
                return Measured.longer(Measure.H2, (client.clock().now() - from) / 1e9);
            }
            var end = probe.await(shorter(longest(), probes.options().patience()));
            double after = client.goaway()
                    .map(came -> (came.getKey() - from) / 1e9)
                    .orElseGet(() -> Probes.seconds(end, from));
            return Measured.seen(Measure.H2, after, after, end.ended(), 0, goaway(client));
        }
    }

    private static Sentence goaway(LabClient client) {
        return client.goaway()
                .map(came -> Sentence.of("measure.note.goaway", came.getValue()))
                .orElse(Sentence.of("measure.note.no-goaway"));
    }

    private Duration longest() {
        return Duration.ofNanos(Math.round(probes.left().toNanos() * SHARE));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
