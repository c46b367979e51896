package io.waflab.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Sight;
import io.waflab.journal.Traffic;
import io.waflab.journal.What;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The far clock is 2 s ahead, and a packet takes 10 ms between the two places. */
class TwoSidesTest {

    private static final Sight BOTH_SYNS = new Sight(true, 0, 0, 0, 1000, 2000, false);

    private static Told near() {
        return new Told()
                .sight(BOTH_SYNS)
                .client(0, What.OPEN, 0, "SYN")
                .server(0.020, What.OPEN, 0, "SYN,ACK")
                .ask(0.1, 90)
                .answer(0.2, 500);
    }

    private static Told far() {
        return new Told()
                .sight(BOTH_SYNS)
                .client(0, What.OPEN, 0, "SYN")
                .server(0, What.OPEN, 0, "SYN,ACK")
                .ask(0.1, 90)
                .answer(0.2, 500);
    }

    private static ConnectionStory at(Told told, double start, long clientBytes) {
        var story = told.story();
        return new ConnectionStory(
                1,
                story.client(),
                story.server(),
                Math.round(start * 1e9),
                story.tls(),
                new Traffic(0, clientBytes, 0, 0, 0),
                Traffic.NONE,
                story.sight(),
                story.observations(),
                0);
    }

    private static TwoSides compare(Told near, Told far) {
        return TwoSides.of(at(near, 100, 90), at(far, 102.010, 90));
    }

    @Test
    void setsTheClocksSideBySideFromBothDirections() {
        var both = compare(near(), far());

        assertThat(both.offset()).isEqualTo(Duration.ofSeconds(2));
        assertThat(both.delay()).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void aResetThatOnlyTheNearSideSawWasMadeBetween() {
        var both = compare(near().server(350.2, What.RST, 0, ""), far());

        assertThat(both.says()).contains(Sentence.of("hop.made-between", "RST", Sentence.of("who.server")));
    }

    @Test
    void aFinThatOnlyTheFarSideSawWasLost() {
        var both = compare(near(), far().server(75.2, What.FIN, 0, ""));

        assertThat(both.says()).contains(Sentence.of("hop.lost-between", "FIN", Sentence.of("who.server")));
    }

    @Test
    void aFinThatBothSawBeganBeyond() {
        var both = compare(near().server(75.21, What.FIN, 0, ""), far().server(75.2, What.FIN, 0, ""));

        assertThat(both.says()).contains(Sentence.of("hop.began-beyond-far", "fin"));
    }

    @Test
    void bytesThatDidNotArriveWereLost() {
        var both = TwoSides.of(at(near(), 100, 180), at(far(), 102.010, 90));

        assertThat(both.says()).contains(Sentence.of("hop.bytes-lost", 90L, Sentence.of("who.client")));
    }

    @Test
    void twoConnectionsAreNotCompared() {
        var other = far().sight(new Sight(true, 0, 0, 0, 1001, 2000, false)).story();

        assertThat(TwoSides.isSame(near().story(), other)).isFalse();
        assertThatThrownBy(() -> TwoSides.of(near().story(), other)).hasMessageContaining("not one connection");
    }
}
