package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.Directive;
import io.waflab.config.LabConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomerConfTest {

    private static final String CONF = """
            user www-data; pid /run/nginx.pid; error_log /var/log/nginx/error.log;
            events { worker_connections 768; }
            http {
              access_log /var/log/nginx/access.log;
              keepalive_timeout 75;
              upstream app { server 10.0.0.5:8080 weight=3; server 10.0.0.6:8080; keepalive 16; }
              server { listen 80; return 301 https://$host$request_uri; }
              server {
                listen 443 ssl; listen [::]:443 ssl; server_name shop.test;
                ssl_certificate /none/a.pem; ssl_certificate_key /none/a.key; ssl_dhparam /none/dh.pem;
                keepalive_timeout 2m 60s;
                location / { proxy_pass http://app; proxy_read_timeout 30s; }
                location /api/ { proxy_pass https://api.internal/v1/; proxy_read_timeout 0; }
              }
            }
            """;

    @TempDir
    Path folder;

    private LabConfig config;

    @BeforeEach
    void read() throws IOException, ConfigException {
        var file = folder.resolve("nginx.conf");
        Files.writeString(file, CONF);
        var customers = new CustomerConf(20, "http://127.0.0.1:8081", true);
        config = ConfigReader.changed(
                file, "nginx-1.22", statements -> customers.played(statements, Optional.empty()), List.of());
    }

    @Test
    void timersAreDividedWhereverTheyStandAndThoseThatTheFileDoesNotSay() {
        var locations = config.servers().get(0).locations();

        assertThat(locations)
                .extracting(one -> one.settings().time(Directive.KEEPALIVE_TIMEOUT))
                .containsOnly(Duration.ofSeconds(6));
        assertThat(locations)
                .extracting(one -> one.settings().time(Directive.PROXY_READ_TIMEOUT))
                .containsExactlyInAnyOrder(Duration.ofMillis(1_500), Duration.ZERO);
        assertThat(config.main().time(Directive.KEEPALIVE_TIMEOUT)).isEqualTo(Duration.ofMillis(3_750));
        assertThat(config.main().time(Directive.CLIENT_HEADER_TIMEOUT)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void itListensOnceOnAFreePortAndOnlyForTls() {
        assertThat(config.servers()).hasSize(1);
        assertThat(config.endpoints()).hasSize(1);
    }

    @Test
    void everythingGoesToTheLabsOriginAndNothingIsAskedOfOtherMachines() {
        assertThat(config.upstreams().values().toString()).contains("8081").doesNotContain("10.0.0.", "api.internal");
        assertThat(config.servers().get(0).settings().has(Directive.SSL_CERTIFICATE))
                .isFalse();
    }
}
