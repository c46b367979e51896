package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolverOptionsTest {

    @Test
    void serversHaveThePortOfNamesUnlessTheySayAnother() {
        var options = ResolverOptions.of(List.of("127.0.0.1", "[::1]:5353"));
        assertThat(options.servers()).extracting(server -> server.getPort()).containsExactly(53, 5353);
        assertThat(options.valid()).isEmpty();
        assertThat(options.ipv4()).isTrue();
        assertThat(options.ipv6()).isTrue();
    }

    @Test
    void whatIsWrittenCounts() {
        var options = ResolverOptions.of(List.of("127.0.0.1:5353", "valid=30s", "ipv6=off", "status_zone=z"));
        assertThat(options.valid()).contains(Duration.ofSeconds(30));
        assertThat(options.ipv6()).isFalse();
    }

    @Test
    void aNameServersNameStandsForAllItsAddresses() {
        var options = ResolverOptions.of(
                List.of("ns.test:5353", "127.0.0.3"),
                host -> host.equals("ns.test") ? addresses("127.0.0.1", "::1") : addresses(host));
        assertThat(options.servers())
                .extracting(server -> server.getAddress().getHostAddress() + " " + server.getPort())
                .containsExactly("127.0.0.1 5353", "0:0:0:0:0:0:0:1 5353", "127.0.0.3 53");
    }

    private static List<InetAddress> addresses(String... texts) throws UnknownHostException {
        var all = new ArrayList<InetAddress>();
        for (var text : texts) {
            all.add(InetAddress.getByName(text));
        }
        return all;
    }

    @Test
    void aNameServerThatIsNotFoundIsSaidInNginxsWords() {
        assertThatThrownBy(() -> ResolverOptions.of(List.of("ns.test"), host -> {
                    throw new UnknownHostException(host);
                }))
                .hasMessage("host not found in resolver \"ns.test\"");
    }

    /** So that no event loop waits for the name, and each request finds the names that others have looked up. */
    @Test
    void aNameIsLookedUpOnceWhenTheSettingIsRead(@TempDir Path folder) throws Exception {
        var file = Files.writeString(
                folder.resolve("nginx.conf"),
                "events {} http { resolver localhost:5353; server { listen 127.0.0.1:8080; location / {"
                        + " proxy_pass http://$host; } } server { listen 127.0.0.1:8081; return 204; } }");
        var servers = ConfigReader.read(file, Optional.empty(), List.of()).servers();
        var options = ResolverOptions.of(servers.get(0).locations().get(0).settings());
        assertThat(options.orElseThrow().servers()).isNotEmpty().allMatch(server -> !server.isUnresolved());
        assertThat(ResolverOptions.of(servers.get(1).settings()).orElseThrow()).isSameAs(options.get());
        assertThat(servers.get(0)
                        .settings()
                        .find(Directive.RESOLVER)
                        .orElseThrow()
                        .lines())
                .containsExactly(List.of("localhost:5353"));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1 ipv4=off ipv6=off, cannot both be \"off\"", "127.0.0.1 ipv4=yes, invalid parameter: ipv4=yes",
        "127.0.0.1 valid=soon, invalid parameter: valid=soon", "ipv4=on, no name servers defined"
    })
    void whatCannotBeIsRefused(String words, String why) {
        assertThatThrownBy(() -> ResolverOptions.of(List.of(words.split(" ")))).hasMessageContaining(why);
    }
}
