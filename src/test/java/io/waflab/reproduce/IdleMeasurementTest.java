package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.report.Language;
import io.waflab.report.Sentences;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against servers that forget an idle connection without a word, which only a request shows. */
@Tag("wire")
@Timeout(60)
class IdleMeasurementTest {

    private static Measured measure(ForgetfulServer server, Duration limit, int connections)
            throws IOException, InterruptedException {
        var options = MeasureOptions.of(
                        ClientOptions.plain("127.0.0.1", server.port()), Measure.of(List.of("idle")), "/", limit)
                .withPatience(Duration.ofMillis(400))
                .withConnections(connections);
        return new ServerMeasurement(options, line -> {}).run().measures().get(0);
    }

    @Test
    void silenceIsDividedUntilItIsNarrow() throws IOException, InterruptedException {
        try (var server = new ForgetfulServer(Duration.ofMillis(700), ForgetfulServer.Late.IGNORES)) {
            var idle = measure(server, Duration.ofSeconds(12), 16);

            assertThat(idle.certainty()).as(idle.toString()).isEqualTo(Measured.Certainty.BETWEEN);
            assertThat(idle.least()).isLessThan(0.7);
            assertThat(idle.most()).isGreaterThan(0.6);
            assertThat(idle.most() - idle.least()).isLessThan(0.15);
            assertThat(words(idle)).isEqualTo("the server says nothing; then a request gets no answer");
            assertThat(server.most()).isBetween(4, 16);
        }
    }

    @Test
    void aResetInAnswerToTheRequestIsGoneToo() throws IOException, InterruptedException {
        try (var server = new ForgetfulServer(Duration.ofMillis(700), ForgetfulServer.Late.RESETS)) {
            var idle = measure(server, Duration.ofSeconds(8), 3);

            assertThat(idle.certainty()).as(idle.toString()).isEqualTo(Measured.Certainty.BETWEEN);
            assertThat(idle.end()).isEqualTo(Ended.RST);
            assertThat(words(idle)).isEqualTo("the server says nothing; then a request gets rst");
            assertThat(server.most()).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void whatOutlastsTheMeasurementIsSaidToBeLonger() throws IOException, InterruptedException {
        try (var server = new ForgetfulServer(Duration.ofMinutes(1), ForgetfulServer.Late.IGNORES)) {
            var idle = measure(server, Duration.ofSeconds(2), 16);

            assertThat(idle.certainty()).as(idle.toString()).isEqualTo(Measured.Certainty.LONGER);
            assertThat(idle.least()).isBetween(1.0, 2.0);
            assertThat(Sentences.in(Language.EN).text(idle.told())).startsWith("more than 1.");
        }
    }

    /** One place for all: who comes last finds no time left. */
    @Test
    void withOneConnectionAtOnceTheLimitHoldsAllTheSame() throws IOException, InterruptedException {
        try (var server = new ForgetfulServer(Duration.ofMinutes(1), ForgetfulServer.Late.IGNORES)) {
            var options = MeasureOptions.of(
                            ClientOptions.plain("127.0.0.1", server.port()),
                            Measure.of(List.of("idle", "silent", "header", "close")),
                            "/",
                            Duration.ofSeconds(3))
                    .withConnections(1);

            var measured = new ServerMeasurement(options, line -> {}).run();

            assertThat(measured.measures()).hasSize(4);
            assertThat(measured.measures())
                    .anySatisfy(one -> assertThat(one.note().toString())
                            .contains("the time was over before a connection was free"));
            assertThat(server.most()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void noConnectionIsOpenedWhenTheTimeIsOver() throws IOException, InterruptedException {
        try (var server = new ForgetfulServer(Duration.ofMinutes(1), ForgetfulServer.Late.IGNORES)) {
            var now = new AtomicLong();
            var options = MeasureOptions.of(
                    ClientOptions.plain("127.0.0.1", server.port()),
                    Measure.of(List.of("idle")),
                    "/",
                    Duration.ofSeconds(3));
            var probes = new Probes(options, now::get);
            now.set(Duration.ofSeconds(2).toNanos());
            assertThat(probes.left()).isEqualTo(Duration.ofSeconds(1));
            probes.open(Duration.ofSeconds(1)).close();

            now.set(Duration.ofSeconds(3).toNanos());

            assertThat(probes.left()).isZero();
            assertThatThrownBy(() -> probes.open(Duration.ofSeconds(1)))
                    .hasMessage("the time was over before a connection was free");
            assertThat(probes.opened()).isEqualTo(1);
        }
    }

    private static String words(Measured one) {
        return one.note().map(Sentences.in(Language.EN)::text).orElse("");
    }
}
