package io.waflab.diagnose;

import io.waflab.connection.Peer;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What crossed the wire in packets that a capture lacks altogether. Of packets that its snapshot length cut short the place
 * and the size are known, and those are no such.
 */
final class Unseen {

    private final Course course;
    /** For each time that one end spoke before the close: whether no byte of that was seen. */
    private final List<Boolean> turns = new ArrayList<>();

    Unseen(Course course) {
        this.course = course;
        if (course.story().sight().cutPackets() == 0) {
            read();
        }
    }

    private void read() {
        var by = Optional.<Peer>empty();
        for (var was : course.before()) {
            if (!was.what().isPayload()) {
                continue;
            }
            var last = turns.size() - 1;
            if (by.equals(Optional.of(was.by()))) {
                turns.set(last, turns.get(last) && was.isNotCaptured());
            } else {
                turns.add(was.isNotCaptured());
            }
            by = Optional.of(was.by());
        }
    }

    /** All of what one end said in a piece: whether that was a request or a message is not known. */
    boolean hasTurn() {
        return turns.contains(true);
    }

    /** The same of the last request, or of what answered it. */
    boolean hasLastTurn() {
        return turns.subList(Math.max(0, turns.size() - 2), turns.size()).contains(true);
    }

    /** Both ends' FIN: which was the first is not known. */
    boolean hasBothEnds() {
        return isEndUnseen(Peer.CLIENT) && isEndUnseen(Peer.SERVER);
    }

    private boolean isEndUnseen(Peer by) {
        return course.close()
                .filter(close -> course
                        .seen()
                        .subList(close.index(), course.seen().size())
                        .stream()
                        .anyMatch(was -> was.by() == by && was.what() == What.FIN && was.isNotCaptured()))
                .isPresent();
    }

    /**
     * The server's RST behind its own FIN, where nothing is seen that it answers: the client had said something more, or
     * what it said last had come too late.
     */
    Optional<Observation> answered() {
        var after = course.after();
        var spoke = after.stream()
                .anyMatch(was -> was.by() == Peer.CLIENT
                        && (was.what().isPayload() || was.what() == What.FIN || was.what() == What.RST));
        return spoke
                ? Optional.empty()
                : after.stream()
                        .filter(was -> was.by() == Peer.SERVER && was.what() == What.RST)
                        .findFirst();
    }
}
