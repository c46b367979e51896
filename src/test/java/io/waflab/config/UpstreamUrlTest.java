package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamUrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://a, false, a, 80, a, ''",
        "https://a, true, a, 443, a, ''",
        "HTTPS://a:443/x?y, true, a, 443, a, /x?y",
        "http://a:443/, false, a, 443, a:443, /",
        "http://a:8080?q, false, a, 8080, a:8080, /?q",
        "http://[::1]:81/b, false, ::1, 81, [::1]:81, /b",
        "http://unix:/tmp/s:/x, false, /tmp/s, 80, localhost, /x",
        "http://unix:/tmp/s, false, /tmp/s, 80, localhost, ''"
    })
    void aUrlHasItsParts(String text, boolean tls, String host, int port, String header, String uri) {
        var url = UpstreamUrl.of(text);
        assertThat(url.tls()).isEqualTo(tls);
        assertThat(url.host()).isEqualTo(host);
        assertThat(url.effectivePort()).isEqualTo(port);
        assertThat(url.hostHeader()).isEqualTo(header);
        assertThat(url.uri().orElse("")).isEqualTo(uri);
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://a, invalid URL prefix", "'', invalid URL prefix", "http://, no host in upstream",
        "http:///x, no host in upstream", "http://a:x, invalid host", "http://unix::/x, no path"
    })
    void whatIsNoUrlIsRefused(String text, String why) {
        assertThatThrownBy(() -> UpstreamUrl.of(text)).hasMessageContaining(why);
    }

    @Test
    void anUnnamedGroupIsKnownByHostAndPort() {
        assertThat(UpstreamUrl.of("http://a/x").group()).isEqualTo("a:80");
        assertThat(UpstreamUrl.of("http://unix:/s").group()).isEqualTo("unix:/s");
    }
}
