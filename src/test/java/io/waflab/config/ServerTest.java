package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerTest {

    @Test
    void aRequestFindsItsLocation() throws ConfigException {
        var server = Configs.http("servers = [{ " + Configs.LISTEN
                        + ", locations { \"/a\" { return = 1 }, \"= /b\" { return = 2 } } }]")
                .servers()
                .get(0);
        assertThat(server.find("/abc").orElseThrow().location())
                .isSameAs(server.locations().get(0));
        assertThat(server.find("/b").orElseThrow().location())
                .isSameAs(server.locations().get(1));
        assertThat(server.find("/c")).isEmpty();
    }
}
