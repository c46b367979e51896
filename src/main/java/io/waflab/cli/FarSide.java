package io.waflab.cli;

import io.waflab.diagnose.Diagnosis;
import io.waflab.diagnose.Place;
import io.waflab.diagnose.TwoSides;
import io.waflab.journal.ConnectionStory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The connections of a second capture, to be put beside those of the first. Bounded: the first {@value #MOST} connections,
 * or those with the first {@value #MOST_OBSERVATIONS} observations; and of the first capture no more that are in both, which
 * wait until its end is known.
 */
final class FarSide {

    static final int MOST = 4096;
    static final int MOST_OBSERVATIONS = 100_000;

    /** One connection as the two captures tell it. */
    private record Pair(ConnectionStory near, ConnectionStory far) {}

    private final Map<String, ConnectionStory> byKey = new HashMap<>();
    private final List<Pair> waiting = new ArrayList<>();
    private long stories;
    private long observations;
    private long waitingObservations;
    private long endNanos;
    private long matched;

    void add(ConnectionStory story) {
        if (stories < MOST && observations < MOST_OBSERVATIONS) {
            stories++;
            observations += story.observations().size();
            keys(story).forEach(key -> byKey.putIfAbsent(key, story));
        }
    }

    /** @param nanos when the last packet of the second capture was, since 1970 */
    void ends(long nanos) {
        endNanos = nanos;
    }

    /** True if this connection of the first capture is in both, and has to be diagnosed at the end. */
    boolean waits(ConnectionStory near) {
        if (waiting.size() >= MOST || waitingObservations >= MOST_OBSERVATIONS) {
            return false;
        }
        var far = find(near);
        far.ifPresent(story -> waiting.add(new Pair(near, story)));
        waitingObservations += far.isPresent() ? near.observations().size() : 0;
        return far.isPresent();
    }

    /**
     * What the two captures say together of those that wait; they wait no more.
     *
     * @param nearEnds when the last packet of the first capture was, since 1970
     */
    void together(long nearEnds, Consumer<Diagnosis> each) {
        for (var pair : waiting) {
            each.accept(TwoSides.of(new Place(pair.near(), nearEnds), new Place(pair.far(), endNanos))
                    .diagnosis());
        }
        matched += waiting.size();
        waiting.clear();
    }

    private Optional<ConnectionStory> find(ConnectionStory near) {
        return keys(near).stream()
                .flatMap(key -> Optional.ofNullable(byKey.get(key)).stream())
                .filter(story -> TwoSides.isSame(near, story))
                .findFirst();
    }

    /** How many connections were found in both. */
    long matched() {
        return matched;
    }

    private static List<String> keys(ConnectionStory story) {
        var sight = story.sight();
        return List.of("random " + story.tls().clientRandom(), sight.clientSequence() + " " + sight.serverSequence());
    }
}
