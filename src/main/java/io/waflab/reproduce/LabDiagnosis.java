package io.waflab.reproduce;

import io.waflab.diagnose.Comparison.Playing;
import io.waflab.diagnose.Diagnosis;
import io.waflab.diagnose.Outcome;
import io.waflab.journal.ConnectionStory;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What ended a connection that was played. It is looked at as the customer's was: without keys. Where that gives another
 * cause than the one that is wanted, two things are still open, and are tried: at a high speed the machine's own
 * milliseconds can make a timer's silence look like none, so what cannot be told from the wanted silence counts as it; and
 * the lab has keys, which settle what an encrypted wire leaves open.
 */
final class LabDiagnosis {

    private LabDiagnosis() {}

    /** @param withKeys the same connection decrypted; empty where that cannot be done */
    static Diagnosis of(
            ConnectionStory played, Supplier<Optional<ConnectionStory>> withKeys, Outcome expect, Playing playing) {
        var plain = Diagnosis.of(Stretch.of(played, playing));
        return wanted(List.of(plain), expect)
                .or(() -> wanted(resolved(played, expect, playing), expect))
                .or(() -> withKeys.get().flatMap(story -> wanted(resolved(story, expect, playing), expect)))
                .orElse(plain);
    }

    private static List<Diagnosis> resolved(ConnectionStory played, Outcome expect, Playing playing) {
        return List.of(
                Diagnosis.of(Stretch.of(played, playing)), Diagnosis.of(Stretch.of(played, playing, expect.gap())));
    }

    private static Optional<Diagnosis> wanted(List<Diagnosis> made, Outcome expect) {
        return made.stream()
                .filter(one -> one.finding().id().equals(expect.cause()))
                .findFirst();
    }
}
