package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.Directive;
import io.waflab.config.LabConfig;
import io.waflab.config.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomerConfTest {

    private static final String CONF = """
            user www-data; pid /run/nginx.pid; error_log /var/log/nginx/error.log;
            events { worker_connections 768; }
            http {
              access_log /var/log/nginx/access.log;
              keepalive_timeout 75; proxy_bind 10.1.2.3;
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

    private static final CustomerConf CUSTOMERS = new CustomerConf(20, "http://127.0.0.1:8081", true);

    @TempDir
    Path folder;

    private LabConfig config;

    @BeforeEach
    void read() throws IOException, ConfigException {
        config = read(statements -> CUSTOMERS.played(statements, Optional.empty()));
    }

    private LabConfig read(UnaryOperator<List<Statement>> played) throws IOException, ConfigException {
        var file = Files.writeString(folder.resolve("nginx.conf"), CONF);
        return ConfigReader.changed(file, "nginx-1.22", played, List.of());
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
        assertThat(config.servers().get(0).settings().has(Directive.PROXY_BIND)).isFalse();
    }

    @Test
    void everyServerShowsTheCertificateThatIsGiven() throws IOException, ConfigException {
        var pem = Files.createFile(folder.resolve("x.pem"));
        var key = Files.createFile(folder.resolve("x.key"));
        var files = Map.of("ssl_certificate", pem, "ssl_certificate_key", key);
        var shown = read(statements -> CUSTOMERS.played(statements, Optional.empty(), files));

        assertThat(shown.servers().get(0).settings().lines(Directive.SSL_CERTIFICATE))
                .containsExactly(List.of(pem.toString()));
    }
}
