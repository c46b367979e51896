package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenReaderTest {

    private static final Origin PLACE = new Origin("lab.conf", 3);

    private final Problems problems = new Problems();

    private List<Listen> read(String words) {
        return new ListenReader(Configs.RESOLVER, problems, false)
                .read(new Statement("listen", Words.split(words), PLACE, List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "8443, *:8443",
        "*:8443, *:8443",
        "0.0.0.0:8443, *:8443",
        "127.0.0.1:8443, 127.0.0.1:8443",
        "127.0.0.1, 127.0.0.1:80",
        "[::1]:8443, [::1]:8443",
        "[::], [::]:80",
        "localhost:80, 127.0.0.1:80",
        "127.0.0.1:0, 127.0.0.1:0"
    })
    void theFormsOfAnAddressAreNginxs(String words, String address) throws ConfigException {
        assertThat(read(words)).extracting(Listen::address).containsExactly(address);
        problems.throwIfAny();
    }

    @Test
    void aNameOfSeveralAddressesIsThatManyListens() {
        assertThat(read("two.test:80")).extracting(Listen::host).containsExactly("192.0.2.1", "192.0.2.2");
    }

    @Test
    void flagsAreTakenAndOptionsOfTheSocketNoted() {
        assertThat(read("127.0.0.1:1 ssl default_server http2 bind"))
                .extracting(listen -> listen.ssl() && listen.http2() && listen.defaultServer())
                .containsExactly(true);
        assertThat(problems.notes()).hasSize(2);
        assertThat(problems.notes().get(0).message()).contains("\"listen ... http2\" directive is deprecated");
        assertThat(read("127.0.0.1:1 proxy_protocol").get(0).proxyProtocol()).isTrue();
        var options = read("127.0.0.1:1 reuseport backlog=77").get(0).options().orElseThrow();
        assertThat(options.reusePort()).isTrue();
        assertThat(options.backlog()).contains(77);
    }

    @Test
    void aRangeOfPortsIsThatManyListens() throws ConfigException {
        assertThat(read("127.0.0.1:8000-8002"))
                .extracting(Listen::address)
                .containsExactly("127.0.0.1:8000", "127.0.0.1:8001", "127.0.0.1:8002");
        assertThat(read("[::1]:8000-8001")).hasSize(2);
        assertThat(read("8000-8001")).extracting(Listen::host).containsOnly("*");
        problems.throwIfAny();
    }

    @Test
    void aUnixSocketIsItsPath() {
        var listen = read("unix:/tmp/s ssl").get(0);
        assertThat(listen.isUnix()).isTrue();
        assertThat(listen.address()).isEqualTo("unix:/tmp/s");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | expected an address",
                "unix: | no path in the unix domain socket",
                "8443 quic | \"quic\" is not supported",
                "8443 backlog=0 | invalid backlog \"backlog=0\"",
                "8443 ipv6only=on | ipv6only is not supported on addr",
                "8443 sssl | did you mean ssl?",
                "70000 | invalid port",
                "nowhere.test:80 | host not found in \"nowhere.test:80\"",
                "127.0.0.1:8010-8000 | invalid port in \"127.0.0.1:8010-8000\" of the \"listen\" directive",
            })
    void whatIsNotTakenIsSaid(String words, String message) {
        read(words);
        org.assertj.core.api.Assertions.assertThatThrownBy(problems::throwIfAny)
                .hasMessageStartingWith("lab.conf:3: listen: ")
                .hasMessageContaining(message);
    }
}
