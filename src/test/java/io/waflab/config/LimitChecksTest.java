package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class LimitChecksTest {

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(String text) {
        return assertThatThrownBy(() -> Configs.http(text)).isInstanceOf(ConfigException.class);
    }

    @Test
    void aLimitNeedsItsZone() {
        refused("limit_req = [\"zone=none\"]").hasMessageContaining("zero size shared memory zone \"none\"");
        refused("limit_conn = [\"none 1\"]").hasMessageContaining("zero size shared memory zone \"none\"");
    }

    @Test
    void aZoneIsDeclaredOnce() {
        refused("limit_req_zone = [\"$uri zone=one:1m rate=1r/s\", \"$args zone=one:1m rate=1r/s\"]")
                .hasMessageContaining("limit_req_zone \"one\" is already bound to key \"$uri\"");
    }

    @Test
    void aZoneIsUsedOnceInABlock() {
        refused("limit_conn_zone = \"$uri zone=one:1m\"\nlimit_conn = [\"one 1\", \"one 2\"]")
                .hasMessageContaining("\"limit_conn\" directive is duplicate");
    }
}
