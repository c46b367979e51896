package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BlockTest {

    private final Problems problems = new Problems();

    private static Statement statement(int line, String name, String... words) {
        return new Statement(name, List.of(words), new Origin("lab.conf", line), List.of());
    }

    @Test
    void settingsAndInnerBlocksAreSorted() throws ConfigException {
        var block = Block.of(
                List.of(
                        statement(1, "server"),
                        statement(2, "add_header", "A", "b"),
                        statement(3, "server"),
                        statement(4, "add_header", "C", "d")),
                Context.HTTP,
                problems);
        problems.throwIfAny();
        assertThat(block.inner("server")).hasSize(2);
        assertThat(block.written().get(Directive.ADD_HEADER)).hasSize(2);
        assertThat(block.inner("upstream")).isEmpty();
    }

    @Test
    void whatIsOffIsNotRepeated() {
        for (var name : List.of("proxy_redirect", "proxy_cookie_domain", "proxy_cookie_path", "proxy_cookie_flags")) {
            var all = new Problems();
            Block.of(
                    List.of(statement(1, name, "/a", "/b"), statement(2, name, "/c", "/d"), statement(3, name, "off")),
                    Context.LOCATION,
                    all);
            Block.of(List.of(statement(4, name, "off"), statement(5, name, "/a", "/b")), Context.LOCATION, all);
            assertThatThrownBy(all::throwIfAny)
                    .hasMessage("lab.conf:3: " + name + ": is duplicate (first at lab.conf:1)\nlab.conf:5: " + name
                            + ": is duplicate (first at lab.conf:4)");
        }
    }

    @Test
    void whatDoesNotBelongIsSaidWithWhatWouldAllAtOnce() {
        Block.of(
                List.of(
                        statement(1, "proxy_read_timout", "5"),
                        statement(2, "listen", "80"),
                        statement(3, "upstream", "x"),
                        statement(4, "send_timeout", "5"),
                        statement(5, "send_timeout", "6"),
                        statement(6, "gunzip", "on"),
                        statement(7, "sub_filter", "a", "b"),
                        new Statement("random_index", List.of(), new Origin("lab.conf", 8), List.of()),
                        new Statement(
                                "keepalive_time", List.of(), new Origin("lab.conf", 9), List.of(statement(9, "x")))),
                Context.LOCATION,
                problems);
        assertThatThrownBy(problems::throwIfAny).hasMessage("""
                        lab.conf:1: proxy_read_timout: unknown directive (did you mean proxy_read_timeout?)
                        lab.conf:2: listen: not allowed in location (allowed in server)
                        lab.conf:3: upstream: not allowed in location
                        lab.conf:5: send_timeout: is duplicate (first at lab.conf:4)
                        lab.conf:6: gunzip: a directive of nginx that waflab does not have (only "gunzip off" is accepted)
                        lab.conf:7: sub_filter: a directive of nginx that waflab does not have (leave it out to run the rest)
                        lab.conf:8: random_index: a directive of nginx that waflab does not have (leave it out to run the rest)
                        lab.conf:9: keepalive_time: takes no block""");
    }

    @Test
    void aHarmlessDirectiveOfNginxIsOneNote() {
        Block.of(List.of(statement(3, "sendfile", "on")), Context.HTTP, problems);
        Block.of(List.of(statement(4, "sendfile", "off")), Context.SERVER, problems);
        assertThat(problems.isEmpty()).isTrue();
        assertThat(problems.notes())
                .extracting(Problem::toString)
                .containsExactly("lab.conf:3: sendfile: known, and without effect in waflab");
    }
}
