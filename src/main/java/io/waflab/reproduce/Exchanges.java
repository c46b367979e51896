package io.waflab.reproduce;

import io.waflab.connection.Peer;
import io.waflab.diagnose.Spoken;
import java.time.Duration;
import java.util.List;

/** Puts the requests and answers of a connection into a scenario: sizes, pauses, how long each answer took. */
final class Exchanges {

    /** Shorter pauses are the machine's own; played faster, they would be lost in it. */
    static final Duration PAUSE = Duration.ofMillis(500);
    /** Turns that are played; of a longer connection the latest. */
    static final int MOST_TURNS = 80;

    /** What the proxy's own head of an answer takes, with Server, Date, Content-Length and Connection. */
    private static final long ANSWER_HEAD = 124;
    /** The same as fields of HTTP/2, with the two frames' own heads. */
    private static final long HTTP2_ANSWER_HEAD = 61;

    private static final long LONGEST_FILL = 7_000;
    private static final int FILL_LINE = "X-Fill: \r\n".length();

    private final ScenarioDraft draft;
    private final List<Spoken> turns;
    private long before;
    private int number;

    /** @param connected when the first request could have gone out, since the story began */
    Exchanges(ScenarioDraft draft, List<Spoken> turns, long connected) {
        this.draft = draft;
        this.turns = turns.subList(Math.max(0, turns.size() - MOST_TURNS), turns.size());
        before = connected;
        if (turns.size() > MOST_TURNS) {
            draft.note("client.steps.0", "only the last " + MOST_TURNS + " of " + turns.size() + " turns are played");
        }
    }

    List<Spoken> turns() {
        return turns;
    }

    /** All turns: each request answered as it was. */
    void play() {
        play(turns.size(), "");
    }

    /** All turns. @param more words of the last request's step */
    void play(String more) {
        play(turns.size(), more);
    }

    private void play(int count, String more) {
        for (var i = 0; i < count; i++) {
            var turn = turns.get(i);
            if (turn.by() == Peer.CLIENT) {
                request(turn, i + 2 >= count ? more : "");
                if (i + 1 < count) {
                    answer(turn, turns.get(i + 1));
                }
            }
        }
    }

    /**
     * All but the last request, which is left to the caller: the turns behind it are left out.
     *
     * @throws IllegalArgumentException when there are no turns
     */
    Spoken playButTheLastRequest() {
        if (turns.isEmpty()) {
            throw new IllegalArgumentException(
                    "the capture shows neither a request nor an answer (expected one that the lab can play again)");
        }
        var last = turns.size() - 1;
        while (last > 0 && turns.get(last).by() != Peer.CLIENT) {
            last--;
        }
        play(last, "");
        return turns.get(last);
    }

    /**
     * One request of a turn's size.
     *
     * @param more words of the step
     */
    void request(Spoken turn, String more) {
        pause(turn);
        var target = "/" + ++number;
        draft.step(words(target, turn.bytes(), more), "frame " + turn.frame() + ": " + turn.bytes() + " bytes");
        before = turn.ends();
    }

    /** Asks for the last request's target again, which the origin answers as this says. */
    void answersLast(Behaviour behaviour, String why) {
        draft.answers(target(), behaviour, why);
    }

    String target() {
        return "/" + number;
    }

    /** What a turn says is played by other steps than requests. */
    void passed(Spoken turn) {
        before = turn.ends();
    }

    /** How long before now the last answer was over. */
    Duration idleUntil(long nanos) {
        return Duration.ofNanos(Math.max(0, nanos - turns.get(turns.size() - 1).ends()));
    }

    /** How long the body of an answer of HTTP/1.1 of that size is, with the proxy's own head. */
    static long body(Spoken answered) {
        return Math.max(1, answered.bytes() - ANSWER_HEAD);
    }

    void pause(Spoken turn) {
        var idle = turn.since(before);
        if (idle.compareTo(PAUSE) >= 0) {
            draft.step("pause:" + LabClock.text(idle), "the client was silent before frame " + turn.frame());
        }
    }

    private void answer(Spoken asked, Spoken answered) {
        var behaviour = Behaviour.of(Answer.ok(Math.max(0, answered.bytes() - head())));
        var why = "frame " + answered.frame() + ": " + answered.bytes() + " bytes with the head";
        var waited = answered.since(asked.ends());
        if (waited.compareTo(PAUSE) >= 0) {
            behaviour = behaviour.on(Moment.RESPONSE_HEAD, Effect.Kind.WAIT, waited);
            why += ", " + LabClock.text(waited) + " after the request";
        }
        var lasted = Duration.ofNanos(answered.ends() - answered.begins());
        if (lasted.compareTo(PAUSE) >= 0) {
            behaviour = behaviour.on(Moment.RESPONSE_BODY, new Effect(Effect.Kind.DRIP, lasted.dividedBy(4), 4));
            why += ", in " + LabClock.text(lasted);
        }
        draft.answers(target(), behaviour, why);
        draft.step("response");
        before = answered.ends();
    }

    /** What the proxy's own head of an answer takes. */
    private long head() {
        return draft.isHttp2() ? HTTP2_ANSWER_HEAD : ANSWER_HEAD;
    }

    /** A request's step whose head takes so many bytes, or with a body when that were too long a line. */
    private String words(String target, long bytes, String more) {
        if (draft.isHttp2()) {
            return http2Words(target, bytes, more);
        }
        var empty = Request.get(target).head(host()).length() + more(more);
        if (bytes - empty > LONGEST_FILL) {
            var body = bytes - empty - ("Content-Length: " + bytes + "\r\n").length() - 1;
            return "request:POST " + target + more + " body=" + Math.max(0, body);
        }
        var fill = bytes - empty - FILL_LINE;
        var query = fill > 0 || bytes <= empty ? "" : "?" + "q".repeat((int) (bytes - empty - 1));
        return "request:" + target + query + more + (fill > 0 ? " fill=" + fill : "");
    }

    /** The same of HEADERS; field names and values have no code that makes them shorter. */
    private String http2Words(String target, long bytes, String more) {
        var request = Request.get(target);
        var empty = http2Size(request);
        if (bytes - empty > LONGEST_FILL) {
            var posted = Request.post(target, bytes);
            var frames = 1 + bytes / Http2Frame.LARGEST;
            var body = bytes - http2Size(posted) - frames * Http2Frame.HEAD;
            return "request:POST " + target + more + " body=" + Math.max(0, body);
        }
        var field = http2Size(request.withHeader("X-Fill: " + "f".repeat((int) Math.max(0, bytes - empty)))) - empty;
        var fill = 2 * (bytes - empty) - field;
        var query = fill > 0 || bytes <= empty ? "" : "?" + "q".repeat((int) (bytes - empty - 1));
        return "request:" + target + query + more + (fill > 0 ? " fill=" + fill : "");
    }

    private long http2Size(Request request) {
        return Http2Request.frames(request, 1, !draft.isPlain(), host()).remaining();
    }

    private static int more(String words) {
        return words.contains("header=") ? words.strip().length() - "header=".length() + 3 : 0;
    }

    private String host() {
        return draft.sni().isEmpty() ? "lab.test" : draft.sni();
    }
}
