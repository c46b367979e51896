package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustedAddressesTest {

    private static TrustedAddresses of(String word) {
        return TrustedAddresses.of(List.of(List.of(word)), Configs.RESOLVER);
    }

    @Test
    void aHostStandsForAllItsAddresses() throws Exception {
        var trusted = of("two.test");
        assertThat(trusted.contains(InetAddress.getByName("192.0.2.2"))).isTrue();
        assertThat(trusted.contains(InetAddress.getByName("192.0.2.3"))).isFalse();
        assertThat(trusted.contains(null)).isFalse();
    }

    @Test
    void aHostWithoutAddressesIsRefused() {
        assertThatThrownBy(() -> of("nowhere.test")).hasMessage("host not found in set_real_ip_from \"nowhere.test\"");
    }

    @Test
    void unixIsTrustedByItsWord() {
        assertThat(of("unix:").contains(null)).isTrue();
        assertThat(of("unix:").isEmpty()).isFalse();
        assertThat(TrustedAddresses.of(List.of(), Configs.RESOLVER).isEmpty()).isTrue();
    }
}
