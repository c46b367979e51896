package io.waflab.cli;

import io.waflab.diagnose.Diagnosis;
import io.waflab.diagnose.TwoSides;
import io.waflab.journal.ConnectionStory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The connections of a second capture, to be put beside those of the first. Bounded: the first {@value #MOST} connections,
 * or those with the first {@value #MOST_OBSERVATIONS} observations.
 */
final class FarSide {

    static final int MOST = 4096;
    static final int MOST_OBSERVATIONS = 100_000;

    private final Map<String, ConnectionStory> byKey = new HashMap<>();
    private long stories;
    private long observations;
    private long matched;

    void add(ConnectionStory story) {
        if (stories < MOST && observations < MOST_OBSERVATIONS) {
            stories++;
            observations += story.observations().size();
            keys(story).forEach(key -> byKey.putIfAbsent(key, story));
        }
    }

    /** The diagnosis with what the two captures say together, where the connection is in both. */
    Diagnosis beside(Diagnosis near) {
        var far = keys(near.story()).stream()
                .flatMap(key -> Optional.ofNullable(byKey.get(key)).stream())
                .filter(story -> TwoSides.isSame(near.story(), story))
                .findFirst();
        if (far.isEmpty()) {
            return near;
        }
        matched++;
        return new Diagnosis(
                near.story(),
                near.finding().with(TwoSides.of(near.story(), far.get()).says()));
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
