package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeoTableTest {

    private static GeoTable geo(String lines) throws ConfigException {
        var config = Configs.http("\"geo $g\" {\n" + lines + "\n}");
        return (GeoTable) config.variables().lookup(0).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, one",
        "127.0.0.2, loopback",
        "::ffff:127.0.0.2, loopback",
        "192.0.2.1, other",
        "2001:db8::1, six",
        "2001:db9::1, other",
        "unix:, other",
        "'', other",
        "nonsense, other"
    })
    void theLongestNetworkIsTaken(String address, String value) throws ConfigException {
        var geo = geo("127.0.0.0/8 = loopback\n 127.0.0.1 = one\n default = other\n \"2001:db8::/32\" = six"
                .replace("127.0.0.0/8 =", "\"127.0.0.0/8\" =")
                .replace(" 127.0.0.1 =", " \"127.0.0.1\" ="));
        assertThat(geo.find(address, "")).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0, a",
        "10.0.0.5, b",
        "10.0.0.6, b",
        "10.0.0.7, a",
        "10.0.1.255, a",
        "10.0.2.0, c",
        "10.0.2.1, none",
        "9.255.255.255, none",
        "2001:db8::1, none"
    })
    void aRangeInsideAnotherTakesItsPart(String address, String value) throws ConfigException {
        var geo = geo("ranges = []\n default = none\n \"10.0.0.0-10.0.1.255\" = a\n \"10.0.0.5-10.0.0.6\" = b\n"
                + " \"10.0.2.0-10.0.2.0\" = c");
        assertThat(geo.find(address, "")).isEqualTo(value);
    }

    @Test
    void whatIsDeletedIsGone() throws ConfigException {
        assertThat(geo("\"127.0.0.0/8\" = a\n delete = \"127.0.0.0/8\"").find("127.0.0.1", ""))
                .isEmpty();
        assertThat(geo("ranges = []\n \"1.0.0.0-1.0.0.9\" = a\n delete = \"1.0.0.0-1.0.0.9\"")
                        .find("1.0.0.1", ""))
                .isEmpty();
    }

    @Test
    void aProxyIsAskedForWhomItSpeaks() throws ConfigException {
        var lines = "proxy = [\"127.0.0.1\", \"10.0.0.0/8\"]\n default = d\n \"192.0.2.0/24\" = test\n"
                + " \"127.0.0.0/8\" = loopback\n \"10.0.0.0/8\" = ten";
        assertThat(geo(lines).find("127.0.0.1", "")).isEqualTo("loopback");
        assertThat(geo(lines).find("127.0.0.1", "192.0.2.1")).isEqualTo("test");
        assertThat(geo(lines).find("127.0.0.1", "192.0.2.1, 10.0.0.1")).isEqualTo("ten");
        assertThat(geo(lines).find("127.0.0.1", "nonsense")).isEqualTo("loopback");
        assertThat(geo(lines).find("192.0.3.1", "192.0.2.1")).isEqualTo("d");
        assertThat(geo("proxy_recursive = []\n" + lines).find("127.0.0.1", "x, 192.0.2.1:80, 10.0.0.1"))
                .isEqualTo("test");
    }
}
