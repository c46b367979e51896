package io.waflab.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.diagnose.Compared.Agreement;
import io.waflab.diagnose.Comparison.Playing;
import io.waflab.diagnose.Outcome.Parting;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {

    private static final Playing LIFE = new Playing(1, Duration.ZERO);
    private static final Outcome IDLE = outcome("server-idle-timeout", 120_000, "rst", 14_948);

    @Test
    void theSameIsTheSame() {
        var rows = compared(IDLE, IDLE, 1);

        assertThat(rows)
                .extracting(row -> row.what().key())
                .containsExactly(
                        "compare.cause",
                        "compare.closed-by",
                        "compare.how",
                        "compare.phase",
                        "compare.gap",
                        "compare.client-how",
                        "compare.client-after");
        assertThat(rows).extracting(Compared::agreement).containsOnly(Agreement.SAME);
        assertThat(Comparison.difference(rows)).isEmpty();
    }

    /** 0.3 s, 1 % of 120 s, or 25 ms of the playing: whichever is most. */
    @ParameterizedTest
    @CsvSource({
        "1, 121200, NEAR",
        "1, 121201, DIFFERS",
        "1, 118800, NEAR",
        "40, 121200, NEAR",
        "60, 121500, NEAR",
        "60, 121501, DIFFERS",
        "1, 75000, DIFFERS"
    })
    void aSilenceIsNearWithinWhatCanBeTold(double speed, long millis, Agreement expected) {
        var row = row("compare.gap", compared(IDLE, outcome("server-idle-timeout", millis, "rst", 14_948), speed));

        assertThat(row.agreement()).isEqualTo(expected);
        assertThat(row.decides()).isTrue();
    }

    @Test
    void aLateMachineCannotTellWhatAQuietOneCan() {
        assertThat(new Playing(20, Duration.ZERO).resolution()).isEqualTo(Duration.ofMillis(500));
        assertThat(new Playing(20, Duration.ofMillis(60)).resolution()).isEqualTo(Duration.ofMillis(1_700));
        assertThat(new Playing(20, Duration.ofSeconds(9)).resolution()).isEqualTo(Duration.ofMillis(5_500));
    }

    @Test
    void aServerThatAnsweredDoesNotReproduceOneThatSaidNothing() {
        var hello = Told.open().client(0.001, What.HANDSHAKE, 200, "ClientHello");
        var silent = Diagnosis.of(hello.client(3.001, What.FIN, 0, "").story());
        var answered = Diagnosis.of(Told.open()
                .client(0.001, What.HANDSHAKE, 200, "ClientHello")
                .server(0.007, What.HANDSHAKE, 3000, "ServerHello TLSv1.2, Certificate, ServerHelloDone")
                .client(0.5, What.FIN, 0, "")
                .story());

        var rows = Comparison.outcomes(Outcome.of(silent), Outcome.of(answered), LIFE, Optional.empty());

        assertThat(Comparison.difference(rows).map(row -> row.what().key())).hasValue("compare.gap");
    }

    @Test
    void besideATimeStandsHowLongItWasPlayed() {
        assertThat(row("compare.gap", compared(IDLE, IDLE, 20)).second())
                .isEqualTo(Sentence.of("compare.played", Duration.ofSeconds(120), Duration.ofSeconds(6), 20.0));
        assertThat(row("compare.gap", compared(IDLE, IDLE, 1)).second())
                .isEqualTo(Sentence.of("compare.word", Duration.ofSeconds(120)));
    }

    @Test
    void aGapThatOnlyOneHasDiffersUnlessItIsNone() {
        var without = new Outcome("normal-close", "server", "fin", "response", Optional.empty(), Optional.empty());
        var with = new Outcome(
                "normal-close", "server", "fin", "response", Optional.of(Duration.ofNanos(33_000)), Optional.empty());
        var longer = new Outcome(
                "normal-close", "server", "fin", "response", Optional.of(Duration.ofSeconds(1)), Optional.empty());

        assertThat(Comparison.difference(compared(without, with, 1))).isEmpty();
        assertThat(Comparison.difference(compared(longer, without, 1)))
                .hasValueSatisfying(row -> assertThat(row.what().key()).isEqualTo("compare.gap"));
    }

    @ParameterizedTest
    @CsvSource({
        "fin, close_notify+fin, NEAR",
        "rst, rst, SAME",
        "rst, fin, DIFFERS",
        "fin, rst, DIFFERS",
        "close_notify+fin, rst, DIFFERS"
    })
    void howTheClientLeftIsFinOrReset(String wanted, String made, Agreement expected) {
        var rows =
                compared(outcome("server-idle-timeout", 1, wanted, 10), outcome("server-idle-timeout", 1, made, 10), 1);

        assertThat(row("compare.client-how", rows).agreement()).isEqualTo(expected);
    }

    @Test
    void aClientThatStayedDiffersFromOneThatLeft() {
        var stayed = new Outcome(IDLE.cause(), IDLE.closedBy(), IDLE.how(), IDLE.phase(), IDLE.gap(), Optional.empty());

        assertThat(Comparison.difference(compared(IDLE, stayed, 1)))
                .hasValueSatisfying(row -> assertThat(row.what().key()).isEqualTo("compare.client-how"));
    }

    @Test
    void whatTheLabCannotShowStandsForWhatIsWantedAndOnlyThat() {
        var silent = new Outcome("path-silent", "neither", "silence", "idle", Optional.empty(), Optional.empty());
        var open = new Outcome(
                "still-open", "neither", "silence", "awaiting-response", Optional.empty(), Optional.empty());
        var lack = Optional.of(new Comparison.Lack(List.of("still-open"), Sentence.of("lack.silent")));

        assertThat(Comparison.difference(Comparison.outcomes(silent, open, LIFE, lack)))
                .isEmpty();
        assertThat(Comparison.difference(Comparison.outcomes(silent, open, LIFE, Optional.empty())))
                .isPresent();
        assertThat(Comparison.difference(Comparison.outcomes(silent, IDLE, LIFE, lack)))
                .isPresent();
    }

    private static List<Compared> compared(Outcome wanted, Outcome made, double speed) {
        return Comparison.outcomes(wanted, made, new Playing(speed, Duration.ZERO), Optional.empty());
    }

    private static Compared row(String key, List<Compared> rows) {
        return rows.stream()
                .filter(row -> row.what().key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static Outcome outcome(String cause, long gap, String client, long after) {
        return new Outcome(
                cause,
                "server",
                "close_notify+fin",
                "idle",
                Optional.of(Duration.ofMillis(gap)),
                Optional.of(new Parting(client, Duration.ofMillis(after))));
    }
}
