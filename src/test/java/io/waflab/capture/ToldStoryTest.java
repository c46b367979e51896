package io.waflab.capture;

import static io.waflab.connection.Peer.CLIENT;
import static io.waflab.connection.Peer.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToldStoryTest {

    private final ToldStory told = new ToldStory();
    private int frame;

    @Test
    void recordsThatFollowEachOtherWithin100MsAreOne() {
        tell(0, SERVER, What.DATA, 10);
        tell(100, SERVER, What.DATA, 20);
        tell(201, SERVER, What.DATA, 40);

        assertThat(lines()).containsExactly("SERVER DATA 30  x2", "SERVER DATA 40 ");
        assertThat(all().get(0).run()).isEqualTo(new Observation.Run(2, 100_000_000, 20, 2));
    }

    @Test
    void theOtherSidesDataEndsARun() {
        tell(0, SERVER, What.DATA, 10);
        tell(1, CLIENT, What.DATA, 20);
        tell(2, SERVER, What.DATA, 40);

        assertThat(lines()).containsExactly("SERVER DATA 10 ", "CLIENT DATA 20 ", "SERVER DATA 40 ");
    }

    @Test
    void whatWasThereBeforeAPacketStandsBeforeIt() {
        told.at(1, 1);
        told.tell(SERVER, What.DATA, 10, "");
        told.endData(SERVER);
        told.at(2, 2);
        told.tell(SERVER, What.DATA, 20, "");
        told.before(2, 2);
        told.tell(CLIENT, What.DATA, 5, "");
        told.at(3, 3);

        assertThat(lines()).containsExactly("SERVER DATA 10 ", "CLIENT DATA 5 ", "SERVER DATA 20 ");
        assertThat(all()).extracting(Observation::frame).containsExactly(1, 2, 2);
    }

    @Test
    void bareAcknowledgementsAreOneBesideTheDataThatTheyAnswer() {
        for (var i = 0; i < 1_000; i++) {
            tell(i, SERVER, What.DATA, 1_000);
            tell(i, CLIENT, What.ACK, 0);
        }
        tell(120_000, SERVER, What.FIN, 0);
        tell(120_001, CLIENT, What.ACK, 0);

        assertThat(lines())
                .containsExactly("SERVER DATA 1000000  x1000", "CLIENT ACK 0  x1000", "SERVER FIN 0 ", "CLIENT ACK 0 ");
    }

    @Test
    void otherWordsAreNoRun() {
        told.tell(CLIENT, What.ACK, 0, "TCP keep-alive probe");
        told.tell(CLIENT, What.ACK, 0, "window 0");

        assertThat(lines()).containsExactly("CLIENT ACK 0 TCP keep-alive probe", "CLIENT ACK 0 window 0");
    }

    @Test
    void whatIsToldAloneEndsRunsAndBeginsNone() {
        tell(0, CLIENT, What.DATA, 1);
        told.tellAlone(CLIENT, What.DATA, 19, "");
        tell(0, CLIENT, What.DATA, 2);

        assertThat(lines()).containsExactly("CLIENT DATA 1 ", "CLIENT DATA 19 ", "CLIENT DATA 2 ");
    }

    @Test
    void theOpeningAndTheLatestAreKept() {
        for (var i = 1; i <= 1_000; i++) {
            tell(i * 1_000L, CLIENT, What.DATA, i);
        }

        assertThat(told.leftOut()).isEqualTo(1_000 - 256);
        assertThat(all()).hasSize(256);
        assertThat(all().subList(60, 66)).extracting(Observation::size).containsExactly(61L, 62L, 63L, 64L, 809L, 810L);
        assertThat(all().get(255).size()).isEqualTo(1_000);
    }

    /** What falls out of the story weighs nothing any more. */
    @Test
    void itsWeightIsThatOfWhatIsKept() {
        for (var i = 1; i <= 1_000; i++) {
            told.tellAlone(CLIENT, What.REQUEST, 0, "1234");
        }
        assertThat(told.weight()).isEqualTo(256 * 124);

        told.reword(told.tellAlone(CLIENT, What.REQUEST, 0, "1234"), "12345678");

        assertThat(told.weight()).isEqualTo(256 * 124 + 4);
        assertThat(lines()).contains("CLIENT REQUEST 0 12345678");
    }

    @Test
    void aRunThatFallsOutOfTheStoryIsBegunAnew() {
        for (var i = 1; i <= ToldStory.OPENING; i++) {
            tell(0, CLIENT, What.FIN, 0);
        }
        tell(0, SERVER, What.DATA, 1);
        for (var i = 1; i <= ToldStory.LATEST; i++) {
            told.tell(CLIENT, What.ACK, 0, "window " + i);
        }
        tell(1, SERVER, What.DATA, 2);

        assertThat(lines()).contains("SERVER DATA 2 ");
    }

    @Test
    void whatARecordWasMayTurnOutLater() {
        var seen = told.tellAlone(SERVER, What.DATA, 19, "");
        seen.turnsOut(What.ALERT, "close_notify");

        assertThat(lines()).containsExactly("SERVER ALERT 19 close_notify");
    }

    @Test
    void whatIsToldLateStandsAtItsPacket() {
        told.at(0, 5);
        told.tellAlone(SERVER, What.FIN, 0, "");
        told.at(0, 3);
        told.tellAlone(SERVER, What.DATA, 7, "broken off");

        assertThat(lines()).containsExactly("SERVER DATA 7 broken off", "SERVER FIN 0 ");
    }

    private void tell(long millis, Peer by, What what, long size) {
        frame++;
        told.at(millis * 1_000_000, frame);
        told.tell(by, what, size, "");
    }

    private List<Observation> all() {
        return told.observations(Side.DOWNSTREAM);
    }

    private List<String> lines() {
        return all().stream().map(Scene::line).toList();
    }
}
