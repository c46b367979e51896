package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
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

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1 ipv4=off ipv6=off, cannot both be \"off\"", "127.0.0.1 ipv4=yes, invalid parameter: ipv4=yes",
        "127.0.0.1 valid=soon, invalid parameter: valid=soon", "ipv4=on, no name servers defined"
    })
    void whatCannotBeIsRefused(String words, String why) {
        assertThatThrownBy(() -> ResolverOptions.of(List.of(words.split(" ")))).hasMessageContaining(why);
    }
}
