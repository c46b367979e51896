package io.waflab.diagnose;

import io.waflab.connection.Cause;
import io.waflab.connection.Peer;
import io.waflab.connection.Phase;
import io.waflab.diagnose.Profile.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The last answer came after a silence that a timer may have made. */
final class LateAnswer {

    /** Answers that take less are common, and no timer is as short. */
    private static final long LEAST_WAIT = 1_900_000_000;

    /** Gateways are hardly ever told to wait less, and pages of applications often take as long. */
    private static final long LEAST_GATEWAY = 5_000_000_000L;

    private static final long LARGEST_PAGE = 2_048;
    /** A page for 400 or 408 is no larger; of an answer that was cut there is usually more. */
    private static final long LARGEST_ERROR = 900;
    /** What is as long as a page for 408 may be all that had come of an answer that was cut. */
    private static final double PAGE_OR_PART = 0.55;
    /** A head with hardly a body. */
    private static final long TINY = 400;

    private static final long SHORTEST_WHOLE_REQUEST = 60;

    /** Statuses that a timer may be behind. */
    private static final Set<Integer> TIMED = Set.of(408, 502, 503, 504);

    private final Course course;

    LateAnswer(Course course) {
        this.course = course;
    }

    /** A late answer on a connection that nobody has closed yet. */
    Optional<Draft> withoutClose() {
        return find().map(exchange -> responseTimeout(exchange).silent(Phase.IDLE));
    }

    /** Empty where the last answer was in time, or too large for an error page. */
    Optional<Draft> decide(Close close) {
        return find().filter(exchange -> !isSlow(exchange, close)).map(exchange -> {
            var atOnce = close.by() == Peer.SERVER
                    && close.nanos() - exchange.answer().ends() < Silences.AT_ONCE;
            return atOnce
                    ? closedBehind(exchange, close)
                    : responseTimeout(exchange).ended(close, Phase.IDLE);
        });
    }

    /** An answer that was merely slow, on a connection that the server closed for a silence of its own. */
    private static boolean isSlow(Exchange exchange, Close close) {
        return exchange.isGuess()
                && close.by() == Peer.SERVER
                && Silences.isSilence(close.nanos() - exchange.answer().ends());
    }

    private record Exchange(Turn request, Turn answer, int status, Optional<Pages.Page> page) {

        long waited() {
            return answer.begins() - request.ends();
        }

        /** Only a short wait and a small answer speak for a timer. */
        boolean isGuess() {
            return status == 0 && waited() < LEAST_GATEWAY;
        }
    }

    private Optional<Exchange> find() {
        var turns = course.turns();
        if (turns.size() < 2 || !course.isAnswered() || Tunnel.is(course)) {
            return Optional.empty();
        }
        var answer = turns.get(turns.size() - 1);
        var page = course.records().isExact() ? Pages.ofLength(answer.bytes(), TIMED) : Optional.<Pages.Page>empty();
        var status = answer.status() > 0
                ? answer.status()
                : page.map(Pages.Page::status).orElse(0);
        var exchange = new Exchange(turns.get(turns.size() - 2), answer, status, page);
        return exchange.waited() >= LEAST_WAIT && mayBeTimer(exchange) ? Optional.of(exchange) : Optional.empty();
    }

    private static boolean mayBeTimer(Exchange exchange) {
        if (exchange.status() > 0) {
            return exchange.status() == 408
                    || exchange.status() == 504
                    || exchange.status() == 502
                    || exchange.status() == 503;
        }
        return exchange.answer().bytes() <= LARGEST_PAGE
                && exchange.answer().bursts() == 1
                && (Silences.isRound(exchange.waited())
                        || exchange.answer().bytes() <= TINY && Silences.isNearlyRound(exchange.waited()));
    }

    private Draft responseTimeout(Exchange exchange) {
        if (exchange.status() == 408) {
            return unfinished(exchange);
        }
        if (exchange.status() == 502) {
            return failedLate(exchange);
        }
        var draft = late(
                        Draft.of(Cause.RESPONSE_TIMEOUT, exchange.status() > 0 ? 0.96 : exchange.isGuess() ? 0.6 : 0.88)
                                .gap(
                                        exchange.request().ends(),
                                        exchange.answer().begins())
                                .timer(Timer.RESPONSE),
                        exchange)
                .or(Cause.NORMAL_CLOSE, "tells.keys-status");
        return said(draft, exchange);
    }

    /** 502 is no timeout of the gateway's: its origin hung up before it had answered, perhaps for a timer of its own. */
    private static Draft failedLate(Exchange exchange) {
        var draft = Draft.of(Cause.UPSTREAM_FAILED_AT_ONCE, exchange.answer().status() > 0 ? 0.93 : 0.8)
                .gap(exchange.request().ends(), exchange.answer().begins())
                .saying(
                        "finding.upstream-failed-at-once.late",
                        Duration.ofNanos(exchange.waited()),
                        exchange.answer().frames().first())
                .or(Cause.RESPONSE_TIMEOUT, "tells.server-log");
        return said(late(draft, exchange), exchange);
    }

    /** Of an answer that was read the size of its records is not known. */
    private static Draft late(Draft draft, Exchange exchange) {
        var frame = exchange.answer().frames().first();
        return exchange.answer().bytes() > 0
                ? draft.because("evidence.late-answer", frame, exchange.answer().bytes())
                : draft.because("evidence.late-answer-read", frame);
    }

    /** A page that says what it is, by its status or by its length. */
    private static Draft said(Draft draft, Exchange exchange) {
        if (exchange.page().isPresent() && exchange.answer().status() == 0) {
            return draft.because(
                    "evidence.page-length",
                    exchange.answer().bytes(),
                    exchange.page().get().product(),
                    exchange.status());
        }
        return exchange.status() > 0 ? draft.because("evidence.status", exchange.status()) : draft;
    }

    /** The server hung up behind the late answer: 408, an answer that was cut, or 504 where that closes. */
    private Draft closedBehind(Exchange exchange, Close close) {
        if (exchange.status() == 408 || exchange.status() == 0 && isShort(exchange.request())) {
            return unfinished(exchange)
                    .ended(close, Phase.REQUEST)
                    .or(Cause.RESPONSE_TIMEOUT, "tells.keys-status")
                    .or(Cause.RESPONSE_CUT, "tells.keys-status");
        }
        if (exchange.status() > 0) {
            return responseTimeout(exchange).ended(close, Phase.IDLE);
        }
        if (exchange.answer().bytes() <= LARGEST_ERROR) {
            return unfinished(exchange)
                    .atMost(PAGE_OR_PART)
                    .ended(close, Phase.REQUEST)
                    .or(Cause.RESPONSE_CUT, "tells.keys-status")
                    .or(Cause.RESPONSE_TIMEOUT, "tells.keys-status");
        }
        return Draft.of(Cause.RESPONSE_CUT, 0.55)
                .ended(close, Phase.RESPONSE)
                .gap(exchange.request().ends(), close.nanos())
                .timer(Timer.RESPONSE)
                .because("evidence.late-and-closed", exchange.answer().frames().first())
                .or(Cause.RESPONSE_TIMEOUT, "tells.keys-status")
                .or(Cause.HEADER_TIMEOUT, "tells.keys-status");
    }

    private Draft unfinished(Exchange exchange) {
        var body = exchange.request().content() == Content.BODY_UNFINISHED
                || exchange.request().content() == Content.UNKNOWN && !isShort(exchange.request());
        var draft = Draft.of(body ? Cause.BODY_TIMEOUT : Cause.HEADER_TIMEOUT, exchange.status() > 0 ? 0.85 : 0.7)
                .gap(exchange.request().ends(), exchange.answer().begins())
                .timer(Timer.HEADER);
        return said(late(draft, exchange), exchange);
    }

    private boolean isShort(Turn request) {
        return request.bytes() < SHORTEST_WHOLE_REQUEST
                || course.turns().stream()
                        .anyMatch(turn -> turn.by() == Peer.CLIENT && turn.bytes() > 1.3 * request.bytes());
    }
}
