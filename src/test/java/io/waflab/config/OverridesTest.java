package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverridesTest {

    private static final String FILE = """
            worker_processes = 1
            http {
              keepalive_timeout = 1s
              add_header = ["A b"]
              upstreams { b { servers = ["127.0.0.1:1"], keepalive_timeout = 2s } }
              servers = [{
                listen = ["127.0.0.1:1"]
                keepalive_timeout = 3s
                locations { "/" { keepalive_timeout = 4s, add_header = ["C d"], proxy_pass = "http://b" } }
              }]
            }
            """;

    private static LabConfig read(String... sets) throws ConfigException {
        return Configs.read(FILE, List.of(sets));
    }

    private static Location location(LabConfig config) {
        return config.servers().get(0).locations().get(0);
    }

    @Test
    void aValueHoldsAtEveryDepthAndNamesTheCommandLine() throws ConfigException {
        var config = read("keepalive_timeout=9s 5s", "add_header=X y", "add_header=Z z", "worker_processes=2");
        var setting = location(config).settings().get(Directive.KEEPALIVE_TIMEOUT);
        assertThat(setting.value()).isEqualTo(Duration.ofSeconds(9));
        assertThat(setting.lines()).containsExactly(List.of("9s", "5s"));
        assertThat(setting.origin()).isEqualTo(new Origin("--set", 0));
        assertThat(location(config).settings().lines(Directive.ADD_HEADER))
                .containsExactly(List.of("X", "y"), List.of("Z", "z"));
        assertThat(config.main().text(Directive.WORKER_PROCESSES)).isEqualTo("2");
    }

    @Test
    void anUpstreamsValueIsNamedAsSuch() throws ConfigException {
        assertThat(read("keepalive_timeout=9s").upstreams().get("b").settings().time(Directive.KEEPALIVE_TIMEOUT))
                .isEqualTo(Duration.ofSeconds(2));
        var config = read("upstream.keepalive_timeout=9s", "keepalive=3");
        assertThat(config.upstreams().get("b").settings().time(Directive.KEEPALIVE_TIMEOUT))
                .isEqualTo(Duration.ofSeconds(9));
        assertThat(config.upstreams().get("b").settings().words(Directive.KEEPALIVE))
                .containsExactly("3");
        assertThat(location(config).settings().time(Directive.KEEPALIVE_TIMEOUT))
                .isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void whatCannotStandInHttpIsReplacedWhereItStands() throws ConfigException {
        var config = read("listen=127.0.0.1:2", "proxy_pass=http://127.0.0.1:7");
        assertThat(config.servers().get(0).listens()).extracting(Listen::port).containsExactly(2);
        assertThat(location(config).proxyPass().orElseThrow().upstream()).isEqualTo("127.0.0.1:7");
        assertThatThrownBy(() -> read("server_name=x"))
                .hasMessage("--set: server_name: written nowhere in the file, so there is nothing to replace");
    }

    @Test
    void whatIsNoSettingIsRefused() {
        assertThatThrownBy(() -> read("keepalive_timeout"))
                .hasMessage("--set: \"keepalive_timeout\": expected name=value");
        assertThatThrownBy(() -> read("keepalive_timout=5"))
                .hasMessage("--set: keepalive_timout: unknown directive (did you mean keepalive_timeout?)");
        assertThatThrownBy(() -> read("upstream.send_timeout=5")).hasMessageContaining("no directive of upstreams");
        assertThatThrownBy(() -> read("send_timeout=soon"))
                .hasMessageStartingWith("--set: send_timeout: invalid value");
        assertThatThrownBy(() -> read("send_timeout=1", "send_timeout=2")).hasMessageContaining("is duplicate");
        assertThatThrownBy(() -> read("return='5")).hasMessageContaining("not closed");
    }
}
