package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SslDirectiveTest {

    private static LabConfig read(String first, String second) throws ConfigException {
        return Configs.read("http { servers = [ { listen = [\"127.0.0.1:1\", \"127.0.0.1:2\"], " + first
                + " }, { listen = [\"127.0.0.1:1\"], server_name = [b], " + second + " } ] }");
    }

    @Test
    void theDefaultServersMakesTlsOfAllThatListenThere() throws Exception {
        var config = read("ssl = on", "return = 204");
        for (var server : config.servers()) {
            assertThat(server.listens()).allMatch(Listen::ssl);
        }
        assertThat(config.notes())
                .extracting(Problem::message)
                .containsExactly("the \"ssl\" directive is deprecated, use the \"listen ... ssl\" directive instead");
    }

    @Test
    void anotherServersMakesNone() throws Exception {
        for (var server : read("return = 204", "ssl = on").servers()) {
            assertThat(server.listens()).noneMatch(Listen::ssl);
        }
    }
}
