package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTextTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "::1, ::1",
        "::, ::",
        "2001:db8::, 2001:db8::",
        "2001:DB8:0:0:1:0:0:0, 2001:db8:0:0:1::",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
        "fe80:0:0:0:1:2:3:4, fe80::1:2:3:4"
    })
    void anAddressIsWrittenAsNginxDoes(String written, String text) throws Exception {
        assertThat(AddressText.of(InetAddress.getByName(written))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, 0",
        "192.0.2.1:80, 192.0.2.1, 80",
        "2001:db8::1, 2001:db8::1, 0",
        "[2001:db8::1]:443, 2001:db8::1, 443"
    })
    void anAddressIsReadWithAPortOrWithout(String text, String address, int port) {
        var read = AddressText.parse(text).orElseThrow();
        assertThat(read.text()).isEqualTo(address);
        assertThat(read.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "192.0.2",
                "192.0.2.256",
                "192.0.2.1:",
                "192.0.2.1:0",
                "192.0.2.1:65536",
                "[::1]",
                "[::1",
                "[]:80",
                "localhost",
                "::1%eth0",
                "1.2.3.4:x",
                ":80"
            })
    void anythingElseIsNoAddress(String text) {
        assertThat(AddressText.parse(text)).isEmpty();
    }

    @Test
    void anAddressIsNeverLookedUp() {
        assertThat(AddressText.address("abc.de")).isEmpty();
    }
}
