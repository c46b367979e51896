package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.LabConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZonesTest {

    private static LabConfig config(String requests, String connections) {
        try {
            return ConfigReader.read("""
                    http {
                      limit_req_zone = "%s"
                      limit_conn_zone = "%s"
                      servers = [ { listen = ["127.0.0.1:0"], locations = { "/" { return = "200" } } } ]
                    }
                    """.formatted(requests, connections), "lab.conf", List.of());
        } catch (ConfigException wrong) {
            throw new AssertionError(wrong);
        }
    }

    @Test
    void aZoneIsKeptOverAReloadWhileItsNameKeyAndSizeStay() {
        var first = Zones.none()
                .next(config("$uri zone=r:1m rate=1r/s", "$uri zone=c:1m").main());
        var second =
                first.next(config("$uri zone=r:1m rate=5r/s", "$uri zone=c:1m").main());
        assertThat(second.requests("r")).isSameAs(first.requests("r"));
        assertThat(second.requests("r").zone().rate()).isEqualTo(5000);
        assertThat(second.connections("c")).isSameAs(first.connections("c"));
    }

    @Test
    void anotherKeyOrSizeBeginsAnew() {
        var first = Zones.none()
                .next(config("$uri zone=r:1m rate=1r/s", "$uri zone=c:1m").main());
        var second =
                first.next(config("$args zone=r:1m rate=1r/s", "$uri zone=c:2m").main());
        assertThat(second.requests("r")).isNotSameAs(first.requests("r"));
        assertThat(second.connections("c")).isNotSameAs(first.connections("c"));
    }
}
