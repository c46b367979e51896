package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8080, 127.0.0.1, 8080",
        "localhost, localhost, -1",
        "[::1]:8443, ::1, 8443",
        "[2001:db8::1], 2001:db8::1, -1",
        "*:80, *, 80",
        "a-b.example.com:0, a-b.example.com, 0",
        "my_backend:65535, my_backend, 65535"
    })
    void hostsAndPortsAreTakenApart(String text, String host, int port) {
        assertThat(HostPort.of(text)).isEqualTo(new HostPort(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "a:",
                "a:b",
                "a:65536",
                "a:-1",
                "::1",
                "[::1",
                "[a]:80",
                "a b:80",
                "1.2.3:80",
                "256.1.1.1",
                "1.2.3.4.5",
                "a/b",
                "a:99999999999",
                "-a:80",
                "127.1"
            })
    void whatIsNeitherIsRefused(String text) {
        assertThatThrownBy(() -> HostPort.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAddressAlwaysHasItsPort() {
        assertThat(HostPort.of("[::1]").address(80)).isEqualTo("[::1]:80");
        assertThat(HostPort.of("a:81").address(80)).isEqualTo("a:81");
    }
}
