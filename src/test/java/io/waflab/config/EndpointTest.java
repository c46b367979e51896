package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class EndpointTest {

    private static LabConfig config(String... listens) throws ConfigException {
        var text = new StringBuilder("http { servers = [");
        for (var listen : listens) {
            text.append("{ return = 204, listen = [\"")
                    .append(listen)
                    .append("\"], server_name = \"s")
                    .append(listen.replaceAll("[^0-9]", ""))
                    .append("\" }\n");
        }
        return Configs.read(text + "] }");
    }

    @Test
    void serversOfOneAddressShareASocket() throws ConfigException {
        var endpoints = config("127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:1").endpoints();
        assertThat(endpoints).extracting(Endpoint::address).containsExactly("127.0.0.1:1", "127.0.0.1:2");
        assertThat(endpoints.get(0).port()).isEqualTo(1);
        assertThat(endpoints.get(0).host()).isEqualTo("127.0.0.1");
    }

    @Test
    void allAddressesOfAPortTakeInTheSingleOnes() throws Exception {
        var config = config("127.0.0.1:80", "80", "[::1]:80", "127.0.0.1:81", "[::]:81", "[::1]:81");
        assertThat(config.endpoints())
                .extracting(Endpoint::address)
                .containsExactly("*:80", "[::]:81", "[::1]:80", "127.0.0.1:81");
        var any = config.endpoints().get(0);
        assertThat(any.virtualHosts(InetAddress.getByName("127.0.0.1")).defaultServer())
                .isSameAs(config.servers().get(0));
        assertThat(any.virtualHosts(InetAddress.getByName("127.0.0.2")).defaultServer())
                .isSameAs(config.servers().get(1))
                .isSameAs(any.virtualHosts().defaultServer());
        var any6 = config.endpoints().get(1);
        assertThat(any6.virtualHosts(InetAddress.getByName("::1")).defaultServer())
                .isSameAs(config.servers().get(5));
    }

    @Test
    void anyFreePortIsASocketOfItsOwn() throws ConfigException {
        assertThat(config("*:0", "127.0.0.1:0").endpoints())
                .extracting(Endpoint::address)
                .containsExactly("*:0", "127.0.0.1:0");
    }
}
