package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NginxEventsTest {

    private static List<String> said(String text) throws ConfigException {
        var problems = new Problems();
        var statements = NginxReader.ofText("n.conf", text, Path.of(""), problems);
        NginxEvents.check(statements, "n.conf", problems);
        try {
            problems.throwIfAny();
            return List.of();
        } catch (ConfigException refused) {
            return refused.problems().stream().map(Problem::nginxLine).toList();
        }
    }

    @Test
    void eventsStandOnce() throws ConfigException {
        assertThat(said("http {}")).containsExactly("no \"events\" section in configuration");
        assertThat(said("events {}\nevents {}")).containsExactly("\"events\" directive is duplicate in n.conf:2");
        assertThat(said("events {}")).isEmpty();
    }

    @Test
    void whatBelongsInsideStandsNowhereElse() throws ConfigException {
        assertThat(said("events { use epoll; worker_connections 5; nobodys x; }"))
                .isEmpty();
        assertThat(said("worker_connections 5;\nevents { pid x; }"))
                .containsExactly(
                        "\"worker_connections\" directive is not allowed here in n.conf:1",
                        "\"pid\" directive is not allowed here in n.conf:2");
    }
}
