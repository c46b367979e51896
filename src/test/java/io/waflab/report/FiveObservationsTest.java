package io.waflab.report;

import static io.waflab.report.Verdict.AGREES;
import static io.waflab.report.Verdict.DIFFERS;
import static io.waflab.report.Verdict.NOT_VISIBLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Peer;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FiveObservationsTest {

    private static final Scale REAL = new Scale(1);

    @Test
    void theCustomersOwnNumbersAgreeWithThemselves() {
        var claims = FiveObservations.of(Stories.CUSTOMER, REAL, Source.PACKETS, Optional.of(32L));

        assertThat(claims).extracting(Claim::verdict).containsExactly(AGREES, AGREES, AGREES, AGREES, AGREES);
        assertThat(claims)
                .extracting(Claim::measured)
                .containsExactly(
                        "close_notify (26 bytes) and FIN, 0.100 ms apart (frames 9 and 11)",
                        "119.890 s (frames 7 and 9)",
                        "0.020 ms after the alert (frame 10)",
                        "14.948 s after the FIN (frame 13)",
                        "0 other packets from the alert to the RST, besides 2 bare ACKs; none in the silence before,"
                                + " besides 1 bare ACK");
        assertThat(claims.get(1).expected()).isEqualTo("119.89 s (± 1.20 s)");
        assertThat(claims.get(3).expected()).isEqualTo("14.948 s (± 0.30 s)");
        assertThat(claims.get(3).why()).contains("32 bytes");
    }

    @Test
    void aScaledRunIsToldInTimeThatPassedAndAtSpeedOne() {
        var claims = FiveObservations.of(
                Stories.tenTimesAsFast(Stories.CUSTOMER), new Scale(10), Source.PACKETS, Optional.empty());

        assertThat(claims).extracting(Claim::verdict).containsOnly(AGREES);
        assertThat(claims.get(1).measured()).isEqualTo("11.989 s, which is 119.89 s at speed 1 (frames 7 and 9)");
        assertThat(claims.get(3).measured()).startsWith("1.495 s, which is 14.95 s at speed 1 after the FIN");
        assertThat(claims.get(1).expected()).isEqualTo("119.89 s (± 3.00 s)");
    }

    @Test
    void everyNumberThatIsOffIsSeen() {
        assertThat(verdicts(shifted(9, 9, -60))).containsExactly(DIFFERS, AGREES, AGREES, AGREES, AGREES);
        assertThat(verdicts(shifted(9, 20, -60_000))).containsExactly(AGREES, DIFFERS, AGREES, AGREES, AGREES);
        assertThat(verdicts(Stories.without(Stories.CUSTOMER, What.ACK, Peer.CLIENT))
                        .get(2))
                .isEqualTo(DIFFERS);
        assertThat(verdicts(shifted(13, 20, -5_000))).containsExactly(AGREES, AGREES, AGREES, DIFFERS, AGREES);
    }

    @Test
    void aClientThatSpeaksAfterTheFinIsNotTheCustomersCase() {
        var story = new ArrayList<>(Stories.CUSTOMER);
        story.add(13, Stories.of("121000 CLIENT ALERT 26 13 encrypted").get(0));

        assertThat(verdicts(story)).containsExactly(AGREES, AGREES, AGREES, AGREES, DIFFERS);
    }

    @Test
    void whatTheKernelSendsAgainSaysNothingNew() {
        var story = new ArrayList<>(Stories.CUSTOMER);
        story.add(12, Stories.of("119965 SERVER RETRANSMISSION 0 12 FIN").get(0));
        var claims = FiveObservations.of(story, REAL, Source.PACKETS, Optional.empty());

        assertThat(claims).extracting(Claim::verdict).containsOnly(AGREES);
        assertThat(claims.get(4).measured()).contains("2 bare ACKs and 1 sent again");
    }

    @Test
    void aResetOfAClientThatHadReadAllIsNotTheCustomersCase() {
        var claims = FiveObservations.of(Stories.CUSTOMER, REAL, Source.PACKETS, Optional.of(1L));

        assertThat(claims.get(3).verdict()).isEqualTo(DIFFERS);
    }

    @Test
    void withoutPacketsTheAckMayNotBeVisible() {
        var claims = FiveObservations.of(
                Stories.without(Stories.CUSTOMER, What.ACK, Peer.CLIENT), REAL, Source.SOCKETS, Optional.empty());

        assertThat(claims.get(2).verdict()).isEqualTo(NOT_VISIBLE);
        assertThat(claims.get(2).measured()).isEqualTo("not visible without packets");
    }

    @Test
    void anotherEndingIsOneClaimThatDiffers() {
        assertThat(verdicts(Stories.without(Stories.CUSTOMER, What.ALERT, Peer.SERVER)))
                .containsExactly(DIFFERS);
    }

    /** The story with the frames from one to another moved by so many milliseconds. */
    private static List<Observation> shifted(int from, int to, long millis) {
        return Stories.CUSTOMER.stream()
                .map(seen -> seen.frame() < from || seen.frame() > to
                        ? seen
                        : new Observation(
                                seen.nanos() + millis * 1_000_000,
                                seen.leg(),
                                seen.by(),
                                seen.what(),
                                seen.size(),
                                seen.detail(),
                                seen.frame()))
                .toList();
    }

    private static List<Verdict> verdicts(List<Observation> story) {
        return FiveObservations.of(story, REAL, Source.PACKETS, Optional.empty()).stream()
                .map(Claim::verdict)
                .toList();
    }
}
