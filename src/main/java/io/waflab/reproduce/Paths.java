package io.waflab.reproduce;

import io.waflab.reproduce.Answer.Content;
import io.waflab.reproduce.Answer.Framing;
import io.waflab.reproduce.Behaviour.Tunnel;
import io.waflab.reproduce.Effect.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The behaviours that every origin knows by path, with the parameters each takes. */
final class Paths {

    private static final Duration BRIEFLY = Duration.ofMillis(100);

    private static final Map<String, Function<Target, Behaviour>> KNOWN = new TreeMap<>(Map.ofEntries(
            Map.entry("/ok", to -> ok(to)),
            Map.entry("/big", to -> ok(to)),
            Map.entry(
                    "/close",
                    to -> Behaviour.of(answer(to).with("Connection: close"))
                            .on(Moment.IDLE, Kind.CLOSE, Duration.ZERO)),
            Map.entry("/echo", to -> Behaviour.of(answer(to).with(Content.ECHO))),
            Map.entry("/wait", to -> ok(to).on(Moment.RESPONSE_HEAD, Kind.WAIT, to.time("t", Duration.ofSeconds(5)))),
            Map.entry("/silent", to -> ok(to).on(Moment.RESPONSE_HEAD, Kind.SILENT, held(to))),
            Map.entry("/noread", to -> ok(to).on(Moment.REQUEST, Kind.DEAF, held(to))),
            Map.entry("/stall", to -> half(to, Framing.LENGTH).on(Moment.RESPONSE_BODY, Kind.SILENT, held(to))),
            Map.entry("/stallchunked", to -> half(to, Framing.CHUNKED).on(Moment.RESPONSE_BODY, Kind.SILENT, held(to))),
            Map.entry("/halfhead", to -> ok(to).on(Moment.RESPONSE_HEAD, Kind.HALF, held(to))),
            Map.entry("/slowhead", to -> ok(to).on(Moment.RESPONSE_HEAD, drip(to))),
            Map.entry("/drip", Paths::dripping),
            Map.entry("/sse", Paths::events),
            Map.entry(
                    "/noclen",
                    to -> Behaviour.of(answer(to).with(Framing.UNTIL_CLOSE))
                            .on(Moment.RESPONSE_END, Kind.WAIT, to.time("t", Duration.ZERO))),
            Map.entry("/early", to -> ok(to).on(Moment.RESPONSE_HEAD, Kind.CLOSE, to.time("t", Duration.ZERO))),
            Map.entry("/rst", to -> ok(to).on(Moment.RESPONSE_HEAD, Kind.RESET, to.time("t", Duration.ZERO))),
            Map.entry(
                    "/short",
                    to -> half(to, Framing.LENGTH).on(Moment.RESPONSE_BODY, Kind.CLOSE, to.time("t", BRIEFLY))),
            Map.entry(
                    "/shortchunked",
                    to -> half(to, Framing.CHUNKED).on(Moment.RESPONSE_BODY, Kind.CLOSE, to.time("t", BRIEFLY))),
            Map.entry(
                    "/rstmid",
                    to -> half(to, Framing.LENGTH).on(Moment.RESPONSE_BODY, Kind.RESET, to.time("t", BRIEFLY))),
            Map.entry("/garbage", to -> ok(to).on(Moment.RESPONSE_HEAD, Kind.GARBAGE, Duration.ZERO)),
            Map.entry("/idleclose", to -> ok(to).on(Moment.IDLE, Kind.CLOSE, to.time("t", Duration.ofMillis(500)))),
            Map.entry("/idlerst", to -> ok(to).on(Moment.IDLE, Kind.RESET, to.time("t", Duration.ofMillis(500)))),
            Map.entry("/status", to -> Behaviour.of(status(to))),
            Map.entry(
                    "/sink",
                    to -> Behaviour.of(answer(to).with(Content.COUNT))
                            .reading((int) Math.min(Integer.MAX_VALUE, to.size("rate", 0)))),
            Map.entry("/early-answer", to -> ok(to).on(Moment.REQUEST, Effect.NONE)),
            Map.entry("/ws", to -> ok(to).upgrading(tunnel(to)))));

    private Paths() {}

    /**
     * The behaviour that the target asks for; empty for a path that is not known.
     *
     * @throws IllegalArgumentException for a parameter of the wrong form
     */
    static Optional<Behaviour> behaviour(Target target) {
        return Optional.ofNullable(KNOWN.get(target.path())).map(made -> made.apply(target));
    }

    /** All paths, in order, without their parameters. */
    static String names() {
        return String.join(", ", KNOWN.keySet());
    }

    private static Answer answer(Target to) {
        return Answer.ok(to.size("n", 100));
    }

    private static Behaviour ok(Target to) {
        return Behaviour.of(answer(to));
    }

    /** An answer of which n bytes are half. */
    private static Behaviour half(Target to, Framing framing) {
        return Behaviour.of(Answer.ok(2 * to.size("n", 100)).with(framing));
    }

    private static Answer status(Target to) {
        int status = to.count("c", 503);
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("c=" + status + " is no final status (expected 200 to 599)");
        }
        var framing = to.has("n") ? Framing.LENGTH : Framing.of(status);
        return new Answer(status, framing, Content.FILL, to.size("n", framing == Framing.NONE ? 0 : 4), List.of());
    }

    private static Effect drip(Target to) {
        return new Effect(Kind.DRIP, to.time("gap", Duration.ofMillis(600)), Math.max(1, to.count("k", 4)));
    }

    private static Behaviour dripping(Target to) {
        var drip = drip(to);
        return Behaviour.of(Answer.ok(drip.count() * to.size("n", 100))).on(Moment.RESPONSE_BODY, drip);
    }

    private static Behaviour events(Target to) {
        var drip = new Effect(Kind.DRIP, to.time("gap", Duration.ofMillis(400)), Math.max(1, to.count("k", 2)));
        return Behaviour.of(
                        Answer.ok(0).with(Framing.CHUNKED).with(Content.EVENTS).with("Content-Type: text/event-stream"))
                .on(Moment.RESPONSE_BODY, drip)
                .on(Moment.RESPONSE_END, Kind.SILENT, held(to));
    }

    private static Tunnel tunnel(Target to) {
        var after = to.time("after", Duration.ofMillis(300));
        var close = to.has("close") ? Optional.of(after) : Optional.<Duration>empty();
        var gap = to.time("gap", Duration.ofMillis(500));
        return new Tunnel(to.count("push", 0), gap, to.has("mute"), to.has("raw"), close);
    }

    private static Duration held(Target to) {
        return to.time("t", Effect.LONG);
    }
}
