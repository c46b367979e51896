package io.waflab.diagnose;

import io.waflab.connection.Peer;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One connection, captured at two places: {@code near} the client and {@code far} from it. What one place saw and the other
 * did not was made, or was lost, between the two.
 *
 * @param offset how much the far clock is ahead of the near one
 * @param delay one way between the two places
 * @param says what follows
 */
public record TwoSides(Duration offset, Duration delay, List<Sentence> says) {

    private static final List<What> ENDS = List.of(What.RST, What.FIN, What.ALERT);

    public TwoSides {
        says = List.copyOf(says);
    }

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
    public static TwoSides of(ConnectionStory near, ConnectionStory far) {
        if (!isSame(near, far)) {
            throw new IllegalArgumentException(near.client() + " and " + far.client() + ": not one connection");
        }
        var forth = apart(near, far, Peer.CLIENT);
        var back = apart(far, near, Peer.SERVER);
        var known = forth.isPresent() && back.isPresent();
        var offset = known ? (forth.getAsLong() - back.getAsLong()) / 2 : 0;
        var delay = known ? Math.max(0, (forth.getAsLong() + back.getAsLong()) / 2) : 0;
        var says = new ArrayList<Sentence>();
        says.add(Sentence.of(isSameTls(near, far) ? "hop.matched-random" : "hop.matched-sequence"));
        says.add(
                known
                        ? Sentence.of("hop.clocks", Duration.ofNanos(offset), Duration.ofNanos(delay))
                        : Sentence.of("hop.no-clocks"));
        says.addAll(ends(near, far));
        says.addAll(bytes(near, far));
        return new TwoSides(Duration.ofNanos(offset), Duration.ofNanos(delay), says);
    }

    /** How much later {@code to} saw what {@code by} sent than {@code from} did, by the two clocks: the least of all. */
    private static OptionalLong apart(ConnectionStory from, ConnectionStory to, Peer by) {
        var sent = named(from, by);
        var seen = named(to, by);
        return sent.entrySet().stream()
                .filter(entry -> seen.containsKey(entry.getKey()))
                .mapToLong(entry -> seen.get(entry.getKey()) - entry.getValue())
                .min();
    }

    /** When that end's packets were seen, since 1970, by what they are and the how manieth of their kind. */
    private static Map<String, Long> named(ConnectionStory story, Peer by) {
        var counts = new HashMap<String, Integer>();
        var times = new HashMap<String, Long>();
        for (var seen : story.observations()) {
            if (seen.by() != by || !isOfUse(seen)) {
                continue;
            }
            var kind = seen.what() + " " + seen.size();
            times.put(kind + " " + counts.merge(kind, 1, Integer::sum), story.startNanos() + seen.nanos());
        }
        return times;
    }

    /** What is told alike at both places: runs may be cut differently. */
    private static boolean isOfUse(Observation seen) {
        return seen.run().count() == 1
                && (seen.what() == What.OPEN || seen.what() == What.HANDSHAKE || seen.what() == What.FIN);
    }

    private static List<Sentence> ends(ConnectionStory near, ConnectionStory far) {
        var says = new ArrayList<Sentence>();
        for (var what : ENDS) {
            for (var by : Peer.values()) {
                var origin = by == Peer.CLIENT ? near : far;
                var other = by == Peer.CLIENT ? far : near;
                var there = has(origin, by, what);
                var here = has(other, by, what);
                var who = Sentence.of(by == Peer.CLIENT ? "who.client" : "who.server");
                if (there && !here) {
                    says.add(Sentence.of("hop.lost-between", what.name(), who));
                } else if (here && !there) {
                    says.add(Sentence.of("hop.made-between", what.name(), who));
                }
            }
        }
        var first = Close.in(near.observations(), new Records(near.tls(), near.observations()));
        if (says.isEmpty() && first.isPresent()) {
            says.add(Sentence.of(
                    first.get().by() == Peer.SERVER ? "hop.began-beyond-far" : "hop.began-before-near",
                    first.get().how().word()));
        }
        return says;
    }

    private static boolean has(ConnectionStory story, Peer by, What what) {
        return story.observations().stream().anyMatch(seen -> seen.by() == by && seen.what() == what);
    }

    private static List<Sentence> bytes(ConnectionStory near, ConnectionStory far) {
        var says = new ArrayList<Sentence>();
        var forth = near.fromClient().bytes() - far.fromClient().bytes();
        var back = far.fromServer().bytes() - near.fromServer().bytes();
        if (forth > 0) {
            says.add(Sentence.of("hop.bytes-lost", forth, Sentence.of("who.client")));
        }
        if (back > 0) {
            says.add(Sentence.of("hop.bytes-lost", back, Sentence.of("who.server")));
        }
        return says;
    }
}
