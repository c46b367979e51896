package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.report.Language;
import io.waflab.report.Sentences;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** What a server sends, and then closes; the last two as Python's http.server and a proxy that will not upgrade. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nConnection: Upgrade, close\r\nContent-Length: 2\r\n\r\nok"
            })
    void aServerThatKeepsNoConnectionHasNoTime(String answer) throws IOException, InterruptedException {
        try (var server = new ForgetfulServer(answer)) {
            var idle = measure(server, Duration.ofSeconds(4), 16);

            assertThat(idle.certainty()).as(idle.toString()).isEqualTo(Measured.Certainty.SEEN);
            assertThat(idle.most()).isZero();
            assertThat(idle.end()).isEqualTo(Ended.FIN);
            assertThat(words(idle)).startsWith("the first answer ends the connection: 200 connection=");
            assertThat(MeasuredProfile.of(new MeasuredServer(
                            "a.test", 80, false, LocalDate.of(2026, 11, 30), "", List.of(idle), 1, 1)))
                    .contains("  keepalive_timeout = 0\n");
        }
    }

    @Test
    void anErrorThatEndsTheConnectionSaysNothingOfOthers() throws IOException, InterruptedException {
        try (var server = new ForgetfulServer("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")) {
            var idle = measure(server, Duration.ofSeconds(4), 16);

            assertThat(idle.certainty()).as(idle.toString()).isEqualTo(Measured.Certainty.NOTHING);
            assertThat(words(idle)).startsWith("the first answer was: 400");
        }
    }

    /** Nobody accepts: the handshake of the warm-up waits for its patience. */
    @Test
    void whatIsStoppedWhileItWarmsUpTellsThatNothingIsKnown() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var options = MeasureOptions.of(
                            ClientOptions.plain("127.0.0.1", silent.getLocalPort())
                                    .withTls(TlsOptions.trustingAnyone("lab.test")),
                            Measure.of(List.of("idle", "close")),
                            "/",
                            Duration.ofSeconds(50))
                    .withPatience(Duration.ofSeconds(40));
            var measurement = new ServerMeasurement(options, line -> {});
            var result = new FutureTask<>(measurement::run);
            new Thread(result).start();
            silent.accept().getInputStream().read();

            measurement.stop();

            assertThat(result.get(20, TimeUnit.SECONDS).measures()).isEmpty();
        }
    }

    /** Nobody accepts; what waits for it is not interrupted, and has something to tell. */
    @Test
    void aHandshakeThatNobodyAnswersIsToldAndStopsNothing() throws Exception {
        var threads = Executors.newCachedThreadPool();
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var client = ClientOptions.plain("127.0.0.1", silent.getLocalPort())
                    .withTls(TlsOptions.trustingAnyone("lab.test"));
            var probes = new Probes(
                    MeasureOptions.of(client, Measure.of(List.of("age", "idle")), "/", Duration.ofSeconds(50))
                            .withPatience(Duration.ofMillis(20)));
            assertThatThrownBy(() -> new AgeMeasurement(probes, threads).measure())
                    .isInstanceOf(IOException.class)
                    .hasMessage("no answer in the TLS handshake within 0.02s");

            var idle = new Division(Measure.IDLE, probes, threads, line -> {}).measure(Division.FEW, seconds -> {
                probes.open(Duration.ofMillis(20)).close();
                return Division.Outcome.held(seconds);
            });
            assertThat(idle.certainty()).isEqualTo(Measured.Certainty.NOTHING);
            assertThat(words(idle)).isEqualTo("no answer in the TLS handshake within 0.02s");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whatIsStoppedBeforeItBeginsIsNoError() throws Exception {
        try (var server = new ForgetfulServer(Duration.ofMinutes(1), ForgetfulServer.Late.IGNORES)) {
            var options = MeasureOptions.of(
                    ClientOptions.plain("127.0.0.1", server.port()),
                    Measure.of(List.of("idle")),
                    "/",
                    Duration.ofSeconds(5));
            var measurement = new ServerMeasurement(options, line -> {});

            measurement.stop();

            assertThat(measurement.run().measures()).isEmpty();
        }
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
