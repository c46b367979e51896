package io.waflab.diagnose;

import io.waflab.connection.Peer;
import io.waflab.journal.ConnectionStory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One connection, captured at two places: {@code near} the client and {@code far} from it. What one place saw and the other
 * did not was made, or was lost, between the two; or the other capture had ended by then.
 *
 * @param offset how much the far clock is ahead of the near one
 * @param delay one way between the two places
 * @param diagnosis what both show together; its evidence ends with what crossed and what did not
 */
public record TwoSides(Duration offset, Duration delay, Diagnosis diagnosis) {

    /** True for two stories of one connection: by the randoms of TLS, else by the sequence numbers of both SYNs. */
    public static boolean isSame(ConnectionStory one, ConnectionStory other) {
        return isSameTls(one, other) || isSameTcp(one, other);
    }

    private static boolean isSameTls(ConnectionStory one, ConnectionStory other) {
        return !one.tls().clientRandom().isEmpty()
                && one.tls().clientRandom().equals(other.tls().clientRandom())
                && (one.tls().serverRandom().isEmpty()
                        || other.tls().serverRandom().isEmpty()
                        || one.tls().serverRandom().equals(other.tls().serverRandom()));
    }

    private static boolean isSameTcp(ConnectionStory one, ConnectionStory other) {
        return one.sight().clientSequence() >= 0
                && one.sight().serverSequence() >= 0
                && one.sight().clientSequence() == other.sight().clientSequence()
                && one.sight().serverSequence() == other.sight().serverSequence();
    }

    /**
     * Compares.
     *
     * @param near from the capture nearer the client
     * @param far from the other
     * @throws IllegalArgumentException if the two are not of one connection
     */
    public static TwoSides of(Place near, Place far) {
        var one = near.story();
        var other = far.story();
        if (!isSame(one, other)) {
            throw new IllegalArgumentException(one.client() + " and " + other.client() + ": not one connection");
        }
        var clocks = Clocks.of(one, other);
        var matched = Sentence.of(isSameTls(one, other) ? "hop.matched-random" : "hop.matched-sequence");
        var offset = Duration.ofNanos(clocks.offset());
        if (clocks.order() == Clocks.Order.SWAPPED) {
            return new TwoSides(
                    offset,
                    Duration.ZERO,
                    Diagnosis.of(one).besideAnother(List.of(matched, Sentence.of("hop.swapped"))));
        }
        var delay = Duration.ofNanos(clocks.delay());
        var oneSided = OneSided.in(near, far, clocks);
        var rules = new HopRules(near, far, clocks, oneSided);
        var says = new ArrayList<Sentence>();
        says.add(matched);
        says.add(said(clocks));
        if (clocks.isKnown() && clocks.order() == Clocks.Order.UNTOLD) {
            says.add(Sentence.of("hop.order-untold"));
        }
        oneSided.forEach(act -> says.add(said(act)));
        if (oneSided.isEmpty()) {
            says.addAll(crossed(one));
        }
        says.addAll(bytes(near, far, rules, oneSided));
        return new TwoSides(offset, delay, rules.decide().besideAnother(says));
    }

    private static Sentence said(Clocks clocks) {
        if (!clocks.isKnown()) {
            return Sentence.of("hop.no-clocks");
        }
        return Sentence.of(
                clocks.offset() < 0 ? "hop.clocks-behind" : "hop.clocks-ahead",
                Duration.ofNanos(Math.abs(clocks.offset())),
                clocks.delay() < Clocks.LEAST_DELAY ? Sentence.of("hop.no-delay") : Duration.ofNanos(clocks.delay()));
    }

    private static Sentence said(OneSided act) {
        var seenAt = Sentence.of(act.isAtFar() ? "hop.place-far" : "hop.place-near");
        var other = Sentence.of(act.isAtFar() ? "hop.place-near" : "hop.place-far");
        var key = switch (act.fate()) {
            case LOST -> "hop.lost-between";
            case MADE -> "hop.made-between";
            case UNSEEN -> unseen(act);
            case MISSED -> "hop.missed";
            case UNTOLD -> "hop.untold";
        };
        return Sentence.of(
                key, act.word(), HopRules.who(act.by()), seenAt, act.act().frame(), other, act.early());
    }

    private static String unseen(OneSided act) {
        if (act.early().isZero()) {
            return "hop.unseen";
        }
        return act.isSenders() ? "hop.unseen-lost" : "hop.unseen-made";
    }

    /** Both have it all: who closed is known to be one of the ends, or beyond. */
    private static List<Sentence> crossed(ConnectionStory near) {
        return Close.in(near.observations(), new Records(near.tls(), near.observations())).stream()
                .map(first -> Sentence.of(
                        first.by() == Peer.SERVER ? "hop.began-beyond-far" : "hop.began-before-near",
                        first.how().word()))
                .toList();
    }

    /** Where a place missed an end, it may have missed what came before that too. */
    private static List<Sentence> bytes(Place near, Place far, HopRules rules, List<OneSided> oneSided) {
        var says = new ArrayList<Sentence>();
        var forth = near.story().fromClient().bytes() - far.story().fromClient().bytes();
        var back = far.story().fromServer().bytes() - near.story().fromServer().bytes();
        if (forth > 0 && !isMissed(oneSided, Peer.CLIENT) && rules.isWatched(near, far, Peer.CLIENT)) {
            says.add(Sentence.of("hop.bytes-lost", forth, HopRules.who(Peer.CLIENT)));
        }
        if (back > 0 && !isMissed(oneSided, Peer.SERVER) && rules.isWatched(far, near, Peer.SERVER)) {
            says.add(Sentence.of("hop.bytes-lost", back, HopRules.who(Peer.SERVER)));
        }
        return says;
    }

    private static boolean isMissed(List<OneSided> oneSided, Peer by) {
        return oneSided.stream()
                .anyMatch(one -> one.by() == by && one.isSenders() && one.fate() == OneSided.Fate.MISSED);
    }
}
