package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketStoryTest {

    private static final List<Observation> PROXY = List.of(
            seen(1, Peer.CLIENT, What.DATA),
            seen(9, Peer.SERVER, What.ALERT),
            seen(10, Peer.SERVER, What.FIN),
            seen(11, Peer.SERVER, What.ENDED),
            seen(12, Peer.CLIENT, What.RST));

    private static final List<Observation> CLIENT =
            List.of(seen(1, Peer.CLIENT, What.DATA), seen(20, Peer.CLIENT, What.DATA), seen(30, Peer.CLIENT, What.RST));

    @Test
    void afterTheProxysFinTheClientTellsTheRest() {
        assertThat(words(SocketStory.of(PROXY, CLIENT, List.of())))
                .containsExactly(
                        "1 CLIENT DATA",
                        "9 SERVER ALERT",
                        "10 SERVER FIN",
                        "11 SERVER ENDED",
                        "20 CLIENT DATA",
                        "30 CLIENT RST");
    }

    @Test
    void theKernelsTableStandsForWhatTheClientBelievesOfItsEnd() {
        var kernel = List.of(seen(13, Peer.CLIENT, What.ACK), seen(21, Peer.SERVER, What.RST));

        assertThat(words(SocketStory.of(PROXY, CLIENT, kernel)))
                .containsExactly(
                        "1 CLIENT DATA",
                        "9 SERVER ALERT",
                        "10 SERVER FIN",
                        "11 SERVER ENDED",
                        "13 CLIENT ACK",
                        "20 CLIENT DATA",
                        "21 SERVER RST");
    }

    @Test
    void withoutTheProxysFinItsStoryIsAll() {
        var open = List.of(seen(1, Peer.CLIENT, What.DATA));

        assertThat(SocketStory.of(open, CLIENT, List.of())).isEqualTo(open);
    }

    @Test
    void aStoryIsMovedToAnotherBeginning() {
        assertThat(SocketStory.moved(CLIENT, 5)).extracting(Observation::nanos).containsExactly(6L, 25L, 35L);
    }

    private static Observation seen(long nanos, Peer by, What what) {
        return new Observation(nanos, Side.DOWNSTREAM, by, what);
    }

    private static List<String> words(List<Observation> story) {
        return story.stream()
                .map(seen -> seen.nanos() + " " + seen.by() + " " + seen.what())
                .toList();
    }
}
