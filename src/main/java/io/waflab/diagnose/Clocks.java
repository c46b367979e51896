package io.waflab.diagnose;

import io.waflab.connection.Peer;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The clocks of two captures, set side by side by what crossed both ways.
 *
 * @param isKnown false where too little is in both
 * @param offset by how many nanoseconds the far clock is ahead
 * @param delay nanoseconds, one way
 * @param areSwapped the capture that is called the far one was made nearer the client
 */
record Clocks(boolean isKnown, long offset, long delay, boolean areSwapped) {

    /** Both directions together are not less than nothing by more than this, but where near and far are swapped. */
    private static final long INEXACT = 500_000;

    static Clocks of(ConnectionStory near, ConnectionStory far) {
        var forth = apart(near, far, Peer.CLIENT);
        var back = apart(far, near, Peer.SERVER);
        if (forth.isEmpty() || back.isEmpty()) {
            return new Clocks(false, 0, 0, false);
        }
        var both = forth.getAsLong() + back.getAsLong();
        return new Clocks(true, (forth.getAsLong() - back.getAsLong()) / 2, Math.max(0, both / 2), both / 2 < -INEXACT);
    }

    /** When by the far clock that is what is {@code nearNanos} by the near one; both since 1970. */
    long atFar(long nearNanos) {
        return nearNanos + offset;
    }

    long atNear(long farNanos) {
        return farNanos - offset;
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
}
