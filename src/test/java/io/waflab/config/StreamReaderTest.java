package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamReaderTest {

    /** A file of nginx's with only that in stream, from line 2 on. */
    static StreamConfig read(String block) throws ConfigException {
        return whole("events {} stream {\n" + block + "\n}").stream();
    }

    static LabConfig whole(String text) throws ConfigException {
        var problems = new Problems();
        var statements = NginxReader.ofText("nginx.conf", text, Path.of(""), problems);
        return new ModelReader(problems, Configs.RESOLVER, Path.of("").toAbsolutePath())
                .read(statements, "nginx.conf", Language.NGINX);
    }

    /** What nginx says of that block. */
    static List<String> refusals(String block) {
        try {
            read(block);
            return List.of();
        } catch (ConfigException refused) {
            return refused.problems().stream().map(Problem::nginxLine).toList();
        }
    }

    @Test
    void whatNobodyWroteIsNginxsForStreamNotForHttp() throws ConfigException {
        var settings =
                read("server { listen 5000; return x; }").servers().get(0).settings();
        assertThat(settings.time(Directive.PROXY_TIMEOUT)).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.time(Directive.PROXY_CONNECT_TIMEOUT)).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.time(Directive.PREREAD_TIMEOUT)).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.time(Directive.PROXY_PROTOCOL_TIMEOUT)).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.time(Directive.SSL_HANDSHAKE_TIMEOUT)).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.size(Directive.PREREAD_BUFFER_SIZE)).isEqualTo(16 << 10);
        assertThat(settings.size(Directive.PROXY_BUFFER_SIZE)).isEqualTo(16 << 10);
        assertThat(settings.words(Directive.PROXY_NEXT_UPSTREAM)).containsExactly("on");
        assertThat(settings.flag(Directive.PROXY_PROTOCOL)).isFalse();
        assertThat(settings.has(Directive.KEEPALIVE_TIMEOUT)).as("of http").isFalse();
        assertThat(settings.has(Directive.ACCESS_LOG)).isFalse();
    }

    @Test
    void aServerHasWhatStreamAndTheProcessSay() throws ConfigException {
        var stream = whole("error_log e.log warn; events {} stream { proxy_timeout 5s; proxy_protocol on;"
                        + " server { listen 5000; return x; } server { listen 5001; proxy_timeout 6s; return x; } }")
                .stream();
        var first = stream.servers().get(0).settings();
        assertThat(first.time(Directive.PROXY_TIMEOUT)).isEqualTo(Duration.ofSeconds(5));
        assertThat(first.flag(Directive.PROXY_PROTOCOL)).isTrue();
        assertThat(first.lines(Directive.ERROR_LOG)).containsExactly(List.of("e.log", "warn"));
        assertThat(stream.servers().get(1).settings().time(Directive.PROXY_TIMEOUT))
                .isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void httpIsNotTouchedByWhatStreamSays() throws ConfigException {
        var config = whole("events {} http { server { listen 80; location / { return 204; } } }"
                + " stream { proxy_connect_timeout 5s; map $ssl_preread_server_name $x { default y; }"
                + " server { listen 5000; return $x; } }");
        assertThat(config.servers().get(0).settings().time(Directive.PROXY_CONNECT_TIMEOUT))
                .isEqualTo(Duration.ofSeconds(60));
        assertThat(config.variables().slot("x")).isEmpty();
        assertThat(config.stream().variables().slot("x")).isPresent();
        assertThat(config.servers().get(0).settings().has(Directive.PROXY_TIMEOUT))
                .isFalse();
    }

    @Test
    void theTwoHaveVariablesOfTheirOwn() {
        assertThat(refusals("server { listen 5000; return $uri; }"))
                .singleElement()
                .asString()
                .startsWith("unknown \"uri\" variable");
        assertThat(Configs.problemsOfServer("return = \"200 $session_time\""))
                .singleElement()
                .asString()
                .contains("unknown \"session_time\" variable");
    }

    @Test
    void groupsAreStreams() throws ConfigException {
        var group = read("upstream u { least_conn; zone z 64k; server 127.0.0.1:1 max_conns=2;"
                        + " server two.test:2 backup; } server { listen 5000; proxy_pass u; }")
                .upstreams()
                .get("u");
        assertThat(group.balancing().method()).isEqualTo(Balancing.Method.LEAST_CONN);
        assertThat(group.peers()).extracting(Upstream.Peer::maxConns).containsExactly(2, 0, 0);
        assertThat(group.peers()).extracting(Upstream.Peer::backup).containsExactly(false, true, true);
        assertThat(group.settings().has(Directive.ZONE)).isTrue();
    }

    @Test
    void whatNginxRefusesIsRefusedInItsWords() {
        assertThat(refusals("upstream u { ip_hash; server 127.0.0.1:1; }"))
                .containsExactly("\"ip_hash\" directive is not allowed here in nginx.conf:2");
        assertThat(refusals("upstream u { server 127.0.0.1; }"))
                .containsExactly("no port in upstream \"127.0.0.1\" in nginx.conf:2");
        assertThat(refusals("keepalive_timeout 5;"))
                .containsExactly("\"keepalive_timeout\" directive is not allowed here in nginx.conf:2");
        assertThat(refusals("server { listen 5000; access_log l f; return x; }"))
                .containsExactly("unknown log format \"f\" in nginx.conf:2");
        assertThat(refusals("server { listen 5000; access_log l; return x; }"))
                .containsExactly("log format is not specified in nginx.conf:2");
        assertThat(refusals("server { listen 5000; limit_conn z 1; return x; }"))
                .containsExactly("zero size shared memory zone \"z\" in nginx.conf:2");
        assertThat(refusals("server { listen 5000; proxy_next_upstream error; return x; }"))
                .containsExactly("invalid value \"error\" in \"proxy_next_upstream\" directive,"
                        + " it must be \"on\" or \"off\" in nginx.conf:2");
        assertThat(refusals("server { listen 5000; proxy_timeout x; return x; }"))
                .containsExactly("\"proxy_timeout\" directive invalid value in nginx.conf:2");
        assertThat(refusals("server { listen 5000; server_name x; return x; }"))
                .containsExactly("\"server_name\" directive is not allowed here in nginx.conf:2");
    }

    @Test
    void aFileNeedsOneOfTheTwoBlocks() throws ConfigException {
        assertThat(read("").servers()).isEmpty();
        assertThat(Configs.problems("worker_processes = 1")).containsExactly("lab.conf: no http or stream block");
    }

    @Test
    void hoconHasTheSameModel() throws ConfigException {
        var stream = Configs.read("stream { proxy_timeout = 5s, upstreams { u { server = [\"127.0.0.1:1\"] } }\n"
                        + "servers = [{ listen = [\"127.0.0.1:5000\"], proxy_pass = u, proxy_protocol = on }] }")
                .stream();
        var server = stream.servers().get(0);
        assertThat(server.pass().orElseThrow().upstream()).isEqualTo("u");
        assertThat(server.settings().flag(Directive.PROXY_PROTOCOL)).isTrue();
        assertThat(server.settings().get(Directive.PROXY_TIMEOUT).origin()).hasToString("lab.conf:1");
    }

    @Test
    void valuesOfTheCommandLineHoldInStreamToo() throws ConfigException {
        var text = "stream { servers = [{ listen = [\"127.0.0.1:5000\"], return = x, proxy_timeout = 5s }] }";
        var settings = Configs.read(text, List.of("proxy_timeout=7s", "proxy_connect_timeout=8s")).stream()
                .servers()
                .get(0)
                .settings();
        assertThat(settings.time(Directive.PROXY_TIMEOUT)).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.time(Directive.PROXY_CONNECT_TIMEOUT)).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void everyValueInForceIsShown() throws ConfigException {
        var config = whole("events {} stream { server { listen 5000; proxy_timeout 5s; proxy_pass 127.0.0.1:1; } }");
        assertThat(Effective.of(config).lines().map(String::strip))
                .contains("stream", "server   nginx.conf:1")
                .anyMatch(line -> line.matches("proxy_timeout 5s +nginx.conf:1"))
                .anyMatch(line -> line.matches("preread_timeout 30s +default"));
    }
}
