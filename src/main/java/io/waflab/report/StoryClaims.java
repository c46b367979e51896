package io.waflab.report;

import io.waflab.connection.Peer;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the demonstrations beside the customer's case say of their stories, each of the downstream leg. */
public final class StoryClaims {

    private static final String TENGINE = "Tengine";
    private static final String DOCUMENTED = "documented";
    private static final String PROFILE = "profile";
    private static final long AT_ONCE_NANOS = 250_000_000;

    private StoryClaims() {}

    /**
     * proxy_read_timeout before the response's head with {@code gateway_timeout_closes on}: 504, then the end.
     *
     * @param timeout proxy_read_timeout at speed 1
     * @param status what the client's application got; empty where it was not asked
     */
    public static List<Claim> readTimeout(
            List<Observation> story, Scale scale, Duration timeout, Optional<Integer> status) {
        var close = ServerClose.in(story);
        var asked = lastBefore(story, story.size(), Peer.CLIENT, What.DATA, What.REQUEST);
        var answered = firstAfter(story, asked, Peer.SERVER, What.DATA, What.RESPONSE);
        var claims = new ArrayList<Claim>();
        claims.add(new Claim(
                "The request stayed without an answer for proxy_read_timeout.",
                gap(story, asked, answered).map(scale::measured).orElse("no answer at all"),
                DOCUMENTED,
                scale.expected(timeout) + " by Alibaba Cloud WAF",
                "the timer runs between two reads from the origin, and the origin was silent",
                Verdict.of(gap(story, asked, answered)
                        .filter(nanos -> scale.agrees(nanos, timeout))
                        .isPresent())));
        claims.add(new Claim(
                "Then the client got 504.",
                status.map(code -> "status " + code).orElse("encrypted: not visible without the client"),
                DOCUMENTED,
                "504",
                "",
                status.map(code -> Verdict.of(code == 504)).orElse(Verdict.NOT_VISIBLE)));
        claims.add(new Claim(
                "And the connection was ended right behind it.",
                close.map(found -> Words.duration(found.silence()) + " from the answer to the alert")
                        .orElse("the server did not send an alert and then FIN"),
                DOCUMENTED,
                "\"returns a 504 timeout response to the client and disconnects\" (here: within 250 ms)",
                "gateway_timeout_closes is on; plain nginx would keep the connection",
                Verdict.of(close.filter(found -> found.silence() <= AT_ONCE_NANOS
                                && found.lastBefore().by() == Peer.SERVER)
                        .isPresent())));
        claims.add(FiveObservations.together(close, TENGINE));
        return List.copyOf(claims);
    }

    /**
     * An upgraded connection on which nobody speaks.
     *
     * @param timeout proxy_read_timeout at speed 1
     */
    public static List<Claim> webSocket(List<Observation> story, Scale scale, Duration timeout) {
        var close = ServerClose.in(story);
        var silence = close.map(ServerClose::silence);
        return List.of(
                new Claim(
                        "The WebSocket was silent for proxy_read_timeout.",
                        silence.map(scale::measured).orElse("the server did not send an alert and then FIN"),
                        DOCUMENTED,
                        scale.expected(timeout),
                        "in a tunnel the same timer runs; only bytes from the origin restart it",
                        Verdict.of(silence.filter(nanos -> scale.agrees(nanos, timeout))
                                .isPresent())),
                FiveObservations.together(close, TENGINE),
                new Claim(
                        "No WebSocket Close frame was sent.",
                        close.map(found -> "the last record before the alert is " + Words.duration(found.silence())
                                        + " older" + FiveObservations.frames(found.lastBefore()))
                                .orElse("unknown"),
                        TENGINE,
                        "none; a browser reports code 1006",
                        "the proxy forwards bytes and does not speak WebSocket itself (RFC 6455 section 7.1.5)",
                        Verdict.of(silence.filter(nanos -> scale.agrees(nanos, timeout))
                                .isPresent())));
    }

    /**
     * A request sent on a connection that the server has already closed.
     *
     * @param timeout keepalive_timeout at speed 1
     */
    public static List<Claim> race(List<Observation> story, Scale scale, Source source, Duration timeout) {
        var close = ServerClose.in(story);
        var request = close.flatMap(found -> found.after().stream()
                .filter(seen -> seen.by() == Peer.CLIENT
                        && (seen.what() == What.DATA || seen.what() == What.REQUEST)
                        && seen.nanos() >= found.fin().nanos())
                .findFirst());
        return List.of(
                new Claim(
                        "The connection was idle for the server's keepalive_timeout.",
                        close.map(found -> scale.measured(found.silence())).orElse("the server did not close it"),
                        PROFILE,
                        scale.expected(timeout),
                        "",
                        Verdict.of(close.filter(found -> scale.agrees(found.silence(), timeout))
                                .isPresent())),
                FiveObservations.together(close, TENGINE),
                new Claim(
                        "The client's next request went out after the FIN.",
                        request.flatMap(sent -> close.map(found -> Words.duration(
                                                sent.nanos() - found.fin().nanos()) + " after the FIN"
                                        + FiveObservations.frames(sent)))
                                .orElse("no request after the FIN"),
                        TENGINE,
                        "after the FIN, however little",
                        "the client takes a connection from its pool without looking whether it was closed",
                        Verdict.of(request.isPresent())),
                refusal(close, request, source));
    }

    private static Claim refusal(Optional<ServerClose> close, Optional<Observation> request, Source source) {
        var delay = close.flatMap(found -> found.firstAfter(Peer.SERVER, What.RST))
                .flatMap(reset -> request.map(sent -> reset.nanos() - sent.nanos()));
        var answered =
                close.flatMap(found -> found.firstAfter(Peer.SERVER, What.DATA)).isPresent();
        var verdict = delay.isEmpty() && source == Source.SOCKETS
                ? Verdict.NOT_VISIBLE
                : Verdict.of(delay.filter(nanos -> nanos <= AT_ONCE_NANOS).isPresent());
        return new Claim(
                "RST was the answer, and nothing else.",
                delay.map(nanos ->
                                "RST " + Words.duration(nanos) + " after the request" + (answered ? ", and data" : ""))
                        .orElse("no RST of the server seen"),
                TENGINE,
                "RST at once (here: within 250 ms), no data",
                "the server's socket is closed: its kernel can only refuse (RFC 9293 section 3.10.7.1)",
                answered ? Verdict.DIFFERS : verdict);
    }

    private static Optional<Long> gap(List<Observation> story, int from, int to) {
        return from < 0 || to < 0
                ? Optional.empty()
                : Optional.of(story.get(to).nanos() - story.get(from).nanos());
    }

    private static int lastBefore(List<Observation> story, int end, Peer by, What first, What second) {
        for (var i = end - 1; i >= 0; i--) {
            var seen = story.get(i);
            if (seen.by() == by && (seen.what() == first || seen.what() == second)) {
                return i;
            }
        }
        return -1;
    }

    private static int firstAfter(List<Observation> story, int start, Peer by, What first, What second) {
        for (var i = Math.max(0, start); i < story.size(); i++) {
            var seen = story.get(i);
            if (seen.by() == by && (seen.what() == first || seen.what() == second)) {
                return i;
            }
        }
        return -1;
    }
}
