package io.waflab.diagnose;

import io.waflab.connection.Cause;
import io.waflab.connection.Peer;
import io.waflab.connection.Phase;
import io.waflab.diagnose.Profile.Timer;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.Optional;

/** A request after a pause, on a connection that somebody has given up meanwhile. */
final class RequestBehindPause {

    private final Course course;

    RequestBehindPause(Course course) {
        this.course = course;
    }

    /** It is answered with RST: who keeps connections in mind on the way has forgotten this one. */
    Draft reset(Close close, long idleSince, Turn request) {
        var pause = request.begins() - idleSince;
        var draft = Draft.of(
                        Cause.PATH_RESET, Profiles.all().isPathTimer(pause) || pause > 60_000_000_000L ? 0.85 : 0.75)
                .ended(close, Phase.IDLE)
                .gap(idleSince, request.begins());
        var silence = Duration.ofNanos(pause);
        for (var timer : Profiles.all().outlasted(survived(), silence)) {
            draft.because(
                    "evidence.outlasts",
                    silence,
                    timer.product(),
                    timer.setting(),
                    timer.seconds().orElseThrow());
        }
        return draft.because("evidence.reset-after-pause", close.frame())
                .or(Cause.SERVER_RESET, "tells.ttl")
                .or(Cause.SERVER_CRASHED, "tells.server-capture");
    }

    /** The longest pause before the last. */
    private Duration survived() {
        var turns = course.turns();
        var longest = 0L;
        for (var i = 1; i < turns.size() - 1; i++) {
            longest = Math.max(longest, turns.get(i).begins() - turns.get(i - 1).ends());
        }
        return Duration.ofNanos(longest);
    }

    /** It and the server's end pass each other on the way. */
    Draft crossed(Close close, long idleSince, Turn request) {
        return Draft.of(Cause.KEEPALIVE_RACE, 0.85)
                .ended(close, Phase.IDLE)
                .gap(idleSince, close.nanos())
                .timer(Timer.IDLE)
                .because("evidence.crossed", request.frames().first(), close.frame())
                .or(Cause.SERVER_CRASHED, "tells.server-capture");
    }

    /** The first that the client said behind the beginning of the close, before it closed too. */
    private Optional<Observation> spokenAfter() {
        for (var was : course.after()) {
            if (was.by() != Peer.CLIENT) {
                continue;
            }
            if (was.what() == What.FIN || was.what() == What.RST) {
                return Optional.empty();
            }
            if ((was.what() == What.REQUEST || was.what() == What.DATA)
                    && !course.records().mayBeAlert(was)
                    && !course.records().isControl(was)) {
                return Optional.of(was);
            }
        }
        return Optional.empty();
    }

    /** The client spoke onto a connection that the server had closed; the rest of a body that was on its way is no race. */
    Optional<Draft> onto(Close close, long idleSince) {
        var idle = Silences.isSilence(close.nanos() - idleSince);
        var spoken = spokenAfter().filter(was -> idle || was.what() == What.REQUEST || !isUploading());
        if (spoken.isEmpty() || close.how() == How.RST) {
            return Optional.empty();
        }
        var reset = course.after().stream().anyMatch(was -> was.what() == What.RST && was.by() == Peer.SERVER);
        var draft = Draft.of(Cause.KEEPALIVE_RACE, reset ? 0.97 : 0.85)
                .ended(close, Phase.IDLE)
                .gap(idleSince, close.nanos())
                .because("evidence.data-after-fin", spoken.get().frame());
        return Optional.of(idle ? draft.timer(Timer.IDLE) : draft);
    }

    private boolean isUploading() {
        return course.lastOf(Peer.CLIENT)
                .filter(asked -> asked.content() == Content.BODY_UNFINISHED)
                .isPresent();
    }
}
