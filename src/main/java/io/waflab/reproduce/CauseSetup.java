package io.waflab.reproduce;

import io.waflab.config.Directive;
import io.waflab.connection.Cause;
import io.waflab.connection.Peer;
import io.waflab.diagnose.Finding;
import io.waflab.diagnose.Outcome;
import io.waflab.diagnose.Spoken;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.time.Duration;

/** What brings about the end of a connection whose handshake was done: the exchanges, and what goes wrong behind them. */
final class CauseSetup {

    /** Played, the client misses the server's close by at least this. */
    private static final double MISSED_BY_SECONDS = 0.06;

    /** A timer that is not to run out: no verdict is about it. */
    static final String OUT_OF_THE_WAY = "1h";

    private static final String NOTIFY = Directive.CLOSE_NOTIFY.word();
    private static final long HALF = 4_000;
    static final Duration AT_ONCE = Duration.ofMillis(900);

    private final ScenarioDraft draft;
    private final Finding finding;
    private final Outcome outcome;
    private final double speed;

    /** The client's end. */
    interface Leave {
        /** @param waited whether the silence before it has been played already */
        void run(boolean waited);
    }

    CauseSetup(ScenarioDraft draft, Finding finding, Outcome outcome, double speed) {
        this.draft = draft;
        this.finding = finding;
        this.outcome = outcome;
        this.speed = speed;
    }

    void make(Exchanges exchanges, ConnectionStory story, Leave leave) {
        closeNotify();
        switch (finding.cause()) {
            case UNUSED_CONNECTION_TIMEOUT -> idle("client_header_timeout", TimerValue.of(finding, sinceAccept(story)));
            case SERVER_IDLE_TIMEOUT -> {
                exchanges.play();
                idle("keepalive_timeout", TimerValue.of(finding));
            }
            case SERVER_MAX_REQUESTS -> maxRequests(exchanges);
            case KEEPALIVE_RACE -> {
                race(exchanges, story);
                return;
            }
            case HEADER_TIMEOUT, BODY_TIMEOUT, SEND_TIMEOUT -> unfinished(exchanges, story);
            case RESPONSE_TIMEOUT -> responseTimeout(exchanges, story, leave);
            case RESPONSE_CUT -> cut(exchanges);
            case TUNNEL_IDLE_TIMEOUT -> tunnel(exchanges);
            case CLIENT_GAVE_UP -> gaveUp(exchanges, leave);
            case UPSTREAM_FAILED_AT_ONCE -> failed(exchanges);
            case PATH_SILENT, PATH_RESET, SERVER_RESET, SERVER_CRASHED -> {
                new PathSetup(draft, finding, outcome, speed).requested(exchanges);
                return;
            }
            case NORMAL_CLOSE -> normal(exchanges);
            case REQUEST_REFUSED -> {
                exchanges.playButTheLastRequest();
                draft.step("send:no such protocol\\r\\n\\r\\n", "what the server refuses with 400, and closes");
                draft.step("response");
            }
            default -> exchanges.play();
        }
        if (finding.cause() != Cause.RESPONSE_TIMEOUT && finding.cause() != Cause.CLIENT_GAVE_UP) {
            leave.run(false);
        }
    }

    /** Where the server closed over TLS, and nginx would have said close_notify and it did not, or the reverse. */
    private void closeNotify() {
        if (draft.isPlain() || !outcome.closedBy().equals("server")) {
            return;
        }
        switch (finding.cause()) {
            case HEADER_TIMEOUT, BODY_TIMEOUT -> {
                if (outcome.how().equals("close_notify+fin") && !draft.isHttp2()) {
                    draft.directive(
                            NOTIFY,
                            "half_requests",
                            "the server said close_notify after half a request; nginx does not");
                }
            }
            case UNUSED_CONNECTION_TIMEOUT,
                    SERVER_IDLE_TIMEOUT,
                    SERVER_MAX_REQUESTS,
                    KEEPALIVE_RACE,
                    RESPONSE_TIMEOUT,
                    RESPONSE_CUT,
                    TUNNEL_IDLE_TIMEOUT,
                    UPSTREAM_FAILED_AT_ONCE,
                    REQUEST_REFUSED,
                    NORMAL_CLOSE -> {
                if (outcome.how().equals("fin")) {
                    draft.directive(NOTIFY, "never", "the server's end was a bare FIN; nginx says close_notify here");
                }
            }
            default -> {}
        }
    }

    /**
     * The timer of a connection in good standing. Where the server's end was RST, a relay in front of the proxy does that
     * after the same silence.
     */
    private void idle(String directive, TimerValue value) {
        if (!outcome.how().equals("rst")) {
            draft.directive(directive, value.text(), value.why());
            return;
        }
        draft.path(
                PathDeed.Kind.BREAK_IDLE,
                LabClock.parse(value.text()),
                value.why() + "; nginx closes in another way, so that a relay does it");
        draft.directive(directive, OUT_OF_THE_WAY, "longer than the path");
    }

    private static Duration sinceAccept(ConnectionStory story) {
        return Duration.ofNanos(story.observations().stream()
                .filter(seen -> seen.by() == Peer.SERVER)
                .filter(seen -> seen.what() == What.FIN || seen.what() == What.RST)
                .mapToLong(Observation::nanos)
                .min()
                .orElse(0));
    }

    private void timer(String directive) {
        var value = TimerValue.of(finding);
        draft.directive(directive, value.text(), value.why());
    }

    private void maxRequests(Exchanges exchanges) {
        exchanges.play();
        var requests = exchanges.turns().stream()
                .filter(turn -> turn.by() == Peer.CLIENT)
                .count();
        draft.directive("keepalive_requests", String.valueOf(Math.max(1, requests)), "so many requests were answered");
    }

    private void race(Exchanges exchanges, ConnectionStory story) {
        exchanges.play();
        timer("keepalive_timeout");
        var closed = story.observations().stream()
                .filter(seen -> seen.by() == Peer.SERVER)
                .filter(seen -> seen.what() == What.ALERT || seen.what() == What.FIN)
                .findFirst();
        var late = story.observations().stream()
                .filter(seen ->
                        closed.isPresent() && seen.nanos() > closed.get().nanos())
                .filter(seen -> seen.by() == Peer.CLIENT)
                .filter(seen -> seen.what() == What.DATA || seen.what() == What.REQUEST)
                .findFirst();
        var seen = late.map(data -> data.nanos() - closed.get().nanos()).orElse(0L);
        var missed = Duration.ofNanos(Math.max(seen, Math.round(MISSED_BY_SECONDS * speed * 1e9)));
        draft.step(
                "pause:" + LabClock.text(outcome.gap().orElse(Duration.ZERO).plus(missed)),
                "does not read; the server closes, and the next request comes " + LabClock.text(missed)
                        + " later (in the capture " + LabClock.text(Duration.ofNanos(seen)) + ")");
        var size = late.map(data -> data.size()).orElse(100L);
        exchanges.request(
                new Spoken(Peer.CLIENT, 0, 0, late.map(data -> data.frame()).orElse(0), size), "");
        draft.step("read-to-end:" + LabClock.text(Duration.ofSeconds(Math.round(2 * speed))));
        draft.step("fin");
    }

    private void unfinished(Exchanges exchanges, ConnectionStory story) {
        var first = exchanges.turns().stream().noneMatch(turn -> turn.by() == Peer.SERVER);
        var last = exchanges.playButTheLastRequest();
        if (outcome.how().equals("rst")) {
            draft.directive("reset_timedout_connection", "on", "the server's end is RST");
        }
        switch (finding.cause()) {
            case HEADER_TIMEOUT -> {
                exchanges.request(last, " head=" + Math.max(1, last.bytes() - 1));
                var value = first ? TimerValue.of(finding, sinceAccept(story)) : TimerValue.of(finding);
                draft.directive("client_header_timeout", value.text(), value.why());
            }
            case BODY_TIMEOUT -> {
                exchanges.request(
                        new Spoken(Peer.CLIENT, last.begins(), last.ends(), last.frame(), 0),
                        " body=" + (last.bytes() + HALF) + " sent=" + last.bytes());
                timer("client_body_timeout");
            }
            default -> {
                exchanges.request(last, "");
                exchanges.answersLast(Behaviour.of(Answer.ok(20 << 20)), "more than all buffers on the way hold");
                draft.step("read:1000");
                draft.step(
                        "pause:"
                                + LabClock.text(
                                        outcome.gap().orElse(Duration.ZERO).plusSeconds(5)),
                        "does not read");
                timer("send_timeout");
            }
        }
    }

    private void responseTimeout(Exchanges exchanges, ConnectionStory story, Leave leave) {
        var last = exchanges.playButTheLastRequest();
        exchanges.request(last, "");
        exchanges.answersLast(
                Behaviour.of(Answer.ok(100)).on(Moment.RESPONSE_HEAD, Effect.Kind.SILENT, Effect.LONG),
                "no answer came in the proxy's time");
        timer("proxy_read_timeout");
        draft.step("response", "the gateway's own: 504");
        if (outcome.closedBy().equals("server")) {
            behindTheAnswer(exchanges, story);
        }
        leave.run(true);
    }

    private void behindTheAnswer(Exchanges exchanges, ConnectionStory story) {
        var closed = story.observations().stream()
                .filter(seen -> seen.by() == Peer.SERVER)
                .filter(seen -> seen.what() == What.ALERT || seen.what() == What.FIN || seen.what() == What.RST)
                .mapToLong(Observation::nanos)
                .max()
                .orElse(0);
        var idle = exchanges.idleUntil(closed);
        if (idle.compareTo(AT_ONCE) < 0) {
            draft.directive("gateway_timeout_closes", "on", "the server closed right behind its 504");
        } else {
            draft.directive(
                    "keepalive_timeout", ConnectionTimers.text(idle), "the server closed so long after its 504");
        }
    }

    private void cut(Exchanges exchanges) {
        var last = exchanges.playButTheLastRequest();
        var turns = exchanges.turns();
        var answer = turns.get(turns.size() - 1);
        exchanges.request(last, "");
        var half = answer.by() == Peer.SERVER ? Math.max(100, answer.bytes() - 150) : HALF;
        var gap = outcome.gap().orElse(Duration.ZERO);
        var behaviour = Behaviour.of(Answer.ok(2 * half));
        if (gap.compareTo(AT_ONCE) < 0) {
            exchanges.answersLast(
                    behaviour.on(Moment.RESPONSE_BODY, Effect.Kind.CLOSE, gap), "the origin died in mid-answer");
        } else {
            exchanges.answersLast(
                    behaviour.on(Moment.RESPONSE_BODY, Effect.Kind.SILENT, Effect.LONG),
                    "half of the answer, and then nothing");
            timer("proxy_read_timeout");
        }
        draft.directive("proxy_buffering", "off", "so that the half goes on to the client at once");
        draft.step("response");
    }

    private void tunnel(Exchanges exchanges) {
        var turns = exchanges.turns();
        timer("proxy_read_timeout");
        var upgraded = false;
        for (var turn : turns) {
            if (turn.by() == Peer.SERVER) {
                exchanges.passed(turn);
                continue;
            }
            exchanges.pause(turn);
            exchanges.passed(turn);
            if (!upgraded) {
                draft.step("websocket:/ws", "frame " + turn.frame() + ": the upgrade");
                upgraded = true;
                continue;
            }
            var length = (int) Math.max(1, Math.min(125, turn.bytes() - 6));
            draft.step("text:" + "m".repeat(length), "frame " + turn.frame() + ": " + turn.bytes() + " bytes");
            draft.step("await-message:" + LabClock.text(Duration.ofSeconds(Math.round(2 * speed))));
        }
    }

    private void gaveUp(Exchanges exchanges, Leave leave) {
        var last = exchanges.playButTheLastRequest();
        exchanges.request(last, "");
        draft.directive("proxy_read_timeout", OUT_OF_THE_WAY, "longer than the client waits");
        if (!outcome.phase().equals("response")) {
            exchanges.answersLast(
                    Behaviour.of(Answer.ok(100)).on(Moment.RESPONSE_HEAD, Effect.Kind.SILENT, Effect.LONG),
                    "no answer came while the client waited");
            leave.run(false);
            return;
        }
        var turns = exchanges.turns();
        var came = Math.max(HALF, turns.get(turns.size() - 1).bytes());
        exchanges.answersLast(
                Behaviour.of(Answer.ok(2 * came)).on(Moment.RESPONSE_BODY, Effect.Kind.SILENT, Effect.LONG),
                "the rest of the answer did not come while the client waited");
        draft.directive("proxy_buffering", "off", "so that what there is of an answer goes on at once");
        draft.step("read-to-end:" + LabClock.text(outcome.gap().orElse(Duration.ZERO)), "the client waits, and reads");
        leave.run(true);
    }

    private void failed(Exchanges exchanges) {
        var requests = exchanges.turns().stream()
                .filter(turn -> turn.by() == Peer.CLIENT)
                .count();
        var last = exchanges.playButTheLastRequest();
        exchanges.request(last, "");
        if (requests <= 1) {
            draft.refusesConnections("the gateway could not connect: 502 at once");
        } else {
            exchanges.answersLast(
                    Behaviour.of(Answer.ok(100)).on(Moment.RESPONSE_HEAD, Effect.Kind.CLOSE, Duration.ZERO),
                    "closes instead of an answer: 502 at once");
        }
        draft.step("response", "the gateway's own: 502");
    }

    private void normal(Exchanges exchanges) {
        if (!outcome.closedBy().equals("server")) {
            exchanges.play();
            return;
        }
        exchanges.play(" header=Connection:close");
    }
}
