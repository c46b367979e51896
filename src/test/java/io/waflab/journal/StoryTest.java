package io.waflab.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import java.util.ArrayList;
import java.util.Random;
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

    /** Of any length, with details here and there: what is kept is what was told. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 17, 64, 65, 80, 500, 5_000})
    void whateverIsKeptIsAsItWasTold(int length) {
        var random = new Random(length);
        var all = new ArrayList<Observation>();
        long at = 0;
        for (int i = 0; i < length; i++) {
            // Far apart, close by, and once in a while a step back.
            at += random.nextInt(40) == 0 ? -random.nextInt(1_000) : random.nextLong(1L << random.nextInt(1, 58) % 50);
            var told = new Observation(
                    at,
                    Side.values()[random.nextInt(2)],
                    Peer.values()[random.nextInt(2)],
                    What.values()[random.nextInt(What.values().length)],
                    random.nextLong(1L << random.nextInt(1, 48)),
                    random.nextInt(3) > 0 ? "" : "detail " + i);
            all.add(told);
            story.add(told.nanos(), told.leg(), told.by(), told.what(), told.size(), told.detail());
        }
        var kept = new ArrayList<>(all.subList(0, Math.min(length, Story.OPENING)));
        kept.addAll(all.subList(Math.max(kept.size(), length - (Story.MOST - Story.OPENING)), length));
        assertThat(story.observations()).isEqualTo(kept);
        assertThat(story.leftOut()).isEqualTo(length - kept.size());
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
