package io.waflab.diagnose;

import io.waflab.connection.Peer;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The clocks of two captures, set side by side by what crossed both ways at about one time: two clocks do not run equally
 * fast, and the beginning of a connection says little of its end.
 *
 * @param isKnown false where too little is in both
 * @param offset by how many nanoseconds the far clock is ahead
 * @param delay nanoseconds, one way
 * @param order which capture is nearer the client, by the times
 * @param nearNanos when the offset was that, since 1970 by the near clock
 */
record Clocks(boolean isKnown, long offset, long delay, Order order, long nearNanos) {

    /** Whether what is called the near capture is. */
    enum Order {
        AS_SAID,
        /** The one that is called far is nearer the client. */
        SWAPPED,
        /** The way between the two is too short for their clocks. */
        UNTOLD
    }

    /** Below this the clocks say nothing of the way: stamps of packets are not more exact. */
    static final long LEAST_DELAY = 50_000;
    /** Packets that crossed within this show what a way and back takes; clocks drift little meanwhile. */
    private static final long ABOUT_ONE_TIME = 1_000_000_000;
    /** Of two clocks that nobody steers: one part in so many, 100 ppm. */
    private static final long DRIFT = 10_000;
    /** Clocks that were set side by side are not more exact: only a packet that much later shows that a capture went on. */
    private static final long INEXACT = 1_000_000;
    /** Pairs of so many are enough. */
    private static final int MOST = 32;

    /** One packet at both places: when the near one saw it, and how much later that was by the far clock. */
    private record Crossing(long nearNanos, long later) {}

    /** One packet forth, one back. */
    private record Pair(Crossing forth, Crossing back) {

        long delay() {
            return (forth.later() - back.later()) / 2;
        }

        long between() {
            return Math.abs(forth.nearNanos() - back.nearNanos());
        }

        Clocks clocks(Order order) {
            return new Clocks(true, (forth.later() + back.later()) / 2, Math.max(0, delay()), order, forth.nearNanos());
        }
    }

    static Clocks of(ConnectionStory near, ConnectionStory far) {
        var pairs = new ArrayList<Pair>();
        for (var forth : crossings(near, far, Peer.CLIENT)) {
            for (var back : crossings(near, far, Peer.SERVER)) {
                pairs.add(new Pair(forth, back));
            }
        }
        if (pairs.isEmpty()) {
            return new Clocks(false, 0, 0, Order.UNTOLD, 0);
        }
        var closest = pairs.stream().mapToLong(Pair::between).min().orElse(0);
        pairs.removeIf(pair -> pair.between() > Math.max(closest, ABOUT_ONE_TIME));
        pairs.sort(Comparator.comparingLong(Pair::delay));
        return pairs.get(0).clocks(order(pairs.get(pairs.size() / 2)));
    }

    private static Order order(Pair middle) {
        var least = LEAST_DELAY + Math.max(0, middle.between() - ABOUT_ONE_TIME) / DRIFT;
        if (middle.delay() >= least) {
            return Order.AS_SAID;
        }
        return middle.delay() <= -least ? Order.SWAPPED : Order.UNTOLD;
    }

    /** When by the far clock that is what is {@code nearNanos} by the near one; both since 1970. */
    long atFar(long nearNanos) {
        return nearNanos + offset;
    }

    long atNear(long farNanos) {
        return farNanos - offset;
    }

    /** How far off {@link #atFar} and {@link #atNear} may be at that time of the near clock, in nanoseconds. */
    long inexact(long atNearNanos) {
        return INEXACT + Math.abs(atNearNanos - nearNanos) / DRIFT;
    }

    /** What that end sent and both places saw: by how much the far clock was then later. */
    private static List<Crossing> crossings(ConnectionStory near, ConnectionStory far, Peer by) {
        var atFar = named(far, by);
        return named(near, by).entrySet().stream()
                .filter(entry -> atFar.containsKey(entry.getKey()))
                .limit(MOST)
                .map(entry -> new Crossing(entry.getValue(), atFar.get(entry.getKey()) - entry.getValue()))
                .toList();
    }

    /** When that end's packets were seen, since 1970, by what they are and the how manieth of their kind. */
    private static Map<String, Long> named(ConnectionStory story, Peer by) {
        var counts = new HashMap<String, Integer>();
        var times = new LinkedHashMap<String, Long>();
        for (var seen : story.observations()) {
            if (seen.by() != by || !isOfUse(seen)) {
                continue;
            }
            var kind = seen.what() + " " + seen.size();
            times.put(kind + " " + counts.merge(kind, 1, Integer::sum), story.startNanos() + seen.nanos());
        }
        return times;
    }

    /** What is told alike at both places: runs may be cut differently, and what was missed is told where it was acknowledged. */
    private static boolean isOfUse(Observation seen) {
        return seen.run().count() == 1
                && !seen.isNotCaptured()
                && (seen.what() == What.OPEN || seen.what() == What.HANDSHAKE || seen.what() == What.FIN);
    }
}
