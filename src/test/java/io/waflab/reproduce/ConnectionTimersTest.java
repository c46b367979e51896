package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.ConfigReader;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionTimersTest {

    @Test
    void nginxReadsWhatIsWritten() {
        assertThat(ConnectionTimers.text(Duration.ofSeconds(120))).isEqualTo("120s");
        assertThat(ConnectionTimers.text(Duration.ofMillis(4_500))).isEqualTo("4500ms");
        assertThat(ConnectionTimers.text(Duration.ofNanos(1_499_600_000))).isEqualTo("1500ms");
        assertThat(ConnectionTimers.text(Duration.ofNanos(1))).isEqualTo("1ms");
    }

    @Test
    void eachIsDividedByTheSpeed() throws Exception {
        var settings = ConfigReader.read(
                        "http { keepalive_timeout = 120s, servers = [ { listen = [\"127.0.0.1:0\"], locations = { \"/\" {"
                                + " return = \"200\" } } } ] }",
                        "lab.conf",
                        List.of())
                .servers()
                .get(0)
                .locations()
                .get(0)
                .settings();

        assertThat(ConnectionTimers.divided(settings, 16))
                .hasSameSizeAs(ConnectionTimers.ALL)
                .contains("keepalive_timeout=7500ms", "client_header_timeout=3750ms");
    }
}
