package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.connection.Peer;
import io.waflab.journal.What;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts against the lab's origin, and the customer's case against a TLS server. */
@Tag("wire")
@Timeout(60)
class ClientScriptTest {

    private LabOrigin origin;

    @BeforeEach
    void start() throws IOException {
        origin = LabOrigin.start(OriginOptions.local().withSpeed(10));
    }

    @AfterEach
    void stop() throws IOException {
        origin.close();
    }

    private ClientReport play(String... steps) throws IOException {
        var options =
                ClientOptions.plain("127.0.0.1", origin.port()).withSpeed(10).withLimit(Duration.ofSeconds(10));
        return LabClient.play(ClientScript.of(options, List.of(steps)));
    }

    @Test
    void connectAndHandshakeComeFirstUnlessWritten() throws IOException {
        var report = play("request:/ok", "response", "fin");

        assertThat(report.results())
                .extracting(result -> result.step().toString())
                .containsExactly("connect", "handshake", "request:/ok", "response", "fin");
        assertThat(report.results()).allMatch(StepResult::worked);
        assertThat(report.asExpected()).isTrue();
        assertThat(report.localPort()).isPositive();
    }

    @Test
    void everyScenarioIsAScript() {
        for (var scenario : Scenario.values()) {
            assertThat(ClientScript.of(ClientOptions.plain("h", 1), scenario.steps())
                            .steps())
                    .as(scenario.word())
                    .isNotEmpty();
            assertThat(Scenario.named(scenario.word())).isEqualTo(scenario);
        }
        assertThatThrownBy(() -> Scenario.named("nosuch")).hasMessageContaining("idle-unread");
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void everyScenarioPlaysAgainstTheOrigin(Scenario scenario) throws IOException {
        var report = play(scenario.steps("", "2s").toArray(new String[0]));

        assertThat(report.reached()).isTrue();
        assertThat(report.asExpected()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"expect:status=200", "expect:complete", "expect:still-open"})
    void metExpectationsPass(String expectation) throws IOException {
        assertThat(play("request:/ok", "response", expectation, "fin").asExpected())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"expect:status=504", "expect:cut-short", "expect:fin", "expect:close_notify+fin"})
    void unmetExpectationsFailAndSayWhatWas(String expectation) throws IOException {
        var report = play("request:/ok", "response", expectation, "fin");

        assertThat(report.asExpected()).isFalse();
        assertThat(report.results().get(4).told()).startsWith("was still-open; 200");
    }

    @Test
    void aHalfClosedClientStillGetsItsAnswer() throws Exception {
        var report = play("request:/wait?t=2s", "half-close", "response", "expect:status=200", "fin");

        assertThat(report.asExpected()).isTrue();
        assertThat(origin.awaitClose(Duration.ofSeconds(5)).orElseThrow().by()).isEqualTo(Peer.CLIENT);
    }

    @Test
    void partialHeadsAndBodiesAreLeftUnfinished() throws IOException {
        assertThat(play("request:/ok head=20", "read-to-end:2s", "expect:still-open")
                        .asExpected())
                .isTrue();
        assertThat(origin.requests()).isEmpty();
        assertThat(play("request:POST /ok body=100 sent=40", "read-to-end:2s", "expect:still-open")
                        .asExpected())
                .isTrue();
        assertThat(play("request:POST /sink body=100 chunked sent=40", "read-to-end:2s", "expect:still-open")
                        .asExpected())
                .isTrue();
    }

    @Test
    void rawBytesGoAsTheyAre() throws IOException {
        play("send:GET /ok HTTP/1.1\\r\\nBad Header : \\x00\\r\\n\\r\\n", "response");

        assertThat(origin.requests().get(0).head()).isEqualTo("GET /ok HTTP/1.1\r\nBad Header : \0\r\n\r\n");
    }

    @Test
    void slowReadingTakesItsTime() throws IOException {
        long begun = System.nanoTime();
        var report = play("read-slowly:100 1s", "request:/ok?n=500", "response", "expect:complete");

        assertThat(report.asExpected()).isTrue();
        assertThat(System.nanoTime() - begun).isGreaterThan(400_000_000);
    }

    @Test
    void pingsKeepAWebSocketTalking() throws IOException {
        var report = play("websocket:/ws", "ping:1s 5s", "text:hello", "await-message:10s");

        assertThat(report.results().get(3).told()).isEqualTo("5 pings, still-open");
        assertThat(report.results().get(5).told()).isEqualTo("text hello");
        assertThat(report.story())
                .filteredOn(seen -> seen.by() == Peer.CLIENT && seen.detail().equals("websocket ping"))
                .hasSize(5);
    }

    @Test
    void sendingOnADeadConnectionIsAResultAndNotAnError() throws IOException {
        var report = play("request:/rst", "response", "request:/ok", "response", "fin");

        assertThat(report.results().get(4).worked()).isFalse();
        assertThat(report.end().ended()).isEqualTo(Ended.RST);
        assertThat(report.asExpected()).isTrue();
    }

    @Test
    void anUnreachableTargetIsReportedAsSuch() throws IOException {
        origin.close();
        var report = play("request:/ok", "response", "expect:status=200");

        assertThat(report.reached()).isFalse();
        assertThat(report.asExpected()).isFalse();
        assertThat(report.results()).hasSize(2);
        assertThat(report.results().get(0).told()).contains("cannot connect");
    }

    @Test
    void theCustomersCaseIsPlayedToTheReset() throws Exception {
        var closed = new CountDownLatch(1);
        try (var peer = new TlsPeer(server -> {
            server.head();
            server.ok();
            server.raw().setSoTimeout(200);
            server.closeNotifyAndFin();
            closed.countDown();
            server.raw().setSoTimeout(10_000);
            assertThatThrownBy(() -> server.raw().getInputStream().read()).hasMessageContaining("reset");
        })) {
            var options = ClientOptions.tls("127.0.0.1", peer.port()).withSpeed(100);
            var report = LabClient.play(ClientScript.of(options, Scenario.IDLE_UNREAD.steps()));

            assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
            var last = report.story().get(report.story().size() - 1);
            assertThat(last.by()).isEqualTo(Peer.CLIENT);
            assertThat(last.what()).isEqualTo(What.RST);
            assertThat(report.story()).noneMatch(seen -> seen.what() == What.ALERT);
            peer.join();
        }
    }

    @Test
    void aRefusedHandshakeStopsTheScript() throws Exception {
        try (var peer = new TlsPeer(server -> {
            server.tls().setEnabledProtocols(new String[] {"TLSv1.3"});
            server.tls().startHandshake();
        })) {
            var options = ClientOptions.plain("127.0.0.1", peer.port())
                    .withTls(TlsOptions.trustingAnyone("").withProtocols("TLSv1.2"));
            var report = LabClient.play(ClientScript.of(options, List.of("request:/", "response", "expect:alert")));

            assertThat(report.reached()).isTrue();
            assertThat(report.results()).hasSize(3);
            assertThat(report.results().get(1).told())
                    .isEqualTo("stopped: the server refused the TLS handshake: " + "protocol_version");
            assertThat(report.asExpected()).isTrue();
        }
    }

    @Test
    void theReceiveBufferHoldsTheServerBack() throws Exception {
        var options = ClientOptions.plain("127.0.0.1", origin.port()).withReceiveBuffer(4096);
        try (var client = new LabClient(options)) {
            client.connect().request("/big?n=100m");
            assertThat(client.read(1000)).isEqualTo(1000);
            client.pause(Duration.ofMillis(100));
            assertThat(Arrays.asList(client.end().ended())).containsExactly(Ended.STILL_OPEN);
        }
        assertThat(origin.awaitClose(Duration.ofSeconds(5)).orElseThrow().what())
                .isEqualTo(What.RST);
    }
}
