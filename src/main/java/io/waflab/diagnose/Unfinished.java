package io.waflab.diagnose;

import io.waflab.connection.Cause;
import io.waflab.connection.Phase;
import io.waflab.diagnose.Profile.Timer;

/** The server hung up, without an answer, after a silence of the client's. */
final class Unfinished {

    /** More than heads usually have. */
    private static final long LARGE = 1_500;

    private static final long LEAST_FROM_THE_START = 4_000_000_000L;
    /** Below this servers hardly ever set a timer for a request, and chance makes a silence round. */
    private static final long LEAST_TIMER = 3_000_000_000L;

    private final Course course;

    Unfinished(Course course) {
        this.course = course;
    }

    static boolean isBody(Turn request) {
        return request.bytes() > LARGE;
    }

    Draft decide(Close close, Turn request) {
        var gap = close.nanos() - request.ends();
        var timed = Silences.isRound(gap)
                || Silences.isRound(close.nanos() - request.begins())
                || close.nanos() - opened() >= LEAST_FROM_THE_START && Silences.isRound(close.nanos() - opened())
                || Profiles.all().isServerTimer(gap);
        if (request.content().isUnfinished()) {
            return known(close, request);
        }
        if (!timed && !isOrderly(close) || isBare(close) && gap < LEAST_TIMER) {
            return Draft.of(close.how() == How.RST ? Cause.SERVER_RESET : Cause.SERVER_CRASHED, 0.7)
                    .ended(close, Phase.AWAITING_RESPONSE)
                    .gap(request.ends(), close.nanos())
                    .because("evidence.unanswered", request.frames().last())
                    .because("evidence.no-timer")
                    .or(Cause.HEADER_TIMEOUT, "tells.keys-request")
                    .or(Cause.BODY_TIMEOUT, "tells.keys-request");
        }
        var body = isBody(request);
        return Draft.of(body ? Cause.BODY_TIMEOUT : Cause.HEADER_TIMEOUT, confidence(close.how()))
                .ended(close, Phase.REQUEST)
                .gap(request.ends(), close.nanos())
                .timer(body ? Timer.BODY : Timer.HEADER)
                .because("evidence.unanswered", request.frames().last())
                .because("evidence.no-notify", close.frame())
                .or(body ? Cause.HEADER_TIMEOUT : Cause.BODY_TIMEOUT, "tells.keys-request")
                .or(close.how() == How.RST ? Cause.SERVER_RESET : Cause.SERVER_CRASHED, "tells.server-log");
    }

    /** Who says close_notify is alive: no crash does, and no kernel in its stead. */
    private static boolean isOrderly(Close close) {
        return close.how() == How.NOTIFY_FIN;
    }

    private static boolean isBare(Close close) {
        return close.how() == How.FIN;
    }

    /** The request could be read, and was not finished. */
    static Draft known(Close close, Turn request) {
        return known(close, request, close.nanos());
    }

    /** @param ranOut when the server had waited long enough, and perhaps answered so: with 408, or with what its application made of it */
    static Draft known(Close close, Turn request, long ranOut) {
        var head = request.content() == Content.HEAD_UNFINISHED;
        return Draft.of(head ? Cause.HEADER_TIMEOUT : Cause.BODY_TIMEOUT, 0.95)
                .ended(close, Phase.REQUEST)
                .gap(request.ends(), ranOut)
                .timer(head ? Timer.HEADER : Timer.BODY)
                .because(
                        head ? "evidence.head-unfinished" : "evidence.body-unfinished",
                        request.frames().last())
                .or(close.how() == How.RST ? Cause.SERVER_RESET : Cause.SERVER_CRASHED, "tells.server-log");
    }

    private static double confidence(How how) {
        return switch (how) {
            case FIN -> 0.85;
            case NOTIFY_FIN, RST -> 0.7;
            case ALERT, SILENCE -> 0.5;
        };
    }

    /** nginx counts the first request's head from when the connection was accepted. */
    private long opened() {
        return course.first(was -> true).map(was -> was.nanos()).orElse(0L);
    }
}
