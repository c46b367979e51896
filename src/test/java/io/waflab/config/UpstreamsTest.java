package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamsTest {

    private static LabConfig proxying(String url, String upstreams) throws ConfigException {
        return Configs.http("servers = [{ " + Configs.LISTEN + ", locations { \"/\" { proxy_pass = \"" + url
                + "\" } } }]\n" + upstreams);
    }

    private static ProxyPass proxyPass(LabConfig config) {
        return config.servers().get(0).locations().get(0).proxyPass().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "server 127.0.0.1:1; server 127.0.0.1:2 backup; ip_hash;, false",
        "server 127.0.0.1:1; server 127.0.0.1:2 backup; random;, false",
        "least_conn; server 127.0.0.1:1; server 127.0.0.1:2 backup;, false",
        "ip_hash; server 127.0.0.1:1; server 127.0.0.1:2 backup;, true",
        "random; server 127.0.0.1:1 backup; server 127.0.0.1:2;, true",
        "server 127.0.0.1:1; ip_hash; server 127.0.0.1:2 backup;, true",
    })
    void aMethodWithoutBackupsTakesThoseThatStandBeforeIt(String group, boolean refused, @TempDir Path folder)
            throws Exception {
        var file = Files.writeString(
                folder.resolve("nginx.conf"),
                "events {} http { upstream u {\n" + group.replace("; ", ";\n")
                        + "\n} server { listen 127.0.0.1:1; } }");
        if (refused) {
            assertThatThrownBy(() -> ConfigReader.read(file))
                    .hasMessageContaining("balancing method does not support parameter \"backup\"");
            return;
        }
        var hocon = Files.writeString(folder.resolve("lab.conf"), ConfigReader.toHocon(file, NginxFile.PROFILE));
        for (var written : List.of(file, hocon)) {
            var peers = ConfigReader.read(written).upstreams().get("u").peers();
            assertThat(peers.get(1).backup()).isTrue();
        }
    }

    @Test
    void aGroupHasItsServersInOrderWithTheirOptions() throws ConfigException {
        var config = proxying(
                "https://b/x/",
                "upstreams { b { servers = [\"127.0.0.1:1 weight=3\", \"two.test:2 backup\"], keepalive_timeout = 5 } }");
        var upstream = config.upstreams().get("b");
        assertThat(upstream.peers()).hasSize(3);
        assertThat(upstream.peers().get(0).weight()).isEqualTo(3);
        assertThat(upstream.peers().get(2).address()).hasToString("/192.0.2.2:2");
        assertThat(upstream.peers().get(2).backup()).isTrue();
        assertThat(upstream.settings().time(Directive.KEEPALIVE_TIMEOUT)).isEqualTo(Duration.ofSeconds(5));
        assertThat(upstream.settings().time(Directive.KEEPALIVE_TIME)).isEqualTo(Duration.ofHours(1));
        var proxyPass = proxyPass(config);
        assertThat(proxyPass.tls()).isTrue();
        assertThat(proxyPass.upstream()).isEqualTo("b");
        assertThat(proxyPass.host()).isEqualTo("b");
        assertThat(proxyPass.uri()).contains("/x/");
    }

    @Test
    void whatNoBlockDeclaresKeepsNoConnections() throws ConfigException {
        var config = proxying(
                "http://localhost",
                "upstream_defaults { keepalive = \"32 local\" }\nupstreams { b { servers = [\"127.0.0.1:1\"] } }");
        assertThat(config.upstreams().get("localhost:80").settings().has(Directive.KEEPALIVE))
                .isFalse();
        assertThat(config.upstreams().get("b").settings().words(Directive.KEEPALIVE))
                .containsExactly("32", "local");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080, 127.0.0.1:8080, 127.0.0.1:8080", "http://localhost, localhost:80, localhost",
        "https://localhost:443/, localhost:443, localhost", "http://localhost:443, localhost:443, localhost:443",
        "http://[::1]:8080, [::1]:8080, [::1]:8080", "HTTP://[::1], [::1]:80, [::1]"
    })
    void aHostAloneIsAGroupOfItsOwn(String url, String group, String host) throws ConfigException {
        var config = proxying(url, "");
        assertThat(config.upstreams()).containsOnlyKeys(group);
        assertThat(proxyPass(config).host()).isEqualTo(host);
    }

    @Test
    void theUriIsWhatStandsBehindTheHost() throws ConfigException {
        assertThat(proxyPass(proxying("http://localhost", "")).uri()).isEmpty();
        assertThat(proxyPass(proxying("http://localhost/", "")).uri()).isEqualTo(Optional.of("/"));
    }

    @Test
    void upstreamDefaultsHoldForGroupsThatSayNothing() throws ConfigException {
        var config = proxying(
                "http://localhost",
                "upstream_defaults { keepalive = 0 }\nupstreams { b { servers = [\"127.0.0.1:1\"], keepalive = 7 } }");
        assertThat(config.upstreams().get("localhost:80").settings().words(Directive.KEEPALIVE))
                .containsExactly("0");
        assertThat(config.upstreams().get("b").settings().words(Directive.KEEPALIVE))
                .containsExactly("7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://nowhere.test:81 | host not found in upstream \"nowhere.test\"",
                "127.0.0.1:80 | invalid URL prefix",
                "ftp://x | invalid URL prefix",
                "http:// | no host in upstream",
                "http://$hots | unknown \"hots\" variable",
                "http://unix: | no path in the unix domain socket",
                "http://a:99999 | invalid port",
                "http://*:80 | no address to connect to",
                "http://localhost:0 | no address to connect to",
                "http://b:80 | upstream \"b\" may not have port 80",
                "http://localhost/a b | blank or control character",
            })
    void aProxyPassThatLeadsNowhereIsOneClearLine(String url, String message) {
        assertThat(Configs.problemsOfHttp("servers = [{ " + Configs.LISTEN + ", locations { \"/\" {\nproxy_pass = \""
                        + url + "\" } } }]\nupstreams { b { servers = [\"127.0.0.1:1\"] } }"))
                .singleElement()
                .asString()
                .startsWith("lab.conf:3: ")
                .contains(message);
    }

    @Test
    void aGroupWithoutServersAndAServerThatIsNoneAreProblems() {
        assertThat(Configs.problemsOfHttp("""
                        upstreams {
                          a { keepalive = 5 }
                          b { servers = ["127.0.0.1:1 backup"] }
                          c { servers = ["nowhere.test:1", "127.0.0.1:1 wait=5"] }
                          d { servers = ["127.0.0.1:1"], send_timeout = 5 }
                        }
                        """))
                .containsExactly(
                        "lab.conf:3: upstream \"a\": no servers are inside",
                        "lab.conf:4: upstream \"b\": has only backup servers",
                        "lab.conf:5: server: host not found in upstream \"nowhere.test:1\"",
                        "lab.conf:5: server: invalid parameter \"wait=5\"",
                        "lab.conf:6: send_timeout: not allowed in upstream (allowed in http, server, location)");
    }
}
