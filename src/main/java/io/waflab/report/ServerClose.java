package io.waflab.report;

import io.waflab.connection.Peer;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The end of a story in which the server hung up with an alert and FIN.
 *
 * @param lastBefore the last thing said before that, ACKs and what only one side knows (timers, phases) left out
 * @param alert the server's
 * @param fin the server's
 * @param between what crossed between {@code lastBefore} and {@code alert}: ACKs
 * @param after everything after {@code alert} except {@code fin}
 */
record ServerClose(
        Observation lastBefore,
        Observation alert,
        Observation fin,
        List<Observation> between,
        List<Observation> after) {

    /** Empty where the server's last words are not an alert and then FIN. */
    static Optional<ServerClose> in(List<Observation> whole) {
        var story = whole.stream().filter(ServerClose::isOnTheWire).toList();
        var fin = first(story, seen -> seen.what() == What.FIN && seen.by() == Peer.SERVER);
        if (fin < 0) {
            return Optional.empty();
        }
        var alert = last(story.subList(0, fin), seen -> seen.what() == What.ALERT && seen.by() == Peer.SERVER);
        if (alert < 0
                || story.subList(alert + 1, fin).stream()
                        .anyMatch(seen -> seen.what() != What.ACK && seen.what() != What.RETRANSMISSION)) {
            return Optional.empty();
        }
        var before =
                last(story.subList(0, alert), seen -> seen.what() != What.ACK && seen.what() != What.RETRANSMISSION);
        if (before < 0) {
            return Optional.empty();
        }
        var after = story.subList(alert + 1, story.size()).stream()
                .filter(seen -> seen != story.get(fin))
                .toList();
        return Optional.of(new ServerClose(
                story.get(before), story.get(alert), story.get(fin), story.subList(before + 1, alert), after));
    }

    /** From the last thing said to the alert, in nanoseconds. */
    long silence() {
        return alert.nanos() - lastBefore.nanos();
    }

    /** From the alert to the FIN, in nanoseconds. */
    long apart() {
        return fin.nanos() - alert.nanos();
    }

    Optional<Observation> firstAfter(Peer by, What what) {
        return after.stream()
                .filter(seen -> seen.by() == by && seen.what() == what)
                .findFirst();
    }

    /** True for what crosses the wire, as packets; false for what only the teller knows. */
    static boolean isOnTheWire(Observation seen) {
        return switch (seen.what()) {
            case OPEN,
                    HANDSHAKE,
                    CHANGE_CIPHER_SPEC,
                    DATA,
                    ALERT,
                    ACK,
                    RETRANSMISSION,
                    FIN,
                    RST,
                    REQUEST,
                    RESPONSE,
                    RST_STREAM,
                    GOAWAY -> true;
            case EXPIRED, PHASE, ENDED -> false;
        };
    }

    private static int first(List<Observation> story, Predicate<Observation> wanted) {
        for (var i = 0; i < story.size(); i++) {
            if (wanted.test(story.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static int last(List<Observation> story, Predicate<Observation> wanted) {
        for (var i = story.size() - 1; i >= 0; i--) {
            if (wanted.test(story.get(i))) {
                return i;
            }
        }
        return -1;
    }
}
