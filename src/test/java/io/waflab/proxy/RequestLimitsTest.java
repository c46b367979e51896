package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.Directive;
import io.waflab.config.LimitZone;
import io.waflab.config.RequestLimit;
import io.waflab.proxy.RequestLimits.Asked;
import io.waflab.proxy.RequestLimits.Outcome;
import io.waflab.proxy.RequestLimits.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In frozen time: the clock is what the test says, in milliseconds. */
class RequestLimitsTest {

    private final RequestZone zone = zone("one", "2r/s");
    private final RequestZone slow = zone("slow", "30r/m");
    private long now = 1_000_000;

    static RequestZone zone(String name, String rate) {
        return new RequestZone(LimitZone.of(
                Directive.LIMIT_REQ_ZONE, List.of("$binary_remote_addr", "zone=" + name + ":1m", "rate=" + rate)));
    }

    private Outcome take(String... words) {
        return RequestLimits.take(List.of(asked(zone, "key", words)), now);
    }

    private static Asked asked(RequestZone zone, String key, String... words) {
        var all = new java.util.ArrayList<>(List.of(words));
        all.add(0, "zone=" + zone.zone().name());
        return new Asked(RequestLimit.of(all), zone, key);
    }

    private static Outcome passed(long excess) {
        return new Outcome(State.PASSED, excess, "", 0);
    }

    @Test
    void withoutBurstTheNextRequestMustWaitForItsTurn() {
        assertThat(take()).isEqualTo(passed(0));
        now += 499;
        assertThat(take()).isEqualTo(new Outcome(State.REJECTED, 2, "one", 0));
        now += 1;
        assertThat(take()).isEqualTo(passed(0));
    }

    @Test
    void theBurstIsDelayedToTheRate() {
        assertThat(take("burst=2").delay()).isZero();
        assertThat(take("burst=2")).isEqualTo(new Outcome(State.DELAYED, 1000, "one", 500));
        assertThat(take("burst=2")).isEqualTo(new Outcome(State.DELAYED, 2000, "one", 1000));
        assertThat(take("burst=2")).isEqualTo(new Outcome(State.REJECTED, 3000, "one", 0));
    }

    @Test
    void aRefusedRequestDoesNotCount() {
        take();
        take();
        take();
        now += 500;
        assertThat(take()).isEqualTo(passed(0));
    }

    @Test
    void nodelayLetsTheBurstPass() {
        take("burst=2", "nodelay");
        assertThat(take("burst=2", "nodelay")).isEqualTo(passed(1000));
        assertThat(take("burst=2", "nodelay")).isEqualTo(passed(2000));
        assertThat(take("burst=2", "nodelay").state()).isEqualTo(State.REJECTED);
    }

    @Test
    void delayLetsPassPartOfTheBurst() {
        take("burst=3", "delay=1");
        assertThat(take("burst=3", "delay=1")).isEqualTo(passed(1000));
        assertThat(take("burst=3", "delay=1")).isEqualTo(new Outcome(State.DELAYED, 2000, "one", 500));
    }

    @Test
    void keysAreCountedApart() {
        take();
        assertThat(RequestLimits.take(List.of(asked(zone, "other")), now)).isEqualTo(passed(0));
    }

    @Test
    void theSlowestOfSeveralLimitsDecides() {
        var both = List.of(asked(zone, "key", "burst=5"), asked(slow, "key", "burst=5"));
        assertThat(RequestLimits.take(both, now)).isEqualTo(passed(0));
        assertThat(RequestLimits.take(both, now)).isEqualTo(new Outcome(State.DELAYED, 1000, "slow", 2000));
        var reversed = List.of(both.get(1), both.get(0));
        assertThat(RequestLimits.take(reversed, now)).isEqualTo(new Outcome(State.DELAYED, 2000, "slow", 4000));
    }

    @Test
    void oneThatRefusesKeepsTheOthersFromCounting() {
        var both = List.of(asked(zone, "key", "burst=5"), asked(slow, "key"));
        RequestLimits.take(both, now);
        assertThat(RequestLimits.take(both, now).zone()).isEqualTo("slow");
        assertThat(RequestLimits.take(both, now).zone()).isEqualTo("slow");
        assertThat(take("burst=5")).isEqualTo(new Outcome(State.DELAYED, 1000, "one", 500));
    }

    @Test
    void aClockThatWentBackDoesNotFillTheBucket() {
        take();
        now -= 10_000;
        assertThat(take()).isEqualTo(new Outcome(State.REJECTED, 1000, "one", 0));
    }
}
