package io.waflab.diagnose;

import io.waflab.connection.Cause;
import io.waflab.connection.Peer;
import io.waflab.connection.Phase;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A close right behind an answer, or right behind a request that got none. */
final class ClosedAtOnce {

    private static final long HOUR = 3_600_000_000_000L;
    private static final long WHOLE_HOUR_WITHIN = 60_000_000_000L;
    private static final double SAME_SIZE = 0.04;
    /** What servers say to a request that they will not read, and then close; 494 to 497 are nginx's own. */
    private static final Set<Integer> REFUSALS = Set.of(400, 413, 414, 431, 494, 495, 496, 497, 501, 505);

    private final Course course;

    ClosedAtOnce(Course course) {
        this.course = course;
    }

    /** The server closes behind its answer. */
    Draft decide(Close close, Turn answer) {
        if (close.how() == How.RST) {
            return Draft.of(Cause.SERVER_RESET, 0.75)
                    .ended(close, Phase.RESPONSE)
                    .gap(answer.ends(), close.nanos())
                    .because("evidence.reset-behind-answer", close.frame())
                    .or(Cause.REQUEST_REFUSED, "tells.keys-status");
        }
        if (answer.content() == Content.UNKNOWN && Silences.isSilence(answer.latest() - answer.paused())) {
            return cut(close, answer);
        }
        var failed = failedUpstream(answer, close);
        if (failed.isPresent()) {
            return failed.get();
        }
        if (REFUSALS.contains(answer.status())) {
            return Draft.of(Cause.REQUEST_REFUSED, 0.9)
                    .ended(close, Phase.RESPONSE)
                    .gap(answer.ends(), close.nanos())
                    .because("evidence.status", answer.status())
                    .or(Cause.NORMAL_CLOSE, "tells.server-log");
        }
        return limit(close, answer)
                .orElseGet(() -> Draft.of(Cause.NORMAL_CLOSE, 0.8)
                        .ended(close, Phase.RESPONSE)
                        .gap(answer.ends(), close.nanos())
                        .because("evidence.closed-behind-answer", close.frame())
                        .or(Cause.SERVER_MAX_REQUESTS, "tells.keys-connection")
                        .or(Cause.RESPONSE_CUT, "tells.keys"));
    }

    /** What the gateway still held went out when its timer had run out, or when the origin was gone. */
    private static Draft cut(Close close, Turn answer) {
        return Draft.of(Cause.RESPONSE_CUT, Silences.isRound(answer.latest() - answer.paused()) ? 0.8 : 0.65)
                .ended(close, Phase.RESPONSE)
                .gap(answer.paused(), answer.latest())
                .timer(Profile.Timer.RESPONSE)
                .because("evidence.paused-and-closed", answer.frames().last())
                .or(Cause.NORMAL_CLOSE, "tells.keys")
                .or(Cause.SERVER_IDLE_TIMEOUT, "tells.keys");
    }

    /** The client closes behind an answer. */
    Draft byClient(Close close, Turn answer) {
        return failedUpstream(answer, close)
                .orElseGet(() -> Draft.of(Cause.NORMAL_CLOSE, 0.9)
                        .ended(close, Phase.IDLE)
                        .gap(answer.ends(), close.nanos())
                        .because("evidence.closed-behind-answer", close.frame())
                        .or(Cause.UPSTREAM_FAILED_AT_ONCE, "tells.keys-status"));
    }

    private Optional<Draft> failedUpstream(Turn answer, Close close) {
        var page = course.records().isExact() && answer.bursts() == 1
                ? Pages.ofLength(answer.bytes(), Set.of(502, 503))
                : Optional.<Pages.Page>empty();
        var status = answer.status() > 0
                ? answer.status()
                : page.map(Pages.Page::status).orElse(0);
        if (status != 502 && status != 503) {
            return Optional.empty();
        }
        var draft = Draft.of(Cause.UPSTREAM_FAILED_AT_ONCE, answer.status() > 0 ? 0.95 : 0.75)
                .ended(close, Phase.IDLE)
                .gap(answer.ends(), close.nanos())
                .or(Cause.NORMAL_CLOSE, "tells.keys-status");
        return Optional.of(
                answer.status() > 0
                        ? draft.because("evidence.status", status)
                        : draft.because(
                                "evidence.page-length",
                                answer.bytes(),
                                page.orElseThrow().product(),
                                status));
    }

    /** A limit of requests or of age: a round number, or requests that did not differ and yet the last one closed. */
    private Optional<Draft> limit(Close close, Turn answer) {
        var requests = course.requests();
        var age = Math.abs(close.nanos() - HOUR) <= WHOLE_HOUR_WITHIN;
        var round = requests >= 100 && requests % 100 == 0;
        if (!age && !round && !(requests >= 2 && areAlike())) {
            return Optional.empty();
        }
        var draft = Draft.of(Cause.SERVER_MAX_REQUESTS, age || round ? 0.9 : 0.7)
                .ended(close, Phase.RESPONSE)
                .gap(answer.ends(), close.nanos())
                .because("evidence.requests", requests)
                .or(Cause.NORMAL_CLOSE, "tells.keys-connection");
        return Optional.of(age ? draft.because("evidence.age-hour") : draft);
    }

    /** The last request was as long as the one before: neither said {@code Connection: close}, or both did not. */
    private boolean areAlike() {
        List<Turn> asked =
                course.turns().stream().filter(turn -> turn.by() == Peer.CLIENT).toList();
        if (asked.size() < 2) {
            return false;
        }
        var last = asked.get(asked.size() - 1).bytes();
        var before = asked.get(asked.size() - 2).bytes();
        return Math.abs(last - before) <= Math.max(3, SAME_SIZE * before);
    }

    /** The server closes on a request, without a word. */
    Draft unanswered(Close close, Turn request) {
        if (close.how() == How.RST) {
            return Draft.of(Cause.SERVER_RESET, 0.88)
                    .ended(close, Phase.AWAITING_RESPONSE)
                    .gap(request.ends(), close.nanos())
                    .because("evidence.unanswered", request.frames().last())
                    .or(Cause.PATH_RESET, "tells.ttl");
        }
        return Draft.of(Cause.SERVER_CRASHED, close.how() == How.FIN ? 0.8 : 0.65)
                .ended(close, Phase.AWAITING_RESPONSE)
                .gap(request.ends(), close.nanos())
                .because("evidence.unanswered", request.frames().last())
                .or(Cause.REQUEST_REFUSED, "tells.server-log");
    }
}
