package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModelReaderTest {

    @Test
    void allProblemsAreSaidAtOnceInTheOrderOfTheirLines() {
        assertThat(Configs.problems("""
                        worker_procesess = 1
                        http {
                          keepalive_timeout = soon
                          send_timeout = 10 minutes
                          proxy_buffering = maybe
                          servers = [
                            {
                              listen = ["127.0.0.1:8443"]
                              proxy_read_timout = 3s
                              proxy_pass = "http://127.0.0.1:1"
                              locations { "/" { proxy_pass = "http://nowhere.test" } }
                            }
                          ]
                        }
                        """))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .isEqualTo(
                                        "lab.conf:1: worker_procesess: unknown directive (did you mean worker_processes?)"),
                        timeout -> assertThat(timeout)
                                .startsWith("lab.conf:3: keepalive_timeout: invalid value \"soon\" (expected a time"),
                        minutes -> assertThat(minutes)
                                .startsWith("lab.conf:4: send_timeout: invalid value \"10 minutes\" (unit of HOCON"),
                        flag -> assertThat(flag)
                                .isEqualTo("lab.conf:5: proxy_buffering: invalid value \"maybe\" (expected on, off)"),
                        typo -> assertThat(typo)
                                .isEqualTo(
                                        "lab.conf:9: proxy_read_timout: unknown directive (did you mean proxy_read_timeout?)"),
                        context -> assertThat(context)
                                .isEqualTo(
                                        "lab.conf:10: proxy_pass: not allowed in server (allowed in location, if in location, limit_except)"),
                        host -> assertThat(host)
                                .isEqualTo("lab.conf:11: proxy_pass: host not found in upstream \"nowhere.test\""));
    }

    @Test
    void theWholeNeedsOneHttpAndAServer() {
        assertThat(Configs.problems("")).containsExactly("lab.conf: no http or stream block");
        assertThat(Configs.problems("\nhttp { }")).containsExactly("lab.conf:2: http: no server");
    }

    @Test
    void whatNginxHasInEventsStandsAtTheTop() throws ConfigException {
        var config = Configs.read(
                "events { worker_connections = 7, multi_accept = on }\nhttp { servers = [" + Configs.SERVER + "] }");
        assertThat(config.main().count(Directive.WORKER_CONNECTIONS)).isEqualTo(7);
        assertThat(config.notes()).singleElement().asString().contains("multi_accept");
    }

    @Test
    void upstreamDefaultsHaveNoServers() {
        assertThat(Configs.problemsOfHttp("upstream_defaults { servers = [\"127.0.0.1:1\"] }"))
                .containsExactly("lab.conf:2: server: not allowed in upstream_defaults");
    }
}
