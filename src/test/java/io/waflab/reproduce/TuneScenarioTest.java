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

    private TuneScenario read(String... lines) throws IOException, ConfigException {
        return TuneScenario.read(Files.writeString(folder.resolve("case.conf"), String.join("\n", lines)));
    }

    @Test
    void theFirstRequestAndTheLongestPauseAreWhatIsPlayed() throws IOException, ConfigException {
        var scenario = read(
                "client { steps = [\"connect\", \"handshake\", \"request:/big?n=9 version=1.1\", \"response\",",
                "  \"pause:2s\", \"pause:134.838s\", \"request:/other\", \"fin\"] }",
                "proxy { profile = aliyun-alb, directives { keepalive_timeout = \"15s\" } }");

        assertThat(scenario.path()).isEqualTo("/big?n=9");
        assertThat(scenario.idle()).isEqualTo(Duration.ofMillis(134_838));
        assertThat(scenario.profile()).contains("aliyun-alb");
        assertThat(scenario.directives()).containsExactly("keepalive_timeout=15s");
    }

    @Test
    void theConfigurationAndTheClientsTlsAreTaken() throws IOException, ConfigException {
        var scenario =
                read("client { protocol = TLSv1.2, sni = shop.test, alpn = [h2] }", "proxy { conf = customers.conf }");

        assertThat(scenario.conf()).contains(folder.resolve("customers.conf"));
        assertThat(scenario.tls().protocols()).containsExactly("TLSv1.2");
        assertThat(scenario.tls().alpn()).containsExactly("h2");
        assertThat(scenario.tls().serverName()).isEqualTo("shop.test");
    }

    @Test
    void withoutStepsItIsTheDefaults() throws IOException, ConfigException {
        assertThat(read("speed = 1").path()).isEqualTo("/ok");
        assertThat(read("speed = 1").idle()).isEqualTo(Duration.ofSeconds(121));
    }

    @Test
    void whatIsNotPlayedHereIsRefused() {
        assertThatThrownBy(() -> read("proxy { tls = false }")).hasMessageContaining("are not played here");
        assertThatThrownBy(() -> read("path = \"forget 3s\"")).hasMessageContaining("are not played here");
        for (var step : List.of("request:/1 head=26", "request:/1 body=900 sent=40", "websocket:/ws")) {
            assertThatThrownBy(() -> read("client { steps = [\"connect\", \"" + step + "\"] }"))
                    .as(step)
                    .hasMessageContaining("case.conf: a pause in the middle of a request, or in a WebSocket,");
        }
    }
}
