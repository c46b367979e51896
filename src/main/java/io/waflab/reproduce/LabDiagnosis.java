package io.waflab.reproduce;

import io.waflab.diagnose.Comparison.Playing;
import io.waflab.diagnose.Diagnosis;
import io.waflab.journal.ConnectionStory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What ended a connection that was played. It is looked at as the customer's was: without keys. Where that gives another
 * cause than the one that is wanted, two things are still open, and are tried: at a high speed the machine's own
 * milliseconds can make a timer's silence look like none, so what cannot be told from the wanted silence, or the timer that
 * made it, counts as it; and
 * the lab has keys, which settle what an encrypted wire leaves open.
 */
final class LabDiagnosis {

    private LabDiagnosis() {}

    /** @param withKeys the same connection decrypted; empty where that cannot be done */
    static Diagnosis of(
            ConnectionStory played,
            Supplier<Optional<ConnectionStory>> withKeys,
            LabScenario scenario,
            Playing playing) {
        var cause = scenario.expect().cause();
        var told = told(played, scenario, playing);
        return wanted(told, cause)
                .or(() -> withKeys.get().flatMap(story -> wanted(told(story, scenario, playing), cause)))
                .orElse(told.get(0));
    }

    /** As it was played, and with a silence that cannot be told from the wanted one, or from the timer that made it. */
    private static List<Diagnosis> told(ConnectionStory played, LabScenario scenario, Playing playing) {
        var timer = scenario.timerSinceAccept();
        var known = new ArrayList<Stretch.Wanted>();
        known.add(Stretch.Wanted.silence(Optional.empty(), timer.isPresent()));
        known.add(Stretch.Wanted.silence(scenario.expect().gap(), timer.isPresent()));
        timer.map(Stretch.Wanted::timer).ifPresent(known::add);
        return known.stream()
                .map(wanted -> Diagnosis.of(Stretch.of(played, playing, wanted)))
                .toList();
    }

    private static Optional<Diagnosis> wanted(List<Diagnosis> made, String cause) {
        return made.stream().filter(one -> one.finding().id().equals(cause)).findFirst();
    }
}
