package io.waflab.diagnose;

import io.waflab.connection.Cause;
import io.waflab.connection.Peer;
import io.waflab.connection.Phase;
import io.waflab.journal.What;
import java.util.Optional;

/**
 * The client stopped reading: its window was zero for long, and the server hung up without close_notify. A stall that was over
 * when the client asked again, or long before the close, ended nothing.
 */
final class Stall {

    private final Course course;

    Stall(Course course) {
        this.course = course;
    }

    Optional<Draft> decide(Close close) {
        if (close.how() == How.NOTIFY_FIN || close.how() == How.ALERT) {
            return Optional.empty();
        }
        return longest(close)
                .filter(span -> Silences.isSilence(span.until() - span.from()))
                .map(span -> close.by() == Peer.SERVER
                        ? Draft.of(Cause.SEND_TIMEOUT, 0.85)
                                .ended(close, Phase.RESPONSE)
                                .gap(span.from(), span.until())
                                .timer(Profile.Timer.SEND)
                                .because("evidence.window-zero")
                                .or(Cause.RESPONSE_CUT, "tells.keys")
                        : Draft.of(Cause.CLIENT_GAVE_UP, 0.75)
                                .ended(close, Phase.RESPONSE)
                                .gap(span.from(), span.until())
                                .saying("finding.client-gave-up.response")
                                .because("evidence.window-zero"));
    }

    /** From the client's first window of zero to its next other window, or to the close. */
    private Optional<Draft.Span> longest(Close close) {
        var from = -1L;
        Draft.Span longest = null;
        for (var was : course.before()) {
            if (was.by() != Peer.CLIENT || was.what() != What.ACK) {
                continue;
            }
            if (PathRules.isWindowZero(was)) {
                from = from < 0 ? was.nanos() : from;
            } else if (from >= 0 && !was.detail().contains("probe")) {
                var span = new Draft.Span(from, was.nanos());
                longest = isOver(span, close) ? longest : longer(longest, span);
                from = -1;
            }
        }
        if (from >= 0) {
            longest = longer(longest, new Draft.Span(from, close.nanos()));
        }
        return Optional.ofNullable(longest);
    }

    private boolean isOver(Draft.Span span, Close close) {
        var asked = course.lastOf(Peer.CLIENT).map(Turn::ends).orElse(0L);
        var last = Math.max(span.until(), course.lastPayload());
        return asked > span.until() || Silences.isSilence(close.nanos() - last);
    }

    private static Draft.Span longer(Draft.Span one, Draft.Span other) {
        return one == null || one.until() - one.from() < other.until() - other.from() ? other : one;
    }
}
