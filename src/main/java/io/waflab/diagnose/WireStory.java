package io.waflab.diagnose;

import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.ArrayList;
import java.util.List;

/**
 * What crossed the wire, and what a record is by its place where TLS 1.3 or the capture's gaps hide that: an alert's size
 * right before the same end's FIN, or behind the other end's, is an alert.
 */
final class WireStory {

    /** As a capture's reader says it. */
    static final String HIDDEN = "encrypted, by its size: close_notify";

    private static final String MISSED = Observation.NOT_CAPTURED + ", by its size: close_notify";

    private static final String MISSED_FATAL =
            Observation.NOT_CAPTURED + ", by its size: a fatal alert " + Close.IN_HANDSHAKE;

    private static final long TOGETHER_NANOS = 50_000_000;
    /** Of what was acknowledged only that is known; the ACK of FIN may be delayed. */
    private static final long ACKNOWLEDGED_TOGETHER_NANOS = 250_000_000;

    private WireStory() {}

    static List<Observation> of(List<Observation> story, Records records) {
        var seen = new ArrayList<Observation>(story.size());
        for (var was : story) {
            if (isOnTheWire(was)) {
                seen.add(placeOf(was, seen), was);
            }
        }
        for (var i = 0; i < seen.size(); i++) {
            var was = seen.get(i);
            if (records.mayBeAlert(was) && (isBehindFin(seen, i) || finFollows(seen, i, TOGETHER_NANOS))) {
                seen.set(i, alert(was, HIDDEN));
            } else if (records.mayBeMissedAlert(was) && finFollows(seen, i, ACKNOWLEDGED_TOGETHER_NANOS)
                    || records.mayBeMissedEnd(was) && isLastWord(seen, i)) {
                seen.set(i, alert(was, MISSED));
            } else if (records.mayBeMissedFatalAlert(was) && isInHandshake(seen, i) && isLastWord(seen, i)) {
                seen.set(i, alert(was, MISSED_FATAL));
            }
        }
        return List.copyOf(seen);
    }

    /** Captures of several interfaces or queues show packets in another order than they crossed; their times are right. */
    private static int placeOf(Observation was, List<Observation> seen) {
        var place = seen.size();
        while (place > 0 && isBefore(was, seen.get(place - 1))) {
            place--;
        }
        return place;
    }

    private static boolean isBefore(Observation was, Observation other) {
        var back = other.nanos() - was.nanos();
        return back > 0 && back < Course.SET_BACK;
    }

    private static Observation alert(Observation was, String words) {
        return new Observation(was.nanos(), was.leg(), was.by(), What.ALERT, was.size(), words, was.frame());
    }

    /** Nothing but bare acknowledgements came from the same end any more, and of the other none but its own end. */
    private static boolean isLastWord(List<Observation> seen, int at) {
        var by = seen.get(at).by();
        return seen.subList(at + 1, seen.size()).stream()
                .noneMatch(was -> was.by() == by && was.what() != What.ACK
                        || was.what() == What.DATA
                        || was.what() == What.REQUEST);
    }

    /** Its sender had not said Finished, nor anything that is encrypted. */
    private static boolean isInHandshake(List<Observation> seen, int at) {
        var by = seen.get(at).by();
        var before = seen.subList(0, at);
        return before.stream().anyMatch(was -> was.what() == What.HANDSHAKE)
                && before.stream()
                        .noneMatch(was ->
                                was.by() == by && (was.what() == What.CHANGE_CIPHER_SPEC || was.what() == What.DATA));
    }

    private static boolean isBehindFin(List<Observation> seen, int at) {
        var by = seen.get(at).by();
        return seen.subList(0, at).stream().anyMatch(was -> was.by() != by && was.what() == What.FIN)
                && seen.subList(at + 1, seen.size()).stream()
                        .noneMatch(was -> was.by() == by && was.what() == What.DATA);
    }

    /** FIN follows from the same end, perhaps behind another alert: the JDK says user_canceled first. */
    private static boolean finFollows(List<Observation> seen, int at, long within) {
        var alert = seen.get(at);
        for (var later : seen.subList(at + 1, seen.size())) {
            if (later.by() == alert.by() && later.what() == What.FIN) {
                return later.nanos() - alert.nanos() <= within;
            }
            if (later.by() == alert.by()
                    && later.what() != What.ACK
                    && later.what() != What.RETRANSMISSION
                    && later.size() != alert.size()) {
                return false;
            }
        }
        return false;
    }

    private static boolean isOnTheWire(Observation seen) {
        return seen.what() != What.EXPIRED && seen.what() != What.PHASE && seen.what() != What.ENDED;
    }
}
