package io.waflab.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoryTest {

    private final Story story = new Story("10.0.0.5:51544", 0);

    @Test
    void aStoryIsTheClientsAndBeginsEmpty() {
        assertThat(story.client()).isEqualTo("10.0.0.5:51544");
        assertThat(story.observations()).isEmpty();
        assertThat(story.leftOut()).isZero();
    }

    @Test
    void everyKindOnEveryLegByEveryoneComesBackAsItWas() {
        for (var leg : Side.values()) {
            for (var by : Peer.values()) {
                for (var what : What.values()) {
                    var one = new Story("", 0);
                    one.add(120_000_000_123L, leg, by, what, 26, "close_notify");
                    assertThat(one.observations())
                            .containsExactly(new Observation(120_000_000_123L, leg, by, what, 26, "close_notify"));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 255, 256, 5L << 30, 1L << 40, (1L << 47) - 1, 1L << 47})
    void aSizeComesBackWhole(long size) {
        story.add(1, Side.UPSTREAM, Peer.SERVER, What.ENDED, size, "");
        assertThat(story.observations())
                .containsExactly(new Observation(1, Side.UPSTREAM, Peer.SERVER, What.ENDED, size, ""));
    }

    @Test
    void upToItsLengthAStoryIsWhole() {
        tell(Story.MOST);
        assertThat(times()).containsExactly(range(0, Story.MOST));
        assertThat(story.leftOut()).isZero();
    }

    @Test
    void ofALongerStoryTheOpeningAndTheLatestAreKept() {
        for (int length : new int[] {65, 66, 111, 112, 113, 160, 161, 1_000}) {
            var longer = new Story("", 0);
            for (int i = 0; i < length; i++) {
                longer.add(i, Side.DOWNSTREAM, Peer.CLIENT, What.DATA, i, "");
            }
            var expected = LongStream.concat(
                            LongStream.range(0, Story.OPENING),
                            LongStream.range(length - (Story.MOST - Story.OPENING), length))
                    .toArray();
            assertThat(longer.observations().stream()
                            .mapToLong(Observation::nanos)
                            .toArray())
                    .as("%s observations", length)
                    .containsExactly(expected);
            assertThat(longer.leftOut()).isEqualTo(length - Story.MOST);
        }
    }

    private void tell(int observations) {
        for (int i = 0; i < observations; i++) {
            story.add(i, Side.DOWNSTREAM, Peer.CLIENT, What.DATA, i, "");
        }
    }

    private long[] times() {
        return story.observations().stream().mapToLong(Observation::nanos).toArray();
    }

    private static long[] range(int from, int to) {
        return LongStream.range(from, to).toArray();
    }
}
