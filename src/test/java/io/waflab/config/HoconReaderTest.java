package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HoconReaderTest {

    private final Problems problems = new Problems();

    private List<Statement> read(String text) throws ConfigException {
        return HoconReader.read("lab.conf", text, problems);
    }

    private static String shown(List<Statement> statements) {
        var text = new StringBuilder();
        for (var statement : statements) {
            text.append(statement.name());
            statement.arguments().forEach(word -> text.append('|').append(word));
            text.append(statement.block().isEmpty() ? "; " : "{ " + shown(statement.block()) + "} ");
        }
        return text.toString();
    }

    @Test
    void objectsAreBlocksAndTextsAreWords() throws ConfigException {
        assertThat(shown(read("""
                        worker_processes = 1
                        http {
                          keepalive_timeout = 75s 60s
                          proxy_read_timeout = 1h 30m
                          proxy_http_version = 1.0
                          servers = [{ listen = [8080, "127.0.0.1:8443 ssl"], server_name = [a.test, "b.test c.test"] }, { }]
                        }
                        """)))
                .isEqualTo("worker_processes|1; http{ keepalive_timeout|75s|60s; proxy_read_timeout|1h 30m;"
                        + " proxy_http_version|1.0; server{ listen|8080; listen|127.0.0.1:8443|ssl;"
                        + " server_name|a.test|b.test|c.test; } server; } ");
    }

    @Test
    void locationsAndUpstreamsAreObjectsByName() throws ConfigException {
        assertThat(shown(read("""
                        locations { "~* \\\\.php$" { return = "200 'a b'" }, "= /x" { return = 1 }, "/" { return = 2 } }
                        upstreams { b { servers = ["h:1 weight=2", "h:2"], keepalive = 8 } }
                        """)))
                .isEqualTo("location|~*|\\.php${ return|200|a b; } location|=|/x{ return|1; } location|/{ return|2; } "
                        + "upstream|b{ server|h:1|weight=2; server|h:2; keepalive|8; } ");
    }

    @Test
    void headersAndFormatsAreNamesWithOneWordOrListsOfWords() throws ConfigException {
        assertThat(shown(read("""
                        proxy_set_header { Host = "$host x", Z = 1, A = 2, "X-A" = "" }
                        add_header = ["X-A b always", "X-B 'c d'"]
                        log_format { main = "$status $host", two = ["a", "b"] }
                        """)))
                .isEqualTo(
                        "proxy_set_header|Host|$host x; proxy_set_header|Z|1; proxy_set_header|A|2; proxy_set_header|X-A|; "
                                + "add_header|X-A|b|always; add_header|X-B|c d; log_format|main|$status $host; log_format|two|a|b; ");
    }

    @Test
    void theOrderIsThatOfTheFileAlsoWithinALine() throws ConfigException {
        var text = new StringBuilder("locations { ");
        for (int i = 0; i < 40; i++) {
            text.append("\"~ ").append((i * 7) % 40).append("\" { return = 1 }").append(i % 5 == 0 ? "\n" : ", ");
        }
        var order = read(text + "}").stream().map(s -> s.arguments().get(1)).toList();
        assertThat(order).hasSize(40);
        for (int i = 0; i < 40; i++) {
            assertThat(order.get(i)).isEqualTo(String.valueOf((i * 7) % 40));
        }
    }

    @Test
    void everyStatementHasItsLine() throws ConfigException {
        var http = read("# a comment\nhttp {\n  a = 1\n  servers = [\n    { b = 2 }\n    {\n      c = 3\n    }\n  ]\n}")
                .get(0);
        assertThat(http.origin()).isEqualTo(new Origin("lab.conf", 2));
        assertThat(http.block().get(0).origin().line()).isEqualTo(3);
        assertThat(http.block().get(1).origin().line()).isEqualTo(5);
        assertThat(http.block().get(2).block().get(0).origin().line()).isEqualTo(7);
    }

    @Test
    void nullTakesAwayAndALaterValueReplaces() throws ConfigException {
        assertThat(shown(read("a = 1\nb = 2\na = null\nb = 3"))).isEqualTo("b|3; ");
    }

    @Test
    void substitutionsAreResolvedButNotFromTheEnvironment() throws ConfigException {
        assertThat(shown(read("a = 5s\nb = ${a}"))).isEqualTo("a|5s; b|5s; ");
        assertThatThrownBy(() -> read("a = ${PATH}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("lab.conf:1: ")
                .hasMessageContaining("${PATH}");
    }

    @Test
    void whatHoconDoesNotParseIsOneLineWithItsPlace() {
        assertThatThrownBy(() -> read("http {\n  a = \n}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("lab.conf:3: ")
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining(".properties");
        assertThatThrownBy(() -> read("a = {".repeat(100_000)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("lab.conf");
    }

    @Test
    void anotherShapeThanExpectedIsAProblemWithItsPlace() throws ConfigException {
        read(
                "locations {\n \"/\" = 5 }\nupstreams {\n b = [1] }\nproxy_set_header {\n A { B = 1 } }\nreturn = \"200 'a\"\n"
                        + "listen = [[1]]\nadd_header { A = \"b always\", B = [\"c\", always] }");
        assertThatThrownBy(problems::throwIfAny).hasMessage("""
                        lab.conf:2: location "/": a block { ... } expected
                        lab.conf:4: upstream "b": a block { ... } expected
                        lab.conf:6: proxy_set_header "A": a text expected
                        lab.conf:7: return: the quote at character 4 is not closed
                        lab.conf:8: listen: a text or number expected here, not a list or block
                        lab.conf:9: add_header: "always" would be part of the value here (write A = ["value", always])""");
    }
}
