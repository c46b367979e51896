package io.waflab.diagnose;

import io.waflab.connection.Peer;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.Optional;

/**
 * How a connection ended, in the words of a report: what has to come out again.
 *
 * @param cause as {@link Finding#id}
 * @param closedBy {@code client}, {@code server} or {@code neither}
 * @param how as {@link How#word}
 * @param phase as {@link io.waflab.connection.Phase#word}
 * @param gap as {@link Finding#gap}
 * @param client how the client left when the server had closed; empty where it was first, or was not seen to leave
 */
public record Outcome(
        String cause, String closedBy, String how, String phase, Optional<Duration> gap, Optional<Parting> client) {

    /**
     * An end's answer to the other's close.
     *
     * @param how {@code fin}, {@code close_notify+fin} or {@code rst}
     * @param after the other's close
     */
    public record Parting(String how, Duration after) {}

    public static Outcome of(Diagnosis diagnosis) {
        var finding = diagnosis.finding();
        return new Outcome(
                finding.id(),
                finding.closer(),
                finding.how().word(),
                finding.phase().word(),
                finding.gap(),
                parting(diagnosis));
    }

    private static Optional<Parting> parting(Diagnosis diagnosis) {
        // After RST there is no connection left that the client could leave.
        if (!diagnosis.finding().closedBy().equals(Optional.of(Peer.SERVER))
                || diagnosis.finding().how() == How.RST) {
            return Optional.empty();
        }
        var course = Course.of(diagnosis.story());
        var said = course.after().stream().anyMatch(seen -> isClients(seen) && seen.what() == What.ALERT);
        var close = course.close().map(Close::nanos).orElse(0L);
        return course.after().stream()
                .filter(seen -> isClients(seen) && isEnd(seen.what()))
                .findFirst()
                .map(seen -> new Parting(
                        seen.what() == What.RST ? How.RST.word() : (said ? How.NOTIFY_FIN : How.FIN).word(),
                        Duration.ofNanos(seen.nanos() - close)));
    }

    /** Behind its alert a client's FIN may be missing: a server that is gone answers the alert with RST. */
    private static boolean isEnd(What what) {
        return what == What.ALERT || what == What.FIN || what == What.RST;
    }

    private static boolean isClients(Observation seen) {
        return seen.by() == Peer.CLIENT;
    }
}
