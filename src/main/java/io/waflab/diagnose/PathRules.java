package io.waflab.diagnose;

import io.waflab.connection.Cause;
import io.waflab.connection.Peer;
import io.waflab.connection.Phase;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.Optional;

/** Packets that do not get through, and packets that neither end sent. */
final class PathRules {

    private final Course course;

    PathRules(Course course) {
        this.course = course;
    }

    /** Empty where everything was heard, or one end had said before that it is done. */
    Optional<Draft> silent() {
        return Unanswered.in(course.seen())
                .filter(lost -> !isStalled(lost))
                .filter(lost -> course.close()
                        .filter(close -> close.index() < lost.index())
                        .isEmpty())
                .map(lost -> Draft.of(Cause.PATH_SILENT, lost.times() >= 3 ? 0.93 : 0.8)
                        .silent(phase(lost))
                        .because(
                                lost.probes() ? "evidence.probes-unanswered" : "evidence.sent-again",
                                lost.times(),
                                lost.first().frame())
                        .or(Cause.SERVER_CRASHED, "tells.server-capture"));
    }

    /** Who does not read does not answer either. */
    private boolean isStalled(Unanswered lost) {
        return course.seen().subList(0, lost.index() + 1).stream()
                .filter(was -> was.by() != lost.by() && was.what() == What.ACK)
                .reduce((first, later) -> later)
                .filter(PathRules::isWindowZero)
                .isPresent();
    }

    private Phase phase(Unanswered lost) {
        if (!course.isHandshakeDone() || lost.first().what() == What.HANDSHAKE) {
            return Phase.HANDSHAKE;
        }
        if (Tunnel.is(course)) {
            return Phase.TUNNEL;
        }
        if (lost.by() == Peer.CLIENT || lost.probes()) {
            return Phase.IDLE;
        }
        return Phase.RESPONSE;
    }

    static boolean isWindowZero(Observation was) {
        return was.what() == What.ACK && was.detail().contains("window 0");
    }
}
