package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.Balancing.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BalancingTest {

    private static Balancing balancing(String directives) throws ConfigException {
        return Configs.http("upstreams { u { servers = [\"127.0.0.1:1\"]\n" + directives + " } }")
                .upstreams()
                .get("u")
                .balancing();
    }

    @ParameterizedTest
    @CsvSource({
        "'', ROUND_ROBIN",
        "least_conn = \"\", LEAST_CONN",
        "ip_hash = \"\", IP_HASH",
        "hash = \"$host\", HASH",
        "hash = \"$host consistent\", CONSISTENT_HASH",
        "random = \"\", RANDOM",
        "random = \"two\", RANDOM_TWO",
        "random = \"two least_conn\", RANDOM_TWO"
    })
    void eachDirectiveIsItsMethod(String directive, Method method) throws ConfigException {
        assertThat(balancing(directive).method()).isEqualTo(method);
    }

    @Test
    void theMethodThatStandsLastCounts() throws ConfigException {
        assertThat(balancing("ip_hash = \"\"\nleast_conn = \"\"").method()).isEqualTo(Method.LEAST_CONN);
        assertThat(balancing("least_conn = \"\"\nip_hash = \"\"").method()).isEqualTo(Method.IP_HASH);
    }

    @Test
    void theHashedTextIsKept() throws ConfigException {
        assertThat(balancing("hash = \"$host$uri\"")).hasToString("hash $host$uri");
    }
}
