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
        return new ListenReader(Configs.RESOLVER, problems)
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
        assertThat(read("127.0.0.1:1 ssl default_server http2 reuseport backlog=511 so_keepalive=on"))
                .containsExactly(new Listen("127.0.0.1", 1, true, true, true, PLACE));
        assertThat(problems.notes()).hasSize(4);
        assertThat(problems.notes().get(0).message()).contains("HTTP/2 is not offered");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | expected an address",
                "unix:/tmp/s | Unix sockets are not supported",
                "8443 quic | \"quic\" is not supported",
                "8443 proxy_protocol | not supported yet",
                "8443 sssl | did you mean ssl?",
                "70000 | invalid port",
                "nowhere.test:80 | host not found in \"nowhere.test:80\"",
                "127.0.0.1:8000-8010 | invalid host",
            })
    void whatIsNotTakenIsSaid(String words, String message) {
        read(words);
        org.assertj.core.api.Assertions.assertThatThrownBy(problems::throwIfAny)
                .hasMessageStartingWith("lab.conf:3: listen: ")
                .hasMessageContaining(message);
    }
}
