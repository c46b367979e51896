package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.Directive;
import io.waflab.config.LimitZone;
import io.waflab.proxy.ConnectionZone.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionZoneTest {

    private final ConnectionZone zone =
            new ConnectionZone(LimitZone.of(Directive.LIMIT_CONN_ZONE, List.of("$uri", "zone=one:32k")));

    @Test
    void oneMoreThanTheLimitIsRefusedUntilOneIsOver() {
        assertThat(zone.take("a", 2)).isEqualTo(Verdict.COUNTED);
        assertThat(zone.take("a", 2)).isEqualTo(Verdict.COUNTED);
        assertThat(zone.take("a", 2)).isEqualTo(Verdict.BUSY);
        assertThat(zone.take("b", 2)).isEqualTo(Verdict.COUNTED);
        zone.give("a");
        assertThat(zone.take("a", 2)).isEqualTo(Verdict.COUNTED);
    }

    @Test
    void aKeyWithNothingInWorkTakesNoMemory() {
        for (int i = 0; i < 7 * 64; i++) {
            assertThat(zone.take("key" + i, 1)).isEqualTo(Verdict.COUNTED);
        }
        assertThat(zone.take("one more", 1)).isEqualTo(Verdict.NO_MEMORY);
        zone.give("key7");
        assertThat(zone.take("one more", 1)).isEqualTo(Verdict.COUNTED);
        assertThat(zone.size()).isEqualTo(7 * 64);
    }
}
