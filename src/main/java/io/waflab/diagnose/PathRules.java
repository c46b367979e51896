package io.waflab.diagnose;

import io.waflab.connection.Cause;
import io.waflab.connection.Peer;
import io.waflab.connection.Phase;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.Optional;

/** Packets that do not get through, and packets that neither end sent. */
final class PathRules {

    /** As a capture's reader says it of an RST. */
    private static final String OTHER_TTL = "ttl ";

    private final Course course;

    PathRules(Course course) {
        this.course = course;
    }

    /**
     * Empty where everything was heard, or one end had said before that it is done. Of a capture without the other end's
     * packets data that is sent again shows the same; keep-alive probes, which are sent one after the other also when each
     * is answered, do not.
     */
    Optional<Draft> silent() {
        return Unanswered.in(course.seen())
                .filter(lost -> !lost.probes() || course.alone().isEmpty())
                .filter(lost -> !isStalled(lost))
                .filter(lost -> course.close()
                        .filter(close -> close.index() < lost.index())
                        .isEmpty())
                .map(lost -> told(
                                lost,
                                Draft.of(Cause.PATH_SILENT, lost.times() >= 3 ? 0.93 : 0.8)
                                        .silent(phase(lost)))
                        .or(Cause.SERVER_CRASHED, "tells.server-capture"));
    }

    /** The other end may have been heard again, too late. */
    private static Draft told(Unanswered lost, Draft draft) {
        var from = lost.first();
        if (lost.heard().isEmpty()) {
            return draft.because(
                    lost.probes() ? "evidence.probes-unanswered" : "evidence.sent-again", lost.times(), from.frame());
        }
        var heard = lost.heard().get();
        var wait = Duration.ofNanos(heard.nanos() - from.nanos());
        return draft.saying("finding.path-silent.late", wait)
                .because(
                        lost.probes() ? "evidence.probes-answered-late" : "evidence.sent-again-late",
                        lost.times(),
                        from.frame(),
                        heard.frame(),
                        wait);
    }

    /** The close is an RST in the server's name whose TTL is not that of the server's other packets. */
    Optional<Draft> forged() {
        return course.close()
                .filter(close -> close.how() == How.RST && close.by() == Peer.SERVER)
                .filter(close -> course.seen().get(close.index()).detail().contains(OTHER_TTL))
                .map(close -> {
                    var draft = Draft.of(Cause.PATH_RESET, 0.92)
                            .ended(close, phase(course))
                            .because(
                                    "evidence.forged-reset",
                                    close.frame(),
                                    course.seen().get(close.index()).detail())
                            .or(Cause.SERVER_RESET, "tells.server-capture");
                    var pause = pause(close);
                    if (!Silences.isSilence(pause.until() - pause.from())) {
                        return draft.saying("finding.path-reset.at-once");
                    }
                    return pause.until() == close.nanos()
                            ? draft.gap(pause.from(), pause.until())
                                    .saying("finding.path-reset.unasked", pause.length())
                            : draft.gap(pause.from(), pause.until());
                });
    }

    /** What the connection was doing when a device on the path ended it. */
    static Phase phase(Course course) {
        if (!course.isHandshakeDone()) {
            return Phase.HANDSHAKE;
        }
        return Tunnel.is(course) ? Phase.TUNNEL : Phase.IDLE;
    }

    /** The silence before the packet that was answered so, or before the RST where nothing was said. */
    private Draft.Span pause(Close close) {
        var server = course.lastOf(Peer.SERVER).map(Turn::ends);
        var asked = course.last().filter(turn -> turn.by() == Peer.CLIENT).map(Turn::begins);
        return new Draft.Span(
                server.filter(answered -> asked.isPresent()).orElseGet(course::lastPayload),
                asked.filter(spoken -> server.isPresent()).orElse(close.nanos()));
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
        return phase(course, lost.probes() ? Peer.CLIENT : lost.by());
    }

    /** @param by whose bytes did not get through */
    static Phase phase(Course course, Peer by) {
        if (phase(course) != Phase.IDLE) {
            return phase(course);
        }
        return by == Peer.CLIENT ? Phase.IDLE : Phase.RESPONSE;
    }

    static boolean isWindowZero(Observation was) {
        return was.what() == What.ACK && was.detail().contains("window 0");
    }
}
