package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.TrustedAddresses;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardedAddressTest {

    private static final ClientAddress PROXY =
            AddressText.parse("127.0.0.1:4000").orElseThrow();

    private static TrustedAddresses trusted(String... ranges) {
        var words = String.join("\", \"", ranges);
        try {
            var config = ConfigReader.read(
                    "http { set_real_ip_from = [\"" + words + "\"], servers = [ { listen = [\"127.0.0.1:0\"],"
                            + " locations = { \"/\" { return = \"200\" } } } ] }",
                    "lab.conf",
                    List.of());
            return TrustedAddresses.of(config.main());
        } catch (ConfigException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private static String find(boolean recursive, TrustedAddresses trusted, String... values) {
        return ForwardedAddress.of(PROXY, List.of(values), trusted, recursive)
                .map(ClientAddress::text)
                .orElse("none");
    }

    @Test
    void theLastAddressIsTakenFromWhomIsTrusted() {
        assertThat(find(false, trusted("127.0.0.0/8"), "192.0.2.1, 192.0.2.2")).isEqualTo("192.0.2.2");
        assertThat(find(false, trusted("10.0.0.0/8"), "192.0.2.1")).isEqualTo("none");
    }

    @Test
    void recursivelyTrustedOnesArePassedOver() {
        var trusted = trusted("127.0.0.1", "192.0.2.0/24");
        assertThat(find(true, trusted, "198.51.100.7, 192.0.2.1,192.0.2.2 ,")).isEqualTo("198.51.100.7");
        assertThat(find(true, trusted, "192.0.2.1, 192.0.2.2")).isEqualTo("192.0.2.1");
        assertThat(find(true, trusted, "198.51.100.8, 198.51.100.7, 192.0.2.1")).isEqualTo("198.51.100.7");
    }

    @Test
    void whatIsNoAddressEndsTheSearch() {
        var trusted = trusted("127.0.0.1", "192.0.2.0/24");
        assertThat(find(true, trusted, "198.51.100.7, unknown, 192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(find(true, trusted, "unknown")).isEqualTo("none");
        assertThat(find(false, trusted, "")).isEqualTo("none");
    }

    @Test
    void severalFieldsAreReadFromTheLast() {
        var trusted = trusted("127.0.0.1", "192.0.2.0/24");
        assertThat(find(false, trusted, "198.51.100.7", "192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(find(true, trusted, "198.51.100.7", "192.0.2.1")).isEqualTo("198.51.100.7");
        assertThat(find(true, trusted, "unknown", "192.0.2.1")).isEqualTo("192.0.2.1");
    }

    @Test
    void aPortMayFollow() {
        var found = ForwardedAddress.of(PROXY, List.of("[2001:db8::1]:9000"), trusted("127.0.0.1"), false);
        assertThat(found.orElseThrow().port()).isEqualTo(9000);
        assertThat(found.orElseThrow().text()).isEqualTo("2001:db8::1");
    }

    @Test
    void clientsOnUnixSocketsAreTrustedByName() {
        var unix = ClientAddress.of(null);
        assertThat(ForwardedAddress.of(unix, List.of("192.0.2.1"), trusted("unix:"), false))
                .isPresent();
        assertThat(ForwardedAddress.of(unix, List.of("192.0.2.1"), trusted("127.0.0.1"), false))
                .isEmpty();
    }
}
