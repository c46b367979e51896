package io.waflab.diagnose;

import io.waflab.connection.Peer;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.List;
import java.util.Optional;

/**
 * The first thing by which an end said that it is done: an alert, FIN or RST.
 *
 * @param by who said it
 * @param how together with what followed from the same end
 * @param nanos when it began, since the story began
 * @param frame the packet in which it began
 * @param index its place among the observations
 * @param alert a fatal alert's name; empty for none, or where it is hidden
 */
record Close(Peer by, How how, long nanos, int frame, int index, String alert) {

    private static final String FATAL = "fatal: ";
    /** As a capture's reader tells a hidden alert that ended a handshake. */
    static final String IN_HANDSHAKE = "in the handshake";

    /** Empty where the story ends before the connection does. */
    static Optional<Close> in(List<Observation> seen, Records records) {
        for (var i = 0; i < seen.size(); i++) {
            var candidate = seen.get(i);
            switch (candidate.what()) {
                case FIN -> {
                    return Optional.of(of(candidate, i, How.FIN, ""));
                }
                case RST -> {
                    return Optional.of(of(candidate, i, How.RST, ""));
                }
                case GOAWAY -> {
                    var end = endBehind(seen, i);
                    if (end.isPresent() && isLast(seen, i, records)) {
                        return Optional.of(of(candidate, i, end.get(), ""));
                    }
                }
                case ALERT -> {
                    if (isLast(seen, i, records)) {
                        return Optional.of(alert(candidate, i));
                    }
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    /** HTTP/2: how the end that will answer nothing more closed, if it was the first to. */
    private static Optional<How> endBehind(List<Observation> seen, int goaway) {
        return seen.subList(goaway + 1, seen.size()).stream()
                .filter(was -> was.what() == What.ALERT || was.what() == What.FIN || was.what() == What.RST)
                .findFirst()
                .filter(was -> was.by() == seen.get(goaway).by())
                .map(was -> was.what() == What.ALERT ? How.NOTIFY_FIN : was.what() == What.FIN ? How.FIN : How.RST);
    }

    private static Close alert(Observation seen, int index) {
        if (seen.detail().startsWith(FATAL)) {
            return of(seen, index, How.ALERT, seen.detail().substring(FATAL.length()));
        }
        return of(seen, index, seen.detail().contains(IN_HANDSHAKE) ? How.ALERT : How.NOTIFY_FIN, "");
    }

    private static Close of(Observation seen, int index, How how, String alert) {
        return new Close(seen.by(), how, seen.nanos(), seen.frame(), index, alert);
    }

    /** An alert that its sender goes on after is a warning. */
    private static boolean isLast(List<Observation> seen, int at, Records records) {
        var by = seen.get(at).by();
        return seen.subList(at + 1, seen.size()).stream()
                .noneMatch(later -> later.by() == by
                        && (later.what() == What.DATA && !records.isControl(later)
                                || later.what() == What.HANDSHAKE
                                || later.what() == What.REQUEST
                                || later.what() == What.RESPONSE));
    }
}
