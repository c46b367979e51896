package io.waflab.diagnose;

import io.waflab.connection.Cause;
import io.waflab.connection.Peer;
import io.waflab.connection.Phase;
import io.waflab.journal.What;
import java.util.List;
import java.util.Optional;

/**
 * The server answered a body that was still on its way, and hung up at once: 413, 403, a WAF's page. What the client goes on to
 * send is the rest of that body and no request; nginx reads it for lingering_time, others reset the connection.
 */
final class EarlyRefusal {

    /** No head is as long: a request that is, and goes on behind its answer, is an upload. */
    private static final long UPLOAD = 16_384;

    private static final int ERROR = 400;

    private final Course course;

    EarlyRefusal(Course course) {
        this.course = course;
    }

    /** Empty where the request was whole, or the server did not close at once. */
    Optional<Draft> decide(Close close) {
        var turns = course.turns();
        var at = lastAnswer(turns);
        if (close.by() != Peer.SERVER || close.how() == How.RST || at < 1) {
            return Optional.empty();
        }
        var request = turns.get(at - 1);
        var answer = turns.get(at);
        var atOnce = close.nanos() - answer.ends() < Silences.AT_ONCE
                && !Silences.isSilence(answer.begins() - request.ends());
        return atOnce
                        && isEarly(
                                request,
                                answer,
                                at + 1 < turns.size() ? turns.get(at + 1).bytes() : 0)
                ? Optional.of(refused(close, answer))
                : Optional.empty();
    }

    private static int lastAnswer(List<Turn> turns) {
        var at = turns.size() - 1;
        while (at >= 0 && turns.get(at).by() != Peer.SERVER) {
            at--;
        }
        return at;
    }

    /** @param more what the client had said between the answer and the close */
    private boolean isEarly(Turn request, Turn answer, long more) {
        if (answer.status() > 0 || request.content() != Content.UNKNOWN) {
            return request.content() == Content.BODY_UNFINISHED && answer.status() >= ERROR;
        }
        var behind = course.after().stream()
                .filter(was -> was.by() == Peer.CLIENT && was.what() == What.DATA)
                .mapToLong(course.records()::plain)
                .sum();
        return Unfinished.isBody(request) && more + behind > 0 && request.bytes() + more + behind > UPLOAD;
    }

    private static Draft refused(Close close, Turn answer) {
        var draft = Draft.of(Cause.REQUEST_REFUSED, answer.status() > 0 ? 0.95 : 0.8)
                .ended(close, Phase.RESPONSE)
                .gap(answer.ends(), close.nanos())
                .because("evidence.refused-early", answer.frames().first());
        return answer.status() > 0
                ? draft.because("evidence.status", answer.status())
                : draft.or(Cause.NORMAL_CLOSE, "tells.keys-status").or(Cause.KEEPALIVE_RACE, "tells.keys");
    }
}
