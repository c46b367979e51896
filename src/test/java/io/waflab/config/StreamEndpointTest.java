package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class StreamEndpointTest {

    @Test
    void anOwnAddressIsToldByWhereAConnectionCame() throws Exception {
        var stream = StreamReaderTest.read(
                "server { listen 127.0.0.1:5000; return own; } server { listen 5000; return all; }"
                        + " server { listen 127.0.0.1:5001; return x; }");
        var endpoints = stream.endpoints();
        assertThat(endpoints).extracting(StreamEndpoint::address).containsExactly("*:5000", "127.0.0.1:5001");
        var shared = endpoints.get(0);
        assertThat(shared.way(InetAddress.getByName("127.0.0.1"))
                        .server()
                        .reply()
                        .orElseThrow()
                        .source())
                .isEqualTo("own");
        assertThat(shared.way(InetAddress.getByName("127.0.0.2"))
                        .server()
                        .reply()
                        .orElseThrow()
                        .source())
                .isEqualTo("all");
    }

    @Test
    void optionsOfTheSocketAskForOneOfItsOwn() throws Exception {
        var stream = StreamReaderTest.read(
                "server { listen 127.0.0.1:5000 backlog=5; return own; } server { listen 5000; return all; }");
        assertThat(stream.endpoints()).extracting(StreamEndpoint::address).containsExactly("*:5000", "127.0.0.1:5000");
    }
}
