package io.waflab.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Observation;
import io.waflab.journal.Sight;
import io.waflab.journal.TlsShown;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Captures miss packets, and begin and end where they like: whatever is left of a story has a finding. */
class AnyStoryTest {

    private static final int ROUNDS = 60;

    private final Random random = new Random(20261128);

    @Test
    void whateverIsLeftOfAStoryHasAFinding() {
        stories().forEach(story -> {
            for (var round = 0; round < ROUNDS; round++) {
                var left = leave(story);
                assertThatCode(() -> {
                            var finding = Diagnosis.of(left).finding();
                            assertThat(finding.confidence()).isBetween(0.1, 0.99);
                        })
                        .as(left.toString())
                        .doesNotThrowAnyException();
            }
        });
    }

    private static Stream<ConnectionStory> stories() {
        return FindingsTest.stories().map(arguments -> ((Told) arguments.get()[1]).story());
    }

    private ConnectionStory leave(ConnectionStory story) {
        List<Observation> seen = new ArrayList<>(story.observations());
        for (var i = random.nextInt(1 + seen.size()); i > 0 && !seen.isEmpty(); i--) {
            seen.remove(random.nextInt(seen.size()));
        }
        return new ConnectionStory(
                1,
                story.client(),
                story.server(),
                0,
                random.nextBoolean() ? story.tls() : TlsShown.NOTHING,
                story.fromClient(),
                story.fromServer(),
                new Sight(random.nextBoolean(), random.nextInt(2), 0),
                seen,
                random.nextInt(2));
    }
}
