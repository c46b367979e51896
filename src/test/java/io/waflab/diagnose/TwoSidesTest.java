package io.waflab.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.connection.Cause;
import io.waflab.connection.Peer;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Sight;
import io.waflab.journal.Traffic;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The far clock is 2 s ahead, and a packet takes 10 ms between the two places. */
class TwoSidesTest {

    private static final Sight BOTH_SYNS = new Sight(true, 0, 0, 0, 0, 1000, 2000, false);

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
        return at(told, start, clientBytes, 0, 0);
    }

    private static ConnectionStory at(Told told, double start, long clientBytes, long serverBytes, long again) {
        return at(told, start, clientBytes, serverBytes, again, 0);
    }

    private static ConnectionStory at(
            Told told, double start, long clientBytes, long serverBytes, long serverAgain, long clientAgain) {
        var story = told.story();
        return new ConnectionStory(
                1,
                story.client(),
                story.server(),
                Math.round(start * 1e9),
                story.tls(),
                new Traffic(0, clientBytes, 0, 0, clientAgain),
                new Traffic(0, serverBytes, 0, 0, serverAgain),
                story.sight(),
                story.observations(),
                0);
    }

    /** Both captures go on for an hour. */
    private static TwoSides compare(Told near, Told far) {
        return compare(near, 3600, far, 3600);
    }

    private static TwoSides compare(Told near, double nearEnds, Told far, double farEnds) {
        return TwoSides.of(
                new Place(at(near, 100, 90), Math.round((100 + nearEnds) * 1e9)),
                new Place(at(far, 102.010, 90), Math.round((102.010 + farEnds) * 1e9)));
    }

    private static Finding finding(TwoSides both) {
        return both.diagnosis().finding();
    }

    private static List<String> keys(TwoSides both) {
        return finding(both).evidence().stream().map(Sentence::key).toList();
    }

    @Test
    void setsTheClocksSideBySideFromBothDirections() {
        var both = compare(near(), far());

        assertThat(both.offset()).isEqualTo(Duration.ofSeconds(2));
        assertThat(both.delay()).isEqualTo(Duration.ofMillis(10));
        assertThat(finding(both).evidence())
                .contains(Sentence.of("hop.clocks-ahead", Duration.ofSeconds(2), Duration.ofMillis(10)));
    }

    @Test
    void capturesInTheWrongOrderAreSaidToBeAndNotCompared() {
        var both = TwoSides.of(
                new Place(at(far(), 102.010, 90), 200_000_000_000L),
                new Place(at(near().server(350.2, What.RST, 0, ""), 100, 90), 200_000_000_000L));

        assertThat(keys(both)).contains("hop.swapped").doesNotContain("hop.made-between", "hop.lost-between");
        assertThat(finding(both).cause()).isEqualTo(Cause.STILL_OPEN);
    }

    /** As {@link #compare(Told, Told)}, the far clock faster by 20 millionths and a packet 0.2 ms between the two places. */
    private static TwoSides compareDrifting(boolean isInOrder) {
        var near = new Place(at(lan(0.0002, 0, 1).serverCloses(120.2), 100, 90), 4_000_000_000_000L);
        var far = new Place(at(lan(0, 0.0002, 1.00002).serverCloses(120.2022), 102, 90), 4_000_000_000_000L);
        return isInOrder ? TwoSides.of(near, far) : TwoSides.of(far, near);
    }

    /** SYN, its answer, request and response, with the seconds that the way from the server's side takes, and from the client's. */
    private static Told lan(double fromServer, double fromClient, double rate) {
        return new Told()
                .sight(BOTH_SYNS)
                .client(fromClient * rate, What.OPEN, 0, "SYN")
                .server((0.0005 + fromServer) * rate, What.OPEN, 0, "SYN,ACK")
                .ask((0.1 + fromClient) * rate, 90)
                .answer((0.2 + fromServer) * rate, 500);
    }

    @Test
    void aClockThatRunsFasterSwapsNothing() {
        var right = compareDrifting(true);
        var wrong = compareDrifting(false);

        assertThat(keys(right)).contains("hop.began-beyond-far").doesNotContain("hop.swapped");
        assertThat(right.delay()).isCloseTo(Duration.ofNanos(200_000), Duration.ofNanos(100));
        assertThat(keys(wrong)).contains("hop.swapped");
    }

    /** Clocks drift by up to 100 millionths, 7.5 ms in 75 s. */
    @Test
    void longAfterTheClocksWereSetOnlyAClearlyLaterPacketShowsThatACaptureWentOn() {
        var near = near().server(75.21, What.RST, 0, "");

        assertThat(keys(compare(near, 3600, far(), 75.198))).contains("hop.unseen-made");
        assertThat(keys(compare(near, 3600, far(), 75.199))).contains("hop.made-between");
    }

    @Test
    void onALanTooFilesInTheWrongOrderAreNoticed() {
        var near = new Place(at(lan(0.0001, 0, 1).client(30.2, What.RST, 0, ""), 100, 90), 4_000_000_000_000L);
        var far = new Place(at(lan(0, 0.0001, 1), 102, 90), 4_000_000_000_000L);

        assertThat(keys(TwoSides.of(far, near))).contains("hop.swapped").doesNotContain("hop.made-between");
        assertThat(said(TwoSides.of(near, far), "hop.lost-between")).startsWith("RST");
    }

    /** 20 us: stamps of packets are not more exact. */
    @Test
    void whereTheOrderIsNotKnownNobodyIsAccused() {
        var one = new Place(at(lan(0.00002, 0, 1).server(75.2, What.RST, 0, ""), 100, 90), 4_000_000_000_000L);
        var other = new Place(at(lan(0, 0.00002, 1), 102, 90), 4_000_000_000_000L);
        var alone = Diagnosis.of(one.story()).finding();

        for (var both : List.of(TwoSides.of(one, other), TwoSides.of(other, one))) {
            assertThat(keys(both)).contains("hop.order-untold", "hop.untold").doesNotContain("hop.made-between");
            assertThat(finding(both).cause()).isEqualTo(alone.cause()).isNotEqualTo(Cause.PATH_RESET);
            assertThat(finding(both).confidence()).isLessThan(0.9).isLessThan(alone.confidence());
            assertThat(finding(both).alternatives().get(0))
                    .isEqualTo(new Finding.Alternative("path-reset", Sentence.of("tells.order")));
        }
    }

    @Test
    void aResetThatOnlyTheNearSideSawWasMadeBetween() {
        var both = compare(near().server(350.2, What.RST, 0, ""), far());

        assertThat(said(both, "hop.made-between")).startsWith("RST", Sentence.of("who.server"));
        assertThat(finding(both).cause()).isEqualTo(Cause.PATH_RESET);
        assertThat(finding(both).closedBy()).contains(Peer.SERVER);
        assertThat(finding(both).gap()).contains(Duration.ofSeconds(350));
    }

    @Test
    void aResetThatOnlyTheFarSideSawInTheClientsNameIsToldFromThere() {
        var both = compare(near(), far().client(350.2, What.RST, 0, ""));

        assertThat(finding(both).cause()).isEqualTo(Cause.PATH_RESET);
        assertThat(finding(both).closedBy()).contains(Peer.CLIENT);
        assertThat(finding(both).close()).isEqualTo(5);
        assertThat(both.diagnosis().story().observations()).hasSize(5);
        assertThat(keys(both)).contains("hop.frames-of-far", "hop.made-between");
    }

    @Test
    void aResetBehindTheEndOfTheNearCaptureAccusesNobody() {
        var near = near().serverCloses(75.21);
        var far = far().serverCloses(75.2).client(90.2, What.RST, 0, "");
        var both = compare(near, 75.3, far, 3600);

        assertThat(said(both, "hop.unseen-made").get(5)).isEqualTo(Duration.ofMillis(14_900));
        assertThat(keys(both)).doesNotContain("hop.made-between");
        assertThat(finding(both).cause()).isEqualTo(Cause.SERVER_IDLE_TIMEOUT);
        assertThat(keys(compare(near, 3600, far, 3600))).contains("hop.made-between");
    }

    @Test
    void aResetBehindTheEndOfTheFarCaptureIsDoubted() {
        var near = near().server(75.21, What.RST, 0, "");
        var alone = Diagnosis.of(near.story()).finding();
        var both = compare(near, 3600, far(), 1);

        assertThat(keys(both)).contains("hop.unseen-made");
        assertThat(finding(both).cause()).isEqualTo(alone.cause()).isNotEqualTo(Cause.PATH_RESET);
        assertThat(finding(both).confidence()).isLessThan(alone.confidence());
        assertThat(finding(both).alternatives().get(0).id()).isEqualTo("path-reset");
    }

    /** Cut in the middle of a burst: the last packet was microseconds before. */
    @Test
    void onlyALaterPacketShowsThatACaptureWentOn() {
        var far = far().client(90.2, What.RST, 0, "");

        assertThat(keys(compare(near(), 90.1899, far, 3600))).contains("hop.unseen-made");
        assertThat(keys(compare(near(), 90.19, far, 3600))).contains("hop.unseen-made");
        assertThat(keys(compare(near(), 90.211, far, 3600))).contains("hop.made-between");
    }

    @Test
    void whatTheNearCaptureIsTooShortForIsToldFromTheFarOne() {
        var both = compare(near(), 10, far().serverCloses(75.2), 3600);

        assertThat(finding(both).cause()).isEqualTo(Cause.SERVER_IDLE_TIMEOUT);
        assertThat(finding(both).gap()).contains(Duration.ofSeconds(75));
        assertThat(keys(both)).contains("hop.near-ended", "hop.unseen-lost").doesNotContain("hop.lost-between");
    }

    @Test
    void aFinThatWasLostIsTheFindingAndNotTheClientsOwnClose() {
        var near = near().client(120.2, What.FIN, 0, "");
        var far = far().server(75.2, What.FIN, 0, "")
                .server(75.4, What.RETRANSMISSION, 0, "FIN")
                .server(75.9, What.RETRANSMISSION, 0, "FIN")
                .client(120.2, What.FIN, 0, "");
        assertThat(Diagnosis.of(near.story()).finding().cause()).isEqualTo(Cause.CLIENT_IDLE_TIMEOUT);

        var both = compare(near, far);

        assertThat(finding(both).cause()).isEqualTo(Cause.PATH_SILENT);
        assertThat(finding(both).sentence())
                .isEqualTo(Sentence.of("finding.path-silent.end-lost", "FIN", Duration.ofSeconds(75)));
        assertThat(said(both, "hop.lost-between")).startsWith("FIN", Sentence.of("who.server"));
        assertThat(finding(both).evidence())
                .contains(Sentence.of(
                        "hop.far-alone", Diagnosis.of(far.story()).finding().sentence()));
        assertThat(finding(both).advice()).extracting(Sentence::key).doesNotContain("advice.server-capture");
    }

    @Test
    void aFinThatTheClientAcknowledgedWasOnlyMissed() {
        var both = compare(
                near().client(75.3, What.FIN, 0, ""),
                far().server(75.2, What.FIN, 0, "")
                        .client(75.22, What.ACK, 0, "")
                        .client(75.3, What.FIN, 0, ""));

        assertThat(keys(both)).contains("hop.missed").doesNotContain("hop.lost-between");
        assertThat(finding(both).cause()).isNotEqualTo(Cause.PATH_SILENT);
    }

    @Test
    void theServersCloseThatTheNearCaptureMissedIsToldFromTheFarOne() {
        var near = near().sight(new Sight(true, 31, 0, 0, 0, 1000, 2000, false))
                .client(75.23, What.ACK, 0, "")
                .client(90.2, What.RST, 0, "");
        var far = far().serverCloses(75.2).client(75.24, What.ACK, 0, "").client(90.21, What.RST, 0, "");
        assertThat(Diagnosis.of(near.story()).finding().cause()).isEqualTo(Cause.CLIENT_IDLE_TIMEOUT);

        var both = compare(near, far);

        assertThat(finding(both).cause()).isEqualTo(Cause.SERVER_IDLE_TIMEOUT);
        assertThat(finding(both).gap()).contains(Duration.ofSeconds(75));
        assertThat(keys(both)).contains("hop.missed", "hop.frames-of-far").doesNotContain("hop.bytes-lost");
    }

    /** It is told where it was acknowledged, 3 s late: that says nothing of the clocks, nor when the server closed. */
    @Test
    void aFinThatIsKnownByItsAcknowledgementAloneIsToldFromWhereItWasSeen() {
        var near = near().sight(new Sight(true, 31, 0, 0, 0, 1000, 2000, false))
                .server(78.23, What.FIN, 0, "not in the capture")
                .client(78.23, What.FIN, 0, "");
        var far = far().serverCloses(75.2).client(78.24, What.FIN, 0, "");

        var both = compare(near, far);

        assertThat(both.delay()).isEqualTo(Duration.ofMillis(10));
        assertThat(finding(both).gap()).contains(Duration.ofSeconds(75));
        assertThat(keys(both)).contains("hop.frames-of-far");

        // The answer to the client's close: with that FIN the way would take next to nothing.
        var answered = compare(
                near().client(30.2, What.FIN, 0, "").server(30.22, What.FIN, 0, ""),
                far().client(30.2, What.FIN, 0, "").server(30.23, What.FIN, 0, "not in the capture"));

        assertThat(answered.delay()).isEqualTo(Duration.ofMillis(10));
    }

    /** As where the answers take another way. */
    @Test
    void whereTheNearCaptureHasNothingOfTheServersTheFarOneTells() {
        var near = new Told()
                .sight(new Sight(true, 590, 0, 0, 0, 1000, 2000, false))
                .client(0, What.OPEN, 0, "SYN")
                .client(0.02, What.ACK, 0, "")
                .ask(0.1, 90)
                .client(0.22, What.ACK, 0, "")
                .client(75.23, What.ACK, 0, "")
                .client(90.2, What.RST, 0, "");
        var far = far().serverCloses(75.2).client(75.24, What.ACK, 0, "").client(90.21, What.RST, 0, "");

        var both = compare(near, far);

        assertThat(finding(both).cause()).isEqualTo(Cause.SERVER_IDLE_TIMEOUT);
        assertThat(keys(both)).contains("hop.no-clocks", "hop.frames-of-far");
    }

    @Test
    void aFinThatTheOthersFinAnswersWasOnlyMissed() {
        var both = compare(
                near().client(30.2, What.FIN, 0, "").server(30.22, What.FIN, 0, ""),
                far().server(30.21, What.FIN, 0, "").client(30.22, What.ACK, 0, ""));

        assertThat(said(both, "hop.missed")).startsWith("FIN", Sentence.of("who.client"));
        assertThat(keys(both)).doesNotContain("hop.lost-between");
        assertThat(finding(both).cause()).isEqualTo(Cause.CLIENT_IDLE_TIMEOUT);
    }

    @Test
    void aFinThatBothSawBeganBeyond() {
        var both = compare(near().server(75.21, What.FIN, 0, ""), far().server(75.2, What.FIN, 0, ""));

        assertThat(finding(both).evidence()).contains(Sentence.of("hop.began-beyond-far", "fin"));
    }

    /** A firewall that has forgotten the connection answers what is left of it. */
    @Test
    void whatADeviceSaysBehindAnEndsOwnCloseIsNoCause() {
        var both = compare(
                near().client(30.2, What.FIN, 0, "")
                        .server(30.22, What.FIN, 0, "")
                        .server(35.2, What.RST, 0, ""),
                far().client(30.2, What.FIN, 0, "").server(30.2, What.FIN, 0, ""));

        assertThat(said(both, "hop.made-between")).startsWith("RST");
        assertThat(finding(both).cause()).isEqualTo(Cause.CLIENT_IDLE_TIMEOUT);
        assertThat(finding(both).gap()).contains(Duration.ofSeconds(30));
    }

    @Test
    void aResetToTheServerBehindItsOwnCloseIsNoCause() {
        var both = compare(
                near().serverCloses(75.22),
                far().serverCloses(75.2).client(75.22, What.ACK, 0, "").client(90.2, What.RST, 0, ""));

        assertThat(said(both, "hop.made-between")).startsWith("RST", Sentence.of("who.client"));
        assertThat(finding(both).cause()).isEqualTo(Cause.SERVER_IDLE_TIMEOUT);
    }

    /** As a proxy of layer 4 passes it on. */
    @Test
    void aResetThatBecameAFinIsStillTheClients() {
        var both = compare(near().client(30.2, What.RST, 0, ""), far().client(30.2, What.FIN, 0, ""));

        assertThat(said(both, "hop.made-between")).startsWith("FIN");
        assertThat(finding(both).cause()).isEqualTo(Cause.CLIENT_IDLE_TIMEOUT);
    }

    @Test
    void aRequestThatRacedWithTheServersCloseIsARaceWhoeverAnswersIt() {
        var near = near().serverCloses(75.22).client(75.23, What.ACK, 0, "").ask(76, 90);
        var far = far().serverCloses(75.2).client(75.23, What.ACK, 0, "");

        var answered = compare(near.server(76.01, What.RST, 0, ""), far);

        assertThat(said(answered, "hop.made-between")).startsWith("RST");
        assertThat(finding(answered).cause()).isEqualTo(Cause.KEEPALIVE_RACE);
    }

    @Test
    void aRequestBehindTheServersCloseThatWasLostIsARace() {
        var near = near().client(0.25, What.ACK, 0, "")
                .serverCloses(75.22)
                .client(75.23, What.ACK, 0, "")
                .ask(77, 90)
                .client(77.2, What.RETRANSMISSION, 90, "")
                .client(77.6, What.RETRANSMISSION, 90, "");
        var far = far().serverCloses(75.2).client(75.23, What.ACK, 0, "");

        assertThat(finding(lost(near, far)).cause()).isEqualTo(Cause.KEEPALIVE_RACE);
    }

    /** The server waited for the request, and gave up. */
    @Test
    void aRequestThatWasLostBeforeTheServersCloseIsTheFinding() {
        var near = near().ask(10, 90)
                .client(10.2, What.RETRANSMISSION, 90, "")
                .client(10.6, What.RETRANSMISSION, 90, "")
                .serverCloses(75.22)
                .client(75.23, What.ALERT, 26, "encrypted, by its place: close_notify");
        var far = far().serverCloses(75.2).client(75.23, What.ALERT, 26, "encrypted, by its place: close_notify");

        assertThat(finding(lost(near, far)).cause()).isEqualTo(Cause.PATH_SILENT);
    }

    /** 90 bytes of the client never came. */
    private static TwoSides lost(Told near, Told far) {
        return TwoSides.of(
                new Place(at(near, 100, 180, 0, 0, 2), 200_000_000_000L),
                new Place(at(far, 102.010, 90), 200_000_000_000L));
    }

    @Test
    void anAnswerThatWasSentAgainAndNeverCameIsTheFinding() {
        var near = near().ask(10, 90).client(20, What.FIN, 0, "");
        var far = far().ask(10, 90)
                .answer(10.1, 3000)
                .server(10.4, What.RETRANSMISSION, 1448, "")
                .server(11, What.RETRANSMISSION, 1448, "")
                .client(20, What.FIN, 0, "");
        assertThat(Diagnosis.of(near.story()).finding().cause()).isEqualTo(Cause.CLIENT_GAVE_UP);

        var both = TwoSides.of(
                new Place(at(near, 100, 180), 200_000_000_000L),
                new Place(at(far, 102.010, 180, 3000, 2), 200_000_000_000L));

        assertThat(finding(both).cause()).isEqualTo(Cause.PATH_SILENT);
        assertThat(finding(both).sentence())
                .isEqualTo(Sentence.of("finding.path-silent.bytes-lost", 3000L, Sentence.of("who.server")));
        assertThat(finding(both).evidence())
                .contains(
                        Sentence.of("hop.large-lost", 1448L),
                        Sentence.of("hop.bytes-lost", 3000L, Sentence.of("who.server")));
    }

    @Test
    void bytesThatDidNotArriveWereLost() {
        var both = TwoSides.of(
                new Place(at(near(), 100, 180), 200_000_000_000L), new Place(at(far(), 102.010, 90), 200_000_000_000L));

        assertThat(finding(both).evidence()).contains(Sentence.of("hop.bytes-lost", 90L, Sentence.of("who.client")));
    }

    /** The arguments of what is said once under this key. */
    private static List<Object> said(TwoSides both, String key) {
        return finding(both).evidence().stream()
                .filter(sentence -> sentence.key().equals(key))
                .findFirst()
                .map(Sentence::arguments)
                .orElse(List.of());
    }

    @Test
    void twoConnectionsAreNotCompared() {
        var other = far().sight(new Sight(true, 0, 0, 0, 0, 1001, 2000, false)).story();

        assertThat(TwoSides.isSame(near().story(), other)).isFalse();
        assertThatThrownBy(() -> TwoSides.of(new Place(near().story(), 1), new Place(other, 1)))
                .hasMessageContaining("not one connection");
    }
}
