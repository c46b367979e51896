package io.waflab.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.diagnose.Grid.Axis;
import io.waflab.diagnose.Grid.Unit;
import io.waflab.report.Language;
import io.waflab.report.Sentences;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TuneAdviceTest {

    private static final Axis IDLE = new Axis("client.idle", Unit.SECONDS, List.of(90.0, 118.0, 119.9, 300.0));
    private static final String RETRY = "With a retry of idempotent requests the rest is harmless: those that raced got"
            + " not a byte of an answer. A POST is sent again only if the application knows that it may be.";

    private static Axis keepalive(Double... seconds) {
        return new Axis("keepalive_timeout", Unit.SECONDS, List.of(seconds));
    }

    /** Races of 20 each, row by row. */
    private static List<String> advice(Axis rows, Axis columns, int... races) {
        int width = columns.values().size();
        var cells = IntStream.range(0, rows.values().size())
                .mapToObj(row -> Arrays.stream(races, row * width, (row + 1) * width)
                        .mapToObj(raced -> new Attempts(20 - raced, 0, raced, 0))
                        .toList())
                .toList();
        return said(new Grid(rows, columns, cells, ""));
    }

    private static List<String> said(Grid grid) {
        return TuneAdvice.of(grid).stream().map(Sentences.in(Language.EN)::text).toList();
    }

    @Test
    void aTimerThatDoesNotRunInThePauseIsNamed() {
        var header = new Axis("client_header_timeout", Unit.SECONDS, List.of(8.0, 10.0));

        assertThat(advice(IDLE, header, 0, 0, 0, 0, 0, 0, 0, 0))
                .containsExactly(
                        "None of 160 requests raced (95 %: fewer than 2 %).",
                        "client_header_timeout does not run while a connection idles between two requests: that nothing"
                                + " depends on it here says nothing of requests that are slow themselves.");
        assertThat(advice(IDLE, keepalive(400.0), 0, 0, 0, 0)).hasSize(1);
    }

    @Test
    void keepaliveTimeEndsNoConnectionThatIdles() {
        var age = new Axis("keepalive_time", Unit.SECONDS, List.of(1.0));

        assertThat(advice(IDLE, age, 0, 0, 0, 0))
                .containsExactly(
                        "None of 80 requests raced (95 %: fewer than 5 %).",
                        "keepalive_time ends no connection that idles: it is looked at when a request is answered, and no"
                                + " request races with it.");
    }

    @Test
    void theLongestIdleTimeWithoutARaceIsTheOneToSet() {
        assertThat(advice(IDLE, keepalive(120.0, 180.0), 0, 0, 0, 0, 5, 0, 20, 20))
                .containsExactly(
                        "keepalive_timeout 120 s: set the client's idle time to 118 s or less; none of 20 raced there"
                                + " (95 %: fewer than 16 %).",
                        "keepalive_timeout 120 s: after 119.9 s idle 25 % race (95 %: 11 to 47 %).",
                        "keepalive_timeout 180 s: set the client's idle time to 119.9 s or less; none of 20 raced there"
                                + " (95 %: fewer than 16 %).",
                        "keepalive_timeout 180 s: after 300 s idle 100 % race (95 %: 84 to 100 %).",
                        "Or set keepalive_timeout above 300 s, the longest idle time here (not tried).",
                        RETRY);
    }

    @Test
    void aTimerThatNothingRacedWithIsNamed() {
        assertThat(advice(IDLE, keepalive(60.0, 400.0), 20, 0, 20, 0, 20, 0, 20, 0))
                .containsExactly(
                        "keepalive_timeout 60 s: even after 90 s idle 100 % race (95 %: 84 to 100 %).",
                        "keepalive_timeout 400 s: no request raced.",
                        "Or set keepalive_timeout to 400 s or more: nothing raced there.",
                        RETRY);
    }

    /** One clean value between two that race is chance, and no limit. */
    @Test
    void aValueBelowOneThatRacesIsNotEnough() {
        assertThat(advice(new Axis("client.idle", Unit.SECONDS, List.of(90.0)), keepalive(60.0, 80.0, 91.0), 2, 0, 1))
                .noneMatch(says -> says.contains("or more"));
    }

    @Test
    void withoutARaceTheShareHasABoundAllTheSame() {
        assertThat(advice(IDLE, keepalive(400.0), 0, 0, 0, 0))
                .containsExactly("None of 80 requests raced (95 %: fewer than 5 %).");
    }

    @Test
    void ofARateTheWorstIsTold() {
        var rate = new Axis("client.requests_per_minute", Unit.REQUESTS_PER_MINUTE, List.of(0.5, 6.0));

        assertThat(advice(rate, keepalive(60.0), 12, 1))
                .containsExactly(
                        "keepalive_timeout 60 s: at 0.5 a minute 60 % of the requests race (95 %: 39 to 78 %).", RETRY);
    }

    @Test
    void whatIsNeitherAnswerNorRaceIsSaid() {
        var grid = new Grid(
                new Axis("client.idle", Unit.SECONDS, List.of(1.0)),
                keepalive(2.0),
                List.of(List.of(new Attempts(5, 3, 0, 1))),
                "no response, fin");

        assertThat(said(grid))
                .contains(
                        "3 requests went onto a new connection, because the client had seen that the old one was closed.",
                        "1 request failed in another way (marked with !), and counts for nothing. The first: no"
                                + " response, fin.")
                .contains("None of 8 requests raced (95 %: fewer than 32 %).");
    }

    /** As Ctrl-C leaves it: the longest waits come last. */
    @Test
    void aColumnThatWasNotCountedWholeIsNotCalledClean() {
        var grid = new Grid(
                new Axis("client.idle", Unit.SECONDS, List.of(1.0, 9.0)),
                keepalive(2.0, 20.0),
                List.of(
                        List.of(new Attempts(0, 0, 5, 0), new Attempts(5, 0, 0, 0)),
                        List.of(new Attempts(0, 0, 5, 0), Attempts.NONE)),
                "");

        assertThat(said(grid))
                .contains("keepalive_timeout 20 s: not all values were counted.")
                .noneMatch(says -> says.contains("or more"));
    }

    @Test
    void nothingCountedIsNoAllClear() {
        var none = new Grid(
                new Axis("client.idle", Unit.SECONDS, List.of(1.0)),
                keepalive(2.0),
                List.of(List.of(Attempts.NONE)),
                "");

        assertThat(said(none)).containsExactly("Nothing was counted.");
    }

    @Test
    void whereAllFailedNothingIsSaidOfRaces() {
        var failed = new Grid(
                new Axis("client.idle", Unit.SECONDS, List.of(1.0)),
                keepalive(2.0),
                List.of(List.of(new Attempts(0, 0, 0, 10))),
                "the first request: no response, fin");

        assertThat(said(failed))
                .containsExactly("Nothing is known of races: all requests failed (10). The first: the first request: no"
                        + " response, fin.");
    }

    @Test
    void aValueAtWhichEveryRequestFailedIsNotCounted() {
        var grid = new Grid(
                new Axis("client.idle", Unit.SECONDS, List.of(1.0, 9.0)),
                keepalive(2.0, 20.0),
                List.of(
                        List.of(new Attempts(0, 0, 0, 5), new Attempts(5, 0, 0, 0)),
                        List.of(new Attempts(0, 0, 5, 0), new Attempts(0, 0, 0, 5))),
                "no response, fin");

        assertThat(said(grid))
                .startsWith(
                        "keepalive_timeout 2 s: not all values were counted.",
                        "keepalive_timeout 20 s: not all values were counted.")
                .noneMatch(says -> says.contains("or more"));
    }

    @Test
    void theBoundOfALimitIsThatOfTheRequestsThatTell() {
        var grid = new Grid(
                new Axis("client.idle", Unit.SECONDS, List.of(1.0, 9.0)),
                keepalive(2.0),
                List.of(List.of(new Attempts(5, 0, 0, 15)), List.of(new Attempts(0, 0, 5, 15))),
                "no response, fin");

        assertThat(said(grid))
                .startsWith(
                        "keepalive_timeout 2 s: set the client's idle time to 1 s or less; none of 5 raced there"
                                + " (95 %: fewer than 43 %).",
                        "keepalive_timeout 2 s: after 9 s idle 100 % race (95 %: 57 to 100 %).");
    }
}
