package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventClockTest {

    private final EmbeddedChannel time = new EmbeddedChannel();
    private final EventClock clock = new EventClock(time.eventLoop());

    EventClockTest() {
        time.freezeTime();
    }

    @Test
    void outsideOfEventsTimeGoesOn() {
        long before = clock.now();
        time.advanceTimeBy(7, TimeUnit.MILLISECONDS);
        assertThat(clock.now() - before).isEqualTo(7_000_000);
    }

    @Test
    void itStandsWhileAnEventIsDealtWith() {
        long before = clock.now();
        assertThat(clock.stand()).isTrue();
        time.advanceTimeBy(7, TimeUnit.MILLISECONDS);
        assertThat(clock.now()).isEqualTo(before);
        clock.goOn(true);
        assertThat(clock.now() - before).isEqualTo(7_000_000);
    }

    @Test
    void anEventWithinAnotherHasItsTime() {
        long before = clock.now();
        clock.stand();
        time.advanceTimeBy(7, TimeUnit.MILLISECONDS);
        assertThat(clock.stand()).isFalse();
        clock.goOn(false);
        assertThat(clock.now()).isEqualTo(before);
    }
}
