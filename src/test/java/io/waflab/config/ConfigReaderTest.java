package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {

    private static final String REST =
            "\nhttp { servers = [{ listen = [\"127.0.0.1:8443 ssl\"], locations { \"/\" { return = 204 } } }] }";

    @TempDir
    private Path folder;

    @Test
    void theShippedConfigurationIsFineAndEndsConnectionsAsTheWafDoes() throws ConfigException {
        var config = ConfigReader.read(Path.of("conf/waflab.conf"));
        assertThat(config.notes()).isEmpty();
        var location = config.servers().get(0).locations().get(0).settings();
        assertThat(location.time(Directive.KEEPALIVE_TIMEOUT)).isEqualTo(Duration.ofSeconds(120));
        assertThat(location.time(Directive.PROXY_READ_TIMEOUT)).isEqualTo(Duration.ofSeconds(120));
        assertThat(location.time(Directive.PROXY_CONNECT_TIMEOUT)).isEqualTo(Duration.ofSeconds(5));
        assertThat(location.text(Directive.GATEWAY_TIMEOUT_CLOSES)).isEqualTo("on");
        assertThat(location.text(Directive.LINGERING_CLOSE)).isEqualTo("off");
        assertThat(location.get(Directive.KEEPALIVE_TIMEOUT).origin().file())
                .isEqualTo("conf/profiles/aliyun-waf-3.conf");
        assertThat(config.servers().get(0).listens()).extracting(Listen::host).containsOnly("127.0.0.1");
        var upstream = config.upstreams().get("127.0.0.1:8080").settings();
        assertThat(upstream.time(Directive.KEEPALIVE_TIMEOUT)).isEqualTo(Duration.ofSeconds(15));
    }

    @ParameterizedTest
    @ValueSource(strings = {"aliyun-waf-3", "aliyun-waf-3-cloud-product", "tengine-3.2", "nginx-1.22", "aliyun-alb"})
    void everyProfileCanBeIncludedAlone(String profile) throws ConfigException {
        var config = ConfigReader.read("include \"profiles/" + profile + ".conf\"" + REST, "conf/x.conf", List.of());
        var settings = config.servers().get(0).settings();
        assertThat(config.notes()).isEmpty();
        assertThat(settings.get(Directive.KEEPALIVE_TIMEOUT).origin().file()).startsWith("conf/profiles/");
        assertThat(settings.text(Directive.GATEWAY_TIMEOUT_CLOSES))
                .isEqualTo(profile.startsWith("aliyun") ? "on" : "off");
        assertThat(settings.text(Directive.LINGERING_CLOSE)).isEqualTo(profile.startsWith("nginx") ? "on" : "off");
        assertThat(settings.text(Directive.PROXY_HTTP_VERSION)).isEqualTo(profile.startsWith("nginx") ? "1.0" : "1.1");
    }

    @Test
    void whatIsWrittenOverridesTheProfileBeforeAndBehind() throws ConfigException {
        var config = ConfigReader.read(
                "include \"profiles/aliyun-waf-3.conf\"" + REST + "\nhttp { keepalive_timeout = 60 }",
                "conf/x.conf",
                List.of());
        var setting = config.servers().get(0).settings().get(Directive.KEEPALIVE_TIMEOUT);
        assertThat(setting.value()).as("a bare number is seconds").isEqualTo(Duration.ofSeconds(60));
        assertThat(setting.origin()).isEqualTo(new Origin("conf/x.conf", 3));
    }

    @Test
    void withoutAFileThereIsTlsInFrontOfOneUpstream() throws ConfigException {
        var config = ConfigReader.ofUpstream("http://127.0.0.1:8080", "8443", List.of("keepalive_timeout=120"));
        assertThat(config.endpoints()).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.address()).isEqualTo("127.0.0.1:8443");
            assertThat(endpoint.virtualHosts().ssl()).isTrue();
        });
        assertThat(config.upstreams()).containsOnlyKeys("127.0.0.1:8080");
        var settings = config.servers().get(0).settings();
        assertThat(settings.get(Directive.KEEPALIVE_TIMEOUT).origin()).hasToString("--set");
        assertThat(settings.text(Directive.GATEWAY_TIMEOUT_CLOSES)).isEqualTo("on");
        assertThatThrownBy(() -> ConfigReader.ofUpstream("127.0.0.1:8080", "here:there", List.of()))
                .hasMessageContaining("--upstream: proxy_pass: invalid URL")
                .hasMessageContaining("--listen: listen: invalid host");
    }

    @Test
    void relativePathsStartAboveConf() throws Exception {
        var conf = Files.createDirectories(folder.resolve("conf"));
        Files.writeString(conf.resolve("a.conf"), REST);
        Files.writeString(folder.resolve("b.conf"), REST);
        assertThat(ConfigReader.read(conf.resolve("a.conf")).base()).isEqualTo(folder);
        assertThat(ConfigReader.read(folder.resolve("b.conf")).resolve("certs/x.pem"))
                .isEqualTo(folder.resolve("certs/x.pem"));
    }

    /** Words and signs of the language in any order: what comes back is a configuration or its problems, nothing else. */
    @Test
    void garbageIsRefusedAndNothingElse() {
        var random = new Random(11);
        var words = new String[] {
            "http",
            "servers",
            "locations",
            "upstreams",
            "listen",
            "\"/\"",
            "\"~ (\"",
            "proxy_pass",
            "return",
            "server_name",
            "{",
            "}",
            "[",
            "]",
            "=",
            ":",
            ",",
            "\n",
            "\"",
            "\"\"\"",
            "${",
            "}",
            "60s",
            "1h 30m",
            "\"127.0.0.1:80 ssl\"",
            "80",
            "null",
            "true",
            "-1",
            "1e9",
            "\"http://127.0.0.1:1/\"",
            "add_header",
            "proxy_set_header",
            "\"$x\"",
            "keepalive_timeout",
            "\\",
            "\u0000",
            "#",
            "+=",
            "log_format",
            "error_page",
            "\"404 =200 /x\"",
            "upstream_defaults",
            "events",
            "server",
            ".",
            "access_log",
            "off"
        };
        for (int i = 0; i < 4000; i++) {
            var text = new StringBuilder(i % 2 == 0 ? "" : "http { servers = [ { ");
            random.ints(random.nextInt(30), 0, words.length)
                    .forEach(at -> text.append(words[at]).append(' '));
            text.append(i % 2 == 0 ? "" : " } ] }");
            Configs.problems(text.toString());
        }
    }

    @Test
    void everyBeginningOfAValidFileIsReadOrRefusedWithAPlace() throws Exception {
        var text = Files.readString(Path.of("conf/waflab.conf"));
        for (int end = 0; end < text.length(); end += 3) {
            try {
                ConfigReader.read(text.substring(0, end), "conf/x.conf", List.of());
            } catch (ConfigException refused) {
                assertThat(refused.problems())
                        .isNotEmpty()
                        .allSatisfy(problem -> assertThat(problem.toString())
                                .startsWith("conf/x.conf")
                                .doesNotContain("\n"));
            }
        }
    }

    @Test
    void anNginxConfIsKnownByItsText() throws ConfigException, IOException {
        var file = Files.writeString(
                folder.resolve("x.conf"), "events {} http { server { listen 127.0.0.1:8080; return 204; } }");
        assertThat(ConfigReader.read(file).main().text(Directive.IMITATES)).isEqualTo("Tengine/3.2.0");
        assertThat(ConfigReader.read(file, Optional.of("nginx-1.22"), List.of("keepalive_timeout=7s"))
                        .main()
                        .text(Directive.IMITATES))
                .isEqualTo("nginx/1.22.1");
        assertThat(ConfigReader.read(file).base()).isEqualTo(folder.toAbsolutePath());
    }

    @Test
    void aHoconFileHasItsProfileInItself() throws IOException {
        var file = Files.writeString(folder.resolve("x.conf"), "http {}");
        assertThatThrownBy(() -> ConfigReader.read(file, Optional.of("nginx-1.22"), List.of()))
                .hasMessage("--profile: is for nginx.conf: a file in HOCON has the line"
                        + " include \"profiles/nginx-1.22.conf\"");
    }
}
