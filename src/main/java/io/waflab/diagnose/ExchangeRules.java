package io.waflab.diagnose;

import io.waflab.connection.Cause;
import io.waflab.connection.Peer;
import io.waflab.connection.Phase;
import io.waflab.diagnose.Profile.Timer;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.time.Duration;

/** What ends a connection that could carry requests. One method for each way to stand when the close begins. */
final class ExchangeRules {

    /** Below this servers hardly ever set an idle timeout that is not of whole seconds. */
    private static final long BRIEF = 3_000_000_000L;
    /** A page with which a server says that it waited long enough; it is a part of the close. */
    private static final long WITH_THE_CLOSE = 150_000_000;

    private final Course course;
    private final LateAnswer late;
    private final RequestBehindPause behindPause;

    ExchangeRules(Course course) {
        this.course = course;
        this.late = new LateAnswer(course);
        this.behindPause = new RequestBehindPause(course);
    }

    Draft decide() {
        if (course.close().isEmpty()) {
            return late.withoutClose().orElseGet(this::open);
        }
        var close = course.close().get();
        var stalled = new Stall(course).decide(close);
        if (stalled.isPresent()) {
            return stalled.get();
        }
        if (course.lastOf(Peer.CLIENT).isEmpty() && course.story().sight().fromTheStart()) {
            return unused(close);
        }
        if (course.turns().isEmpty()) {
            return onlyTheEnd(close);
        }
        if (Tunnel.is(course)) {
            return tunnel(close);
        }
        var refused = new EarlyRefusal(course).decide(close);
        if (refused.isPresent()) {
            return refused.get();
        }
        return course.isOutstanding() ? outstanding(close) : answered(close);
    }

    private Draft open() {
        return Draft.of(Cause.STILL_OPEN, 0.95)
                .silent(phase())
                .gap(course.lastPayload(), course.end())
                .because("evidence.no-close");
    }

    private Phase phase() {
        if (!course.isHandshakeDone()) {
            return Phase.HANDSHAKE;
        }
        if (Tunnel.is(course)) {
            return Phase.TUNNEL;
        }
        return course.isOutstanding() ? Phase.AWAITING_RESPONSE : Phase.IDLE;
    }

    private Draft unused(Close close) {
        var since = course.lastPayload(close.nanos() - WITH_THE_CLOSE);
        var silence = Silences.isSilence(close.nanos() - since);
        if (close.by() == Peer.CLIENT) {
            return silence
                    ? Draft.of(Cause.CLIENT_IDLE_TIMEOUT, 0.85)
                            .ended(close, Phase.UNUSED)
                            .gap(since, close.nanos())
                            .timer(Timer.IDLE)
                            .because("evidence.never-asked")
                            .or(Cause.NORMAL_CLOSE, "tells.client-log")
                    : Draft.of(Cause.HANDSHAKE_ABORTED_BY_CLIENT, 0.65)
                            .ended(close, Phase.HANDSHAKE)
                            .saying("finding.handshake-aborted-by-client.late")
                            .because("evidence.never-asked")
                            .or(Cause.CERTIFICATE_REJECTED, "tells.client-log")
                            .or(Cause.NORMAL_CLOSE, "tells.client-log");
        }
        if (silence) {
            return behindPause
                    .onto(close, since)
                    .orElseGet(() -> Draft.of(Cause.UNUSED_CONNECTION_TIMEOUT, 0.93)
                            .ended(close, Phase.UNUSED)
                            .gap(since, close.nanos())
                            .timer(Timer.HEADER)
                            .because("evidence.never-asked"));
        }
        return unusedAtOnce(close);
    }

    /** The capture begins after the last exchange: the silence is at least what it shows. */
    private Draft onlyTheEnd(Close close) {
        var begun = course.first(was -> true).map(Observation::nanos).orElse(0L);
        var cause = close.by() == Peer.CLIENT ? Cause.CLIENT_IDLE_TIMEOUT : Cause.SERVER_IDLE_TIMEOUT;
        return Draft.of(Silences.isSilence(close.nanos() - begun) ? cause : Cause.NORMAL_CLOSE, 0.6)
                .ended(close, Phase.IDLE)
                .gap(begun, close.nanos())
                .because("evidence.only-the-end")
                .or(Silences.isSilence(close.nanos() - begun) ? Cause.NORMAL_CLOSE : cause, "tells.longer-capture");
    }

    private Draft unusedAtOnce(Close close) {
        if (close.how() == How.NOTIFY_FIN && course.records().isTls13()) {
            return Draft.of(Cause.HANDSHAKE_REFUSED, 0.6)
                    .ended(close, Phase.HANDSHAKE)
                    .saying("finding.handshake-refused.hidden")
                    .because("evidence.hidden-alert", close.frame())
                    .or(Cause.NORMAL_CLOSE, "tells.keys");
        }
        return Draft.of(close.how() == How.RST ? Cause.SERVER_RESET : Cause.SERVER_CRASHED, 0.5)
                .ended(close, Phase.UNUSED)
                .because("evidence.never-asked")
                .or(Cause.NORMAL_CLOSE, "tells.server-log");
    }

    private Draft tunnel(Close close) {
        var last = course.last().orElseThrow();
        var gap = close.nanos() - last.ends();
        if (!Silences.isSilence(gap)) {
            var server = course.lastOf(Peer.SERVER).map(Turn::ends).orElse(last.begins());
            if (close.by() == Peer.SERVER
                    && close.how() == How.RST
                    && course.isOutstanding()
                    && Silences.isSilence(last.begins() - server)) {
                return behindPause.reset(close, server, last);
            }
            return Draft.of(close.how() == How.RST ? Cause.SERVER_RESET : Cause.NORMAL_CLOSE, 0.8)
                    .ended(close, Phase.TUNNEL)
                    .gap(last.ends(), close.nanos())
                    .or(Cause.SERVER_CRASHED, "tells.keys");
        }
        if (close.by() == Peer.CLIENT) {
            return Draft.of(Cause.CLIENT_IDLE_TIMEOUT, Silences.isRound(gap) ? 0.75 : 0.6)
                    .ended(close, Phase.TUNNEL)
                    .gap(last.ends(), close.nanos())
                    .or(Cause.NORMAL_CLOSE, "tells.client-log");
        }
        var since = tunnelTimer(close, last);
        return Draft.of(Cause.TUNNEL_IDLE_TIMEOUT, 0.88)
                .ended(close, Phase.TUNNEL)
                .gap(since, close.nanos())
                .timer(Timer.TUNNEL)
                .because("evidence.small-messages")
                .or(Cause.RESPONSE_CUT, "tells.keys")
                .or(Cause.SERVER_IDLE_TIMEOUT, "tells.keys");
    }

    /** Only what the origin says restarts Tengine's timer; so the server's last word may be what the silence counts from. */
    private long tunnelTimer(Close close, Turn last) {
        var server = course.lastOf(Peer.SERVER).map(Turn::ends).orElse(last.ends());
        var fits = Silences.isRound(close.nanos() - server) && !Silences.isRound(close.nanos() - last.ends());
        return fits ? server : last.ends();
    }

    private Draft answered(Close close) {
        var last = course.last().orElseThrow();
        var decided = late.decide(close);
        if (decided.isPresent()) {
            return decided.get();
        }
        var broken = new BrokenOff(course).decide(close, last);
        if (broken.isPresent()) {
            return broken.get();
        }
        if (close.by() == Peer.SERVER && saidGoaway(close, last)) {
            return idle(close, last.paused(), Silences.isRound(last.latest() - last.paused()));
        }
        var gap = close.nanos() - last.ends();
        var request = course.lastOf(Peer.CLIENT);
        if (close.by() == Peer.SERVER
                && request.filter(asked -> asked.content().isUnfinished()).isPresent()) {
            if (Silences.isSilence(last.begins() - request.get().ends())) {
                return Unfinished.known(close, request.get(), last.begins());
            }
            if (Silences.isSilence(gap)) {
                return Unfinished.known(close, request.get());
            }
        }
        if (close.by() == Peer.CLIENT) {
            return answeredClientLeaves(close, last, gap);
        }
        var race = behindPause.onto(close, last.ends());
        if (race.isPresent()) {
            return race.get();
        }
        return gap < Silences.AT_ONCE ? new ClosedAtOnce(course).decide(close, last) : idle(close, last);
    }

    private Draft idle(Close close, Turn last) {
        if (close.how() == How.RST && Profiles.all().isPathTimer(close.nanos() - last.ends())) {
            return Draft.of(Cause.PATH_RESET, 0.8)
                    .ended(close, Phase.IDLE)
                    .gap(last.ends(), close.nanos())
                    .timer(Timer.IDLE)
                    .saying("finding.path-reset.unasked", Duration.ofNanos(close.nanos() - last.ends()))
                    .because("evidence.reset-unasked", close.frame())
                    .or(Cause.SERVER_IDLE_TIMEOUT, "tells.ttl");
        }
        var brief = close.nanos() - last.ends() < BRIEF;
        if (close.how() != How.NOTIFY_FIN && brief && !Silences.isRound(close.nanos() - last.ends())) {
            return broken(close, last);
        }
        var streamed = last.content() == Content.UNKNOWN
                && last.bursts() >= 2
                && close.how() == How.NOTIFY_FIN
                && course.requests() == 1;
        var round = Silences.isRound(close.nanos() - last.ends());
        if (streamed) {
            return Draft.of(Cause.RESPONSE_CUT, 0.7)
                    .ended(close, Phase.RESPONSE)
                    .gap(last.ends(), close.nanos())
                    .timer(Timer.RESPONSE)
                    .because("evidence.streamed", last.bursts())
                    .or(Cause.SERVER_IDLE_TIMEOUT, "tells.keys");
        }
        var draft = idle(close, last.ends(), round);
        if (last.content() == Content.WHOLE) {
            return draft.more(0.5).because("evidence.response-whole");
        }
        draft.or(Cause.RESPONSE_CUT, "tells.keys");
        if (course.requests() == 1 && !course.isHttp2()) {
            draft.or(Cause.BODY_TIMEOUT, "tells.keys-request");
        }
        return close.how() == How.NOTIFY_FIN ? draft : draft.or(Cause.SERVER_CRASHED, "tells.server-log");
    }

    /** No timer is as long as this silence was, and nothing was said: the server is gone, in mid-answer or behind it. */
    private static Draft broken(Close close, Turn last) {
        return Draft.of(close.how() == How.RST ? Cause.SERVER_RESET : Cause.SERVER_CRASHED, 0.6)
                .ended(close, Phase.RESPONSE)
                .gap(last.ends(), close.nanos())
                .because("evidence.no-timer")
                .or(Cause.SERVER_IDLE_TIMEOUT, "tells.keys")
                .or(Cause.RESPONSE_CUT, "tells.keys");
    }

    private static Draft idle(Close close, long since, boolean round) {
        return Draft.of(Cause.SERVER_IDLE_TIMEOUT, confidence(close.how(), round))
                .ended(close, Phase.IDLE)
                .gap(since, close.nanos())
                .timer(Timer.IDLE);
    }

    /** HTTP/2: what a server says unasked, after a pause and with its close, is GOAWAY with a word on why. */
    private boolean saidGoaway(Close close, Turn last) {
        return (course.isHttp2() || course.records().mayBeHttp2())
                && last.content() == Content.UNKNOWN
                && Silences.isSilence(last.latest() - last.paused())
                && close.nanos() - last.ends() < WITH_THE_CLOSE;
    }

    private static double confidence(How how, boolean round) {
        return switch (how) {
            case NOTIFY_FIN -> round ? 0.95 : 0.88;
            case FIN -> round ? 0.9 : 0.75;
            case RST, ALERT, SILENCE -> round ? 0.8 : 0.6;
        };
    }

    private Draft answeredClientLeaves(Close close, Turn last, long gap) {
        var goesOn = course.after().stream().anyMatch(was -> was.by() == Peer.SERVER && isMoreAnswer(was));
        if (goesOn || close.how() == How.RST && gap < Silences.AT_ONCE && last.bytes() > (1 << 16)) {
            return Draft.of(Cause.CLIENT_GAVE_UP, 0.85)
                    .ended(close, Phase.RESPONSE)
                    .gap(last.ends(), close.nanos())
                    .saying("finding.client-gave-up.response")
                    .because("evidence.server-goes-on")
                    .or(Cause.NORMAL_CLOSE, "tells.keys");
        }
        if (!Silences.isSilence(gap)) {
            return new ClosedAtOnce(course).byClient(close, last);
        }
        return Draft.of(Cause.CLIENT_IDLE_TIMEOUT, Silences.isRound(gap) ? 0.95 : 0.88)
                .ended(close, Phase.IDLE)
                .gap(last.ends(), close.nanos())
                .timer(Timer.IDLE)
                .or(Cause.NORMAL_CLOSE, "tells.client-log")
                .or(Cause.CLIENT_GAVE_UP, "tells.keys");
    }

    /** Bytes that nobody saw may have been lost, unless all that this end sent is known so. */
    private boolean isMoreAnswer(Observation was) {
        return was.what() == What.RESPONSE
                || was.what() == What.DATA
                        && (!course.records().isMissed(was) || course.alone().isPresent())
                        && !course.records().mayBeAlert(was)
                        && !course.records().isControl(was);
    }

    private Draft outstanding(Close close) {
        var request = course.last().orElseThrow();
        if (close.by() == Peer.CLIENT) {
            return clientLeaves(close, request);
        }
        var answer = course.lastOf(Peer.SERVER);
        var since = close.nanos() - request.ends();
        if (request.content() == Content.HEAD_UNFINISHED) {
            return Unfinished.known(close, request);
        }
        if (answer.isPresent()
                && Silences.isSilence(request.begins() - answer.get().ends())) {
            if (close.how() == How.RST && since < Silences.AT_ONCE) {
                return behindPause.reset(close, answer.get().ends(), request);
            }
            if (close.how() != How.RST && since <= course.roundTrip() && request.bursts() == 1) {
                return behindPause.crossed(close, answer.get().ends(), request);
            }
        }
        return Silences.isSilence(since)
                ? new Unfinished(course).decide(close, request)
                : new ClosedAtOnce(course).unanswered(close, request);
    }

    private Draft clientLeaves(Close close, Turn request) {
        var answer = course.after().stream()
                .filter(was -> was.by() == Peer.SERVER && isMoreAnswer(was))
                .findFirst();
        var refused = course.after().stream().anyMatch(was -> was.what() == What.RST && was.by() == Peer.CLIENT);
        if (close.how() == How.FIN && answer.isPresent() && !refused) {
            return Draft.of(Cause.NORMAL_CLOSE, 0.75)
                    .ended(close, Phase.AWAITING_RESPONSE)
                    .gap(request.ends(), close.nanos())
                    .saying("finding.normal-close.half")
                    .because("evidence.half-closed", answer.get().frame())
                    .or(Cause.CLIENT_GAVE_UP, "tells.client-log");
        }
        return Draft.of(Cause.CLIENT_GAVE_UP, 0.93)
                .ended(close, Phase.AWAITING_RESPONSE)
                .gap(request.ends(), close.nanos())
                .timer(Timer.RESPONSE)
                .because("evidence.unanswered", request.frames().last());
    }
}
