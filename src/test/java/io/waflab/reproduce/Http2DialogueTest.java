package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.connection.Peer;
import io.waflab.journal.What;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab's client in HTTP/2, against the real proxy before the lab's origin. */
@Tag("wire")
class Http2DialogueTest {

    private static final long LARGE = 300_000;

    @TempDir
    static Path folder;

    private static LabOrigin origin;
    private static LabProxy proxy;

    @BeforeAll
    static void start() throws Exception {
        origin = LabOrigin.start(OriginOptions.local());
        var part = new LabScenario.ProxyPart(
                "nginx-1.22",
                true,
                "",
                Map.of("http2", "on", "keepalive_timeout", "300ms", "client_max_body_size", "10m"),
                Optional.empty());
        var scenario = new LabScenario(
                1,
                new LabScenario.ClientPart("", "", List.of(), "lab.test", "", Duration.ofSeconds(9), List.of()),
                part,
                new LabScenario.OriginPart(true, Map.of()),
                PathDeed.PASS,
                null);
        proxy = LabProxy.start(scenario, origin.url(), folder.resolve("certs"), folder.resolve("keys"));
    }

    @AfterAll
    static void stop() throws Exception {
        proxy.close();
        origin.close();
    }

    private static LabClient client(String... alpn) throws IOException {
        return new LabClient(ClientOptions.plain("127.0.0.1", proxy.port())
                        .withTls(TlsOptions.trustingAnyone("lab.test").withAlpn(alpn))
                        .withLimit(Duration.ofSeconds(9)))
                .connect()
                .handshake();
    }

    @Test
    void anAnswerIsReadWithItsStatusItsFieldsAndItsWholeBody() throws Exception {
        try (var client = client("h2", "http/1.1")) {
            var response = client.request("/big?n=" + LARGE).response();

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("Content-Length")).contains(String.valueOf(LARGE));
            assertThat(response.bodyLength()).isEqualTo(LARGE);
            assertThat(response.complete()).isTrue();
        }
    }

    @Test
    void aBodyLargerThanTheServersWindowsGoesOut() throws Exception {
        try (var client = client("h2")) {
            var response = client.request(Request.post("/sink", LARGE)).response();

            assertThat(response.body()).contains(String.valueOf(LARGE));
        }
    }

    @Test
    void answersAreToldInTheOrderOfTheirRequests() throws Exception {
        try (var client = client("h2")) {
            client.pipeline(List.of(Request.get("/wait?t=0.2s"), Request.get("/status?c=404")));

            assertThat(client.response().status()).isEqualTo(200);
            assertThat(client.response().status()).isEqualTo(404);
            assertThatThrownBy(client::response).hasMessage("no request is without an answer");
        }
    }

    @Test
    void halfAHeadIsHalfAFrame() throws Exception {
        try (var client = client("h2")) {
            client.request(Request.get("/half").sendingHead(12));

            assertThat(client.records().get(client.records().size() - 1).size()).isLessThan(12 + 40);
            assertThat(origin.requests()).noneMatch(request -> request.target().equals("/half"));
        }
    }

    @Test
    void theIdleEndIsGoawayCloseNotifyAndFin() throws Exception {
        try (var client = client("h2")) {
            client.request("/ok").response();

            assertThat(client.readToEnd().ended()).isEqualTo(Ended.CLOSE_NOTIFY_FIN);
            assertThat(client.goaway().orElseThrow().getValue()).isEqualTo("NO_ERROR, last stream 1");
            assertThat(client.story())
                    .filteredOn(seen -> seen.by() == Peer.SERVER)
                    .extracting(seen -> seen.what())
                    .endsWith(What.GOAWAY, What.ALERT, What.FIN);
        }
    }

    @Test
    void whatOnlyHttp1HasIsRefusedByName() throws Exception {
        try (var client = client("h2")) {
            assertThatThrownBy(() -> client.webSocket("/ws")).hasMessageContaining("websocket is of HTTP/1.1");
            assertThatThrownBy(() -> client.readSlowly(1, Duration.ZERO)).hasMessageContaining("read-slowly");
        }
    }

    @Test
    void aServerThatChoseAnotherProtocolIsNotSpokenToInHttp2() throws Exception {
        try (var client = client("http/1.1")) {
            assertThatThrownBy(client::http2).hasMessageContaining("the server chose http/1.1");
            assertThat(client.request("/ok").response().statusLine()).startsWith("HTTP/1.1 200");
        }
    }
}
