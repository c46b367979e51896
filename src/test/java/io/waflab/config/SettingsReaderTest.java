package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsReaderTest {

    private static final String NESTED = """
            http {
              send_timeout = 1s
              client_body_timeout = 2s
              add_header = ["A http", "B http"]
              proxy_set_header { Host = a }
              servers = [{
                listen = ["127.0.0.1:1"]
                client_body_timeout = 3s
                locations {
                  "/" {
                    proxy_pass = "http://127.0.0.1:9/u/", add_header = ["C location"], return = 204
                    locations { "/in" { keepalive_timeout = 0, proxy_pass = "http://127.0.0.1:8" } }
                  }
                  "/r" { return = 200 }
                }
              }]
            }
            """;

    private final Location outer;
    private final Location inner;
    private final Server server;

    SettingsReaderTest() throws ConfigException {
        server = Configs.read(NESTED).servers().get(0);
        outer = server.locations().get(0);
        inner = outer.locations().get(0);
    }

    @Test
    void aValueIsTheInnermostOneOfItsPlace() {
        assertThat(inner.settings().time(Directive.SEND_TIMEOUT)).isEqualTo(Duration.ofSeconds(1));
        assertThat(inner.settings().get(Directive.SEND_TIMEOUT).origin()).isEqualTo(new Origin("lab.conf", 2));
        assertThat(inner.settings().time(Directive.CLIENT_BODY_TIMEOUT)).isEqualTo(Duration.ofSeconds(3));
        assertThat(inner.settings().time(Directive.KEEPALIVE_TIMEOUT)).isZero();
        assertThat(outer.settings().get(Directive.KEEPALIVE_TIMEOUT).origin()).isEqualTo(Origin.DEFAULT);
    }

    @Test
    void aValueThatChangesNothingIsANoteUnlessItIsTheDefault() throws ConfigException {
        var config = Configs.read("""
                http {
                  client_body_in_single_buffer = on
                  proxy_busy_buffers_size = 8k
                  proxy_temp_file_write_size = 16k
                  satisfy = any
                  servers = [{
                    listen = ["127.0.0.1:1"], satisfy = all, client_body_in_single_buffer = off
                    proxy_temp_file_write_size = 8k
                  }]
                }
                """);
        assertThat(config.notes())
                .extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        "lab.conf:2: client_body_in_single_buffer: known, and without effect in waflab",
                        "lab.conf:3: proxy_busy_buffers_size: known, and without effect in waflab",
                        "lab.conf:4: proxy_temp_file_write_size: known, and without effect in waflab",
                        "lab.conf:5: satisfy: known, and without effect in waflab");
    }

    @Test
    void aDirectiveOfSeveralLinesIsReplacedAsAWhole() {
        assertThat(server.settings().lines(Directive.ADD_HEADER))
                .containsExactly(List.of("A", "http"), List.of("B", "http"));
        assertThat(outer.settings().lines(Directive.ADD_HEADER)).containsExactly(List.of("C", "location"));
        assertThat(inner.settings().lines(Directive.ADD_HEADER)).containsExactly(List.of("C", "location"));
        assertThat(inner.settings().lines(Directive.PROXY_SET_HEADER)).containsExactly(List.of("Host", "a"));
    }

    @Test
    void whatAnswersAndWhatIsListenedToIsNotInherited() {
        assertThat(outer.settings().has(Directive.RETURN)).isTrue();
        assertThat(inner.settings().has(Directive.RETURN)).isFalse();
        assertThat(inner.proxyPass().orElseThrow().upstream()).isEqualTo("127.0.0.1:8");
        assertThat(server.locations().get(1).proxyPass()).isEmpty();
        assertThat(outer.settings().has(Directive.LISTEN)).isFalse();
    }

    @Test
    void anUpstreamHasDefaultsOfItsOwn() {
        var defaults = SettingsReader.defaults(Context.UPSTREAM);
        assertThat(defaults.time(Directive.KEEPALIVE_TIMEOUT)).isEqualTo(Duration.ofSeconds(60));
        assertThat(defaults.words(Directive.KEEPALIVE)).containsExactly("32", "local");
        assertThat(SettingsReader.defaults(Context.HTTP).time(Directive.KEEPALIVE_TIMEOUT))
                .isEqualTo(Duration.ofSeconds(75));
        assertThat(SettingsReader.defaults(Context.HTTP).has(Directive.KEEPALIVE))
                .isFalse();
    }

    @Test
    void formatsHaveNginxsCombinedAmongThem() throws ConfigException {
        var formats = Configs.http("log_format { main = \"$status\" }").logFormats();
        assertThat(formats).containsOnlyKeys("combined", "main");
        assertThat(formats.get("main").text()).isEqualTo(Template.of("$status"));
        assertThat(Configs.problemsOfHttp("log_format = [\"combined x\"]"))
                .containsExactly("lab.conf:2: log_format: duplicate name \"combined\"");
    }
}
