package io.waflab.capture;

import static io.waflab.connection.Peer.CLIENT;
import static io.waflab.connection.Peer.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.journal.Traffic;
import org.junit.jupiter.api.Test;

class TallyTest {

    private final Tally tally = new Tally();

    @Test
    void turnsAreRunsOfSpeech() {
        tally.spoke(CLIENT);
        tally.spoke(CLIENT);
        tally.spoke(SERVER);
        tally.spoke(CLIENT);

        assertThat(tally.traffic(CLIENT)).isEqualTo(new Traffic(0, 0, 0, 2, 0));
        assertThat(tally.traffic(SERVER)).isEqualTo(new Traffic(0, 0, 0, 1, 0));
    }

    @Test
    void whatWasNoSpeechIsTakenBack() {
        tally.spoke(CLIENT);
        tally.spoke(SERVER);
        tally.unsaid(SERVER);
        tally.spoke(CLIENT);

        assertThat(tally.traffic(CLIENT).turns()).isEqualTo(1);
        assertThat(tally.hasSpoken(SERVER)).isFalse();
    }

    @Test
    void everythingIsCountedForItsSide() {
        tally.packet(CLIENT);
        tally.bytes(CLIENT, 7);
        tally.record(CLIENT);
        tally.retransmission(CLIENT);
        tally.swapPeers();

        assertThat(tally.traffic(SERVER)).isEqualTo(new Traffic(1, 7, 1, 0, 1));
    }
}
