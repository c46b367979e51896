package io.waflab.diagnose;

import io.waflab.connection.Cause;
import io.waflab.connection.Peer;
import io.waflab.connection.Phase;
import io.waflab.diagnose.Profile.Timer;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.Optional;

/**
 * A response that is known not to be whole: its head promised more, or the server reset its stream.
 *
 * <p>HTTP/2: a gateway that cannot finish an answer says RST_STREAM (RFC 9113 section 6.4) and keeps the connection; the client
 * closes it. Encrypted, the frame is as long as WINDOW_UPDATE, but nobody opens a window after a silence and before a close.
 */
final class BrokenOff {

    private static final String BY_SIZE = "window update or RST_STREAM";

    private final Course course;

    BrokenOff(Course course) {
        this.course = course;
    }

    /** @param answer what the server had said of the response, before the client closed */
    Optional<Draft> decide(Close close, Turn answer) {
        var reset = close.by() == Peer.CLIENT ? reset(close, answer) : Optional.<Draft>empty();
        return reset.or(() -> Optional.of(answer)
                .filter(unfinished -> unfinished.content().isUnfinished())
                .map(unfinished -> known(close, unfinished)));
    }

    private Optional<Draft> reset(Close close, Turn answer) {
        if (answer.content() == Content.WHOLE) {
            return Optional.empty();
        }
        return course.before().stream()
                .filter(was -> was.by() == Peer.SERVER && was.nanos() >= answer.ends() && isReset(was, answer))
                .reduce((first, later) -> later)
                .filter(was -> close.nanos() - was.nanos() < Silences.AT_ONCE)
                .map(was -> Draft.of(Cause.RESPONSE_CUT, was.what() == What.RST_STREAM ? 0.95 : 0.85)
                        .ended(close, Phase.RESPONSE)
                        .gap(answer.ends(), was.nanos())
                        .timer(Timer.RESPONSE)
                        .because("evidence.stream-reset", was.frame())
                        .or(Cause.SERVER_CRASHED, "tells.server-log")
                        .or(Cause.CLIENT_IDLE_TIMEOUT, "tells.keys"));
    }

    private static boolean isReset(Observation was, Turn answer) {
        return was.what() == What.RST_STREAM
                || was.detail().contains(BY_SIZE) && Silences.isSilence(was.nanos() - answer.ends());
    }

    /** The response could be read, and was not finished. */
    private Draft known(Close close, Turn last) {
        var paused =
                Silences.isSilence(last.latest() - last.paused()) && close.nanos() - last.ends() < Silences.AT_ONCE;
        var request = course.lastOf(Peer.CLIENT).map(Turn::ends).orElse(last.begins());
        var late = !paused
                && Silences.isSilence(last.begins() - request)
                && close.nanos() - last.begins() < Silences.AT_ONCE;
        var draft = Draft.of(
                        close.by() == Peer.CLIENT
                                ? Cause.CLIENT_GAVE_UP
                                : close.how() == How.RST ? Cause.SERVER_RESET : Cause.RESPONSE_CUT,
                        close.by() == Peer.CLIENT ? 0.95 : 0.9)
                .ended(close, Phase.RESPONSE)
                .gap(late ? request : paused ? last.paused() : last.ends(), paused ? last.latest() : close.nanos())
                .timer(Timer.RESPONSE)
                .because("evidence.response-unfinished", last.frames().last());
        return close.by() == Peer.CLIENT
                ? draft.saying("finding.client-gave-up.response")
                : draft.or(Cause.SERVER_CRASHED, "tells.server-log");
    }
}
