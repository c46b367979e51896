package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "10.0.0.0/9, 10.127.255.255, true",
        "10.0.0.0/9, 10.128.0.0, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, ::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::/0, 2001:db8::1, true",
        "::ffff:192.0.2.1, 192.0.2.1, false"
    })
    void addressesAreHeldAgainstTheBitsOfItsMask(String range, String address, boolean inside) throws Exception {
        assertThat(AddressRange.of(range).contains(InetAddress.getByName(address)))
                .isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "192.0.2",
                "192.0.2.256",
                "192.0.2.0/",
                "192.0.2.0/33",
                "192.0.2.0/-1",
                "::1/129",
                "::1%lo",
                "[::1]",
                "1:2"
            })
    void whatIsNeitherAnAddressNorARangeIsRefusedInNginxWords(String text) {
        assertThatThrownBy(() -> AddressRange.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("invalid parameter \"" + text + "\"");
    }

    @Test
    void bitsBehindTheMaskAreKnown() {
        assertThat(AddressRange.of("192.0.2.0/24").isExact()).isTrue();
        assertThat(AddressRange.of("192.0.2.1/24").isExact()).isFalse();
    }
}
