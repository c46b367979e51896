package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nginx 1.22 takes as proxy_bind, and what it calls invalid. */
class LocalAddressTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, 0",
        "127.0.0.1:1, 127.0.0.1, 1",
        "1.2.3.4:080, 1.2.3.4, 80",
        "1.2.3.4:65535, 1.2.3.4, 65535",
        "::1, 0:0:0:0:0:0:0:1, 0",
        "::1:80, 0:0:0:0:0:0:1:80, 0",
        "[::1]:8080, 0:0:0:0:0:0:0:1, 8080",
        "[1.2.3.4]:80, 1.2.3.4, 80"
    })
    void anAddressHasAPortOrTheSystemChooses(String text, String host, int port) {
        var address = LocalAddress.of(text).orElseThrow();
        assertThat(address.getAddress().getHostAddress()).isEqualTo(host);
        assertThat(address.getPort()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":80",
                "off",
                "localhost",
                "localhost:80",
                "127.1",
                "127.0.0.1:",
                "127.0.0.1:0",
                "127.0.0.1:x",
                "127.0.0.1:+5",
                "127.0.0.1:99999",
                "127.0.0.1:99999999999",
                "1.2.3.4:1:2",
                "256.1.1.1",
                "[1.2.3.4",
                "[::1]",
                "[::1]80",
                "[::1]:0",
                "[::1]:80:90",
                "1::2::3",
                "fe80::1%lo"
            })
    void whatIsNoneIsEmpty(String text) {
        assertThat(LocalAddress.of(text)).isEmpty();
    }
}
