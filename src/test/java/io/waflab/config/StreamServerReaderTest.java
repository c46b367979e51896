package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamServerReaderTest {

    private static StreamServer server(String inside) throws ConfigException {
        return StreamReaderTest.read("server { " + inside + " }").servers().get(0);
    }

    @Test
    void anAddressMakesAGroupOfItsOwn() throws ConfigException {
        var stream = StreamReaderTest.read("server { listen 5000; proxy_pass two.test:7; }");
        var pass = stream.servers().get(0).pass().orElseThrow();
        assertThat(pass.host()).isEqualTo("two.test");
        assertThat(stream.upstreams().get(pass.upstream()).peers())
                .extracting(peer -> peer.address().toString())
                .containsExactly("/192.0.2.1:7", "/192.0.2.2:7");
    }

    @Test
    void aUnixSocketAndVariablesAreTaken() throws ConfigException {
        assertThat(server("listen 5000; proxy_pass unix:/a;")
                        .pass()
                        .orElseThrow()
                        .upstream())
                .isEqualTo("unix:/a");
        var variables = server("listen 5000; set $x 127.0.0.1:1; proxy_pass $x;");
        assertThat(variables.pass().orElseThrow().variables()).isPresent();
        assertThat(variables.sets()).hasSize(1);
    }

    @Test
    void theLastHandlerWrittenCounts() throws ConfigException {
        var replies = server("listen 5000; proxy_pass 127.0.0.1:1; return bye;");
        assertThat(replies.pass()).isEmpty();
        assertThat(replies.reply()).isPresent();
        assertThat(server("listen 5000; return bye; proxy_pass 127.0.0.1:1;").reply())
                .isEmpty();
    }

    @Test
    void whatIsMissingOrWrongIsSaidInNginxsWords() {
        assertThat(StreamReaderTest.refusals("server { listen 5000; }"))
                .containsExactly("no handler for server in nginx.conf:2");
        assertThat(StreamReaderTest.refusals("server { return x; }"))
                .containsExactly("no \"listen\" is defined for server in nginx.conf:2");
        assertThat(StreamReaderTest.refusals("server { listen 5000; proxy_pass 127.0.0.1; }"))
                .containsExactly("no port in upstream \"127.0.0.1\" in nginx.conf:2");
        assertThat(StreamReaderTest.refusals("server { listen 5000; return x; set $remote_addr y; }"))
                .containsExactly("the duplicate \"remote_addr\" variable in nginx.conf:2");
        assertThat(StreamReaderTest.refusals("server { listen 5000; return x; set x y; }"))
                .containsExactly("invalid variable name \"x\" in nginx.conf:2");
        assertThat(StreamReaderTest.refusals("server { listen 5000; return x y; }"))
                .contains("invalid number of arguments in \"return\" directive in nginx.conf:2");
    }

    @Test
    void anAddressHasOneServerAndUdpIsRefusedByName() {
        assertThat(StreamReaderTest.refusals("server { listen 5000; return x; }\nserver { listen 5000; return y; }"))
                .containsExactly("duplicate \"*:5000\" address and port pair in nginx.conf:3");
        assertThat(StreamReaderTest.refusals("server { listen 5000 udp; return x; }"))
                .first()
                .asString()
                .contains("\"udp\" is not supported");
        assertThat(StreamReaderTest.refusals("server { listen 5000 http2; return x; }"))
                .first()
                .asString()
                .contains("invalid parameter \"http2\"");
        assertThat(StreamReaderTest.refusals("server { listen 127.0.0.1; return x; }"))
                .first()
                .asString()
                .contains("no port in \"127.0.0.1\" of the \"listen\" directive");
    }
}
