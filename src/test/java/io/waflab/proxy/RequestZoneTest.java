package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.Directive;
import io.waflab.config.LimitZone;
import io.waflab.proxy.RequestZone.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestZoneTest {

    /** 224 entries of 65 to 128 bytes. */
    private final RequestZone zone =
            new RequestZone(LimitZone.of(Directive.LIMIT_REQ_ZONE, List.of("$uri", "zone=one:32k", "rate=1r/s")));

    private Verdict look(String key, long now) {
        return zone.look(key, 0, now, true).verdict();
    }

    @Test
    void aFullZoneForgetsTheKeyThatWasNotSeenForTheLongest() {
        for (int i = 0; i < 224; i++) {
            assertThat(look("key" + i, 0)).isEqualTo(Verdict.COUNTED);
        }
        look("key0", 500);
        assertThat(look("one more", 500)).isEqualTo(Verdict.COUNTED);
        assertThat(zone.size()).isEqualTo(224);
        assertThat(look("key0", 500)).isEqualTo(Verdict.BUSY);
        assertThat(look("key1", 500)).as("forgotten, so it is new").isEqualTo(Verdict.COUNTED);
    }

    @Test
    void keysAtRestForAMinuteGoTwoAtATime() {
        for (int i = 0; i < 10; i++) {
            look("key" + i, 0);
        }
        look("late", 59_999);
        assertThat(zone.size()).isEqualTo(11);
        look("later", 60_000);
        assertThat(zone.size()).isEqualTo(10);
    }

    @Test
    void aKeyThatIsJustLookedAtIsNotForgotten() {
        var held = zone.look("held", 0, 0, false);
        for (int i = 0; i < 223; i++) {
            look("key" + i, 1);
        }
        assertThat(look("one more", 100_000)).isEqualTo(Verdict.NO_MEMORY);
        zone.forgo(held.bucket());
        assertThat(look("one more", 100_000)).isEqualTo(Verdict.COUNTED);
    }

    @Test
    void anotherRateGoesOnWithWhatWasCounted() {
        look("key", 0);
        assertThat(look("key", 400)).isEqualTo(Verdict.BUSY);
        zone.with(LimitZone.of(Directive.LIMIT_REQ_ZONE, List.of("$uri", "zone=one:32k", "rate=10r/s")));
        assertThat(look("key", 400)).isEqualTo(Verdict.COUNTED);
    }
}
