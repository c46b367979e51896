package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketOptionsReaderTest {

    private static SocketOptions read(String... words) {
        return SocketOptionsReader.of(List.of(words)).orElseThrow();
    }

    @Test
    void wordsOfOtherKindsAreNoOptions() {
        assertThat(SocketOptionsReader.of(List.of("ssl", "default_server"))).isEmpty();
    }

    @Test
    void eachIsTaken() {
        var options =
                read("backlog=64", "rcvbuf=8k", "sndbuf=16k", "fastopen=3", "deferred", "reuseport", "ipv6only=off");
        assertThat(options.backlog()).contains(64);
        assertThat(options.receiveBuffer()).contains(8192);
        assertThat(options.sendBuffer()).contains(16_384);
        assertThat(options.fastOpen()).contains(3);
        assertThat(options.deferred()).isTrue();
        assertThat(options.reusePort()).isTrue();
        assertThat(options.ipv6Only()).contains(false);
    }

    @Test
    void keepAliveIsOnOrOffOrThreeTimes() {
        assertThat(read("so_keepalive=off").keepAlive().orElseThrow().on()).isFalse();
        var probes = read("so_keepalive=30m::10").keepAlive().orElseThrow();
        assertThat(probes.on()).isTrue();
        assertThat(probes.idle()).contains(Duration.ofMinutes(30));
        assertThat(probes.interval()).isEmpty();
        assertThat(probes.probes()).contains(10);
    }

    @ParameterizedTest
    @CsvSource({
        "backlog=x, 'invalid backlog \"backlog=x\"'",
        "fastopen=-1, 'invalid fastopen \"fastopen=-1\"'",
        "rcvbuf=1z, 'invalid rcvbuf \"rcvbuf=1z\"'",
        "ipv6only=yes, 'invalid ipv6only flags \"yes\"'",
        "so_keepalive=::, 'invalid so_keepalive value: \"::\"'",
        "so_keepalive=0::, 'invalid so_keepalive value: \"0::\"'",
        "so_keepalive=1:2, 'invalid so_keepalive value: \"1:2\"'"
    })
    void whatIsWrongIsSaidInNginxWords(String word, String message) {
        assertThatThrownBy(() -> read(word)).hasMessage(message);
    }
}
