package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneScenarioTest {

    @TempDir
    Path folder;

    private static final String STEPS = "\"connect\", \"handshake\", \"request:/a\", \"response\"";

    private TuneScenario read(String... lines) throws IOException, ConfigException {
        return TuneScenario.read(Files.writeString(folder.resolve("case.conf"), String.join("\n", lines)));
    }

    @Test
    void theFirstRequestAndTheLongestPauseAreWhatIsPlayed() throws IOException, ConfigException {
        var scenario = read(
                "client { steps = [\"connect\", \"handshake\", \"request:/big?n=9 version=1.1\", \"response\",",
                "  \"pause:2s\", \"pause:134.838s\", \"request:/other\", \"fin\"] }",
                "proxy { profile = aliyun-alb, directives { keepalive_timeout = \"15s\" } }");

        assertThat(scenario.request()).isEqualTo(Request.get("/big?n=9"));
        assertThat(scenario.idle()).isEqualTo(Duration.ofMillis(134_838));
        assertThat(scenario.profile()).contains("aliyun-alb");
        assertThat(scenario.directives()).containsExactly("keepalive_timeout=15s");
    }

    @Test
    void theConfigurationAndTheClientsTlsAreTaken() throws IOException, ConfigException {
        var scenario = read(
                "client { protocol = TLSv1.2, sni = shop.test, alpn = [h2], steps = [" + STEPS + "] }",
                "proxy { conf = customers.conf }");

        assertThat(scenario.conf()).contains(folder.resolve("customers.conf"));
        assertThat(scenario.tls().protocols()).containsExactly("TLSv1.2");
        assertThat(scenario.tls().alpn()).containsExactly("h2");
        assertThat(scenario.tls().serverName()).isEqualTo("shop.test");
    }

    @Test
    void withoutAPauseItIsTheDefault() throws IOException, ConfigException {
        assertThat(read("client { steps = [" + STEPS + "] }").idle()).isEqualTo(Duration.ofSeconds(121));
    }

    @Test
    void theRequestIsPlayedWithItsMethodHeadersAndBody() throws IOException, ConfigException {
        var scenario = read("client { steps = [\"connect\", \"handshake\","
                + " \"request:POST /a header=Connection:close body=900\", \"response\"] }");

        assertThat(scenario.request()).isEqualTo(Request.post("/a", 900).withHeader("Connection: close"));
    }

    @Test
    void aCaptureIsNoScenarioAndHowOneIsMadeOfItIsSaid() {
        assertThatThrownBy(() -> TuneScenario.read(PublicCaptures.file("nginx-75s-default-idle")))
                .hasMessageEndingWith(
                        "nginx-75s-default-idle.pcap: is no text (expected a HOCON file; of a capture one is made by:"
                                + " waflab reproduce CAPTURE --dry-run --save FILE)");
    }

    @Test
    void whatSpeaksNoTlsIsRefused() {
        assertThatThrownBy(() -> read("client { steps = [\"connect\", \"request:/\", \"response\"] }"))
                .hasMessageContaining("case.conf: no TLS handshake, which is always made here");
    }

    @Test
    void whatIsNotPlayedHereIsRefused() {
        assertThatThrownBy(() -> read("proxy { tls = false }")).hasMessageContaining("are not played here");
        assertThatThrownBy(() -> read("path = \"forget 3s\"")).hasMessageContaining("are not played here");
        for (var step : List.of(
                "request:/1 head=26",
                "request:/1 body=900 sent=40",
                "read:1000",
                "read-slowly:9 1s",
                "websocket:/ws")) {
            assertThatThrownBy(() -> read("client { steps = [" + STEPS + ", \"" + step + "\"] }"))
                    .as(step)
                    .hasMessageContaining(
                            "case.conf: a pause in the middle of a request or an answer, or in a WebSocket,");
        }
        assertThatThrownBy(() -> read("origin { listens = false }", "client { steps = [" + STEPS + "] }"))
                .hasMessageContaining("case.conf: an origin that does not listen");
        assertThatThrownBy(() -> read("client { rejects = bad_certificate, steps = [" + STEPS + "] }"))
                .hasMessageContaining("a client that rejects the certificate are not played here");
        assertThatThrownBy(() -> read("client { steps = [\"connect\", \"pause:70s\"] }"))
                .hasMessageContaining("case.conf: no request, behind whose answer a connection idles");
    }
}
