package io.waflab.cli;

import io.waflab.diagnose.Diagnosis;
import io.waflab.diagnose.Place;
import io.waflab.diagnose.TwoSides;
import io.waflab.journal.ConnectionStory;
import io.waflab.report.DiagnosisJson;
import java.nio.file.Path;
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

    private final Path file;
    private final Map<String, ConnectionStory> byKey = new HashMap<>();
    private final List<Pair> waiting = new ArrayList<>();
    private long stories;
    private long observations;
    private long waitingObservations;
    private long endNanos;
    private String problem = "";
    private long matched;
    private long lookedFor;
    private boolean bounded;

    FarSide(Path file) {
        this.file = file;
    }

    void add(ConnectionStory story) {
        if (stories == MOST || observations >= MOST_OBSERVATIONS) {
            bounded = true;
        } else {
            stories++;
            observations += story.observations().size();
            keys(story).forEach(key -> byKey.putIfAbsent(key, story));
        }
    }

    /**
     * @param nanos when the last packet of the second capture was, since 1970
     * @param why it was read no further; empty for a file that was read whole
     */
    void ends(long nanos, String why) {
        endNanos = nanos;
        problem = why;
    }

    /** True if this connection of the first capture is in both, and has to be diagnosed at the end. */
    boolean waits(ConnectionStory near) {
        if (waiting.size() >= MOST || waitingObservations >= MOST_OBSERVATIONS) {
            bounded = true;
            return false;
        }
        lookedFor++;
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

    /** What was found, as far as it was looked for. */
    DiagnosisJson.Far found() {
        return new DiagnosisJson.Far(file.toString(), matched, lookedFor, stories, problem);
    }

    /** True where there were more connections than are compared. */
    boolean isBounded() {
        return bounded;
    }

    private static List<String> keys(ConnectionStory story) {
        var sight = story.sight();
        return List.of("random " + story.tls().clientRandom(), sight.clientSequence() + " " + sight.serverSequence());
    }
}
