package io.waflab.reproduce;

import io.waflab.diagnose.Sentence;
import java.io.IOException;
import java.time.Duration;

/**
 * How long a server waits for a client that does not read (send_timeout of nginx): several connections at once ask for an
 * answer too large for the kernels' buffers, read nothing of it for a time, and then all. It is whole, or the server gave up
 * meanwhile, which cannot be seen sooner: its FIN stands behind what was not read.
 */
final class SendMeasurement {

    private static final int RECEIVE_BUFFER = 64 * 1024;

    /** The largest part of an answer that is asked for, where the server knows ranges. */
    private static final long ASKED = 16L * 1024 * 1024;

    /** More than Linux buffers for a connection by default (tcp_wmem), and some. */
    private static final long ENOUGH = 6L * 1024 * 1024;

    private final Probes probes;

    SendMeasurement(Probes probes) {
        this.probes = probes;
    }

    Measured measure(Division division) throws IOException, InterruptedException {
        var first = unread(0);
        return first.state() == Division.State.HELD
                ? division.measure(Division.FEW, this::unread)
                : Measured.nothing(Measure.SEND, first.end(), 0, first.note());
    }

    private Division.Outcome unread(double seconds) throws IOException, InterruptedException {
        try (var probe = probes.openWith(RECEIVE_BUFFER)) {
            var client = probe.client();
            client.request(Request.get(probes.options().large()).withHeader("Range: bytes=0-" + (ASKED - 1)));
            client.pause(Duration.ofNanos(Math.round(seconds * 1e9)));
            var answer = client.response();
            if (answer.complete() && answer.bodyLength() < ENOUGH) {
                return Division.Outcome.unusable(
                        answer.ended(), Sentence.of("measure.note.small", answer.bodyLength(), ENOUGH >> 20));
            }
            if (answer.complete()) {
                return Division.Outcome.held(seconds);
            }
            return answer.status() == 0
                    ? Division.Outcome.unusable(answer.ended(), Measured.raw(answer.words()))
                    : Division.Outcome.gone(
                            seconds,
                            answer.ended(),
                            Sentence.of("measure.note.cut", answer.ended().word()));
        }
    }
}
