package io.waflab.reproduce;

import io.waflab.connection.Cause;
import io.waflab.connection.Peer;
import io.waflab.diagnose.Finding;
import io.waflab.diagnose.Outcome;
import io.waflab.diagnose.Spoken;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.time.Duration;

/** What brings about an end that no rule of HTTP makes: a path that forgets or resets, a server that is gone. */
final class PathSetup {

    /** What the machine takes for the handshake before, more than the capture at this speed. */
    private static final double HANDSHAKE_SECONDS = 0.02;
    /** What a request that nobody answers waits for, played: some of the kernel's retransmissions. */
    private static final double UNANSWERED_SECONDS = 3.2;

    /** Played, the silence in which a path forgets is at least this long. */
    private static final double TO_ACT_SECONDS = 0.6;

    private static final long ANSWER = 4_000;

    private final ScenarioDraft draft;
    private final Finding finding;
    private final Outcome outcome;
    private final double speed;

    PathSetup(ScenarioDraft draft, Finding finding, Outcome outcome, double speed) {
        this.draft = draft;
        this.finding = finding;
        this.outcome = outcome;
        this.speed = speed;
    }

    /** Behind a handshake, at the last request. */
    void requested(Exchanges exchanges) {
        var turns = exchanges.turns();
        var last = exchanges.playButTheLastRequest();
        var before =
                turns.indexOf(last) > 0 ? turns.get(turns.indexOf(last) - 1).ends() : 0;
        var idle = last.since(before);
        if (finding.cause() == Cause.PATH_SILENT) {
            idle = idle.plus(pause(idle));
        }
        exchanges.request(last, "");
        answer(exchanges, turns.get(turns.size() - 1));
        draft.directive("proxy_buffering", "off", "so that what there is of an answer goes on at once");
        switch (finding.cause()) {
            case PATH_SILENT -> forgets(Duration.ofNanos(before).plus(idle.dividedBy(2)), "request");
            case PATH_RESET ->
                draft.path(
                        PathDeed.Kind.RESET_IDLE,
                        idle.dividedBy(2),
                        "half of the silence before the client's last request");
            default -> breaksOff(turns.get(turns.size() - 1).ends());
        }
        leave();
    }

    private void answer(Exchanges exchanges, Spoken last) {
        var answered = last.by() == Peer.SERVER
                && (finding.cause() == Cause.SERVER_RESET || finding.cause() == Cause.SERVER_CRASHED);
        if (finding.cause() == Cause.PATH_SILENT) {
            exchanges.answersLast(Behaviour.of(Answer.ok(ANSWER)), "at once: nothing but the path keeps it back");
        } else if (answered) {
            exchanges.answersLast(
                    Behaviour.of(Answer.ok(2 * Exchanges.body(last)))
                            .on(Moment.RESPONSE_BODY, Effect.Kind.SILENT, Effect.LONG),
                    "never done");
        } else {
            exchanges.answersLast(
                    Behaviour.of(Answer.ok(ANSWER)).on(Moment.RESPONSE_HEAD, Effect.Kind.SILENT, Effect.LONG),
                    "never done");
        }
    }

    /** In the handshake, which the client begins and does not go on with. */
    void shakingHands(ConnectionStory story) {
        draft.step("connect");
        var spoken = story.observations().stream()
                .filter(seen -> seen.what() == What.HANDSHAKE)
                .toList();
        if (finding.cause() == Cause.PATH_SILENT) {
            forgets(pause(Duration.ZERO).dividedBy(2), "ClientHello");
        } else if (spoken.stream().anyMatch(seen -> seen.by() == Peer.SERVER)
                || !outcome.how().equals("rst")) {
            breaksOff(spoken.stream().mapToLong(Observation::nanos).max().orElse(0));
        } else {
            draft.path(PathDeed.Kind.RESET, Duration.ZERO, "nothing but RST came to the ClientHello");
        }
        draft.step("hello", "the client began the handshake, which was never done");
        leave();
    }

    /** Where the capture's silence before it is shorter, the client waits until a path can act. @return how long */
    private Duration pause(Duration idle) {
        var more = Duration.ofNanos(Math.round(TO_ACT_SECONDS * speed * 1e9)).minus(idle);
        if (more.isNegative()) {
            return Duration.ZERO;
        }
        draft.step("pause:" + LabClock.text(more), "more than in the capture: the path needs the time to act");
        return more;
    }

    private void forgets(Duration at, String what) {
        draft.path(PathDeed.Kind.FORGET, at, "before the client's last " + what);
    }

    /** The server's end in mid-exchange: after a silence, or else at the capture's time. @param last what was said */
    private void breaksOff(long last) {
        var gap = outcome.gap().orElse(Duration.ZERO);
        var resets = outcome.how().equals("rst");
        if (gap.compareTo(CauseSetup.AT_ONCE) >= 0) {
            draft.path(
                    resets ? PathDeed.Kind.BREAK_IDLE : PathDeed.Kind.CUT_IDLE,
                    gap,
                    "after this silence the server's end came");
            return;
        }
        var at = Duration.ofNanos(last).plus(gap).plusMillis(Math.round(HANDSHAKE_SECONDS * speed * 1e3));
        draft.path(resets ? PathDeed.Kind.BREAK : PathDeed.Kind.CUT, at, "when the server's end came");
    }

    private void leave() {
        var waits = Duration.ofNanos(Math.round(UNANSWERED_SECONDS * speed * 1e9));
        var gap = outcome.gap().orElse(Duration.ZERO);
        var broken = finding.cause() == Cause.SERVER_RESET || finding.cause() == Cause.SERVER_CRASHED;
        draft.step("read-to-end:" + LabClock.text(broken ? waits.plus(gap) : waits));
        if (outcome.client().isPresent()) {
            draft.step("fin");
        }
    }
}
