package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.waflab.connection.Timer;
import io.waflab.connection.Timer.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In frozen time. */
class TimersTest {

    private static final long NOTHING_SCHEDULED = -1;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<Timer> expired = new ArrayList<>();
    private Timers timers;

    @BeforeEach
    void freeze() {
        channel.freezeTime();
        timers = new Timers(channel.eventLoop(), expired::add);
    }

    @AfterEach
    void close() {
        channel.close();
    }

    @Test
    void aTimerExpiresAtItsDurationAndNoNanosecondEarlier() {
        start(Timer.KEEPALIVE, 120_000);
        pass(119_999);
        channel.advanceTimeBy(999_999, TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        assertThat(expired).isEmpty();
        channel.advanceTimeBy(1, TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        assertThat(expired).containsExactly(Timer.KEEPALIVE);
    }

    @Test
    void aTimerExpiresOnce() {
        start(Timer.KEEPALIVE, 1_000);
        pass(1_000);
        pass(60_000);
        assertThat(expired).containsExactly(Timer.KEEPALIVE);
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING_SCHEDULED);
    }

    @Test
    void aTimerWithoutDurationExpiresAtOnceButNotWhileItIsStarted() {
        start(Timer.KEEPALIVE, 0);
        assertThat(expired).isEmpty();
        pass(0);
        assertThat(expired).containsExactly(Timer.KEEPALIVE);
    }

    // NGX_TIMER_LAZY_DELAY; each row was measured on nginx with client_body_timeout 1s

    @Test
    void aRestartLessThan300MillisecondsLaterIsIgnored() {
        start(Timer.CLIENT_BODY, 1_000);
        pass(200);
        start(Timer.CLIENT_BODY, 1_000);
        pass(799);
        assertThat(expired).isEmpty();
        pass(1);
        assertThat(expired).containsExactly(Timer.CLIENT_BODY);
    }

    @Test
    void aRestart350MillisecondsLaterCounts() {
        start(Timer.CLIENT_BODY, 1_000);
        pass(350);
        start(Timer.CLIENT_BODY, 1_000);
        pass(999);
        assertThat(expired).isEmpty();
        pass(1);
        assertThat(expired).containsExactly(Timer.CLIENT_BODY);
    }

    @Test
    void aRestartExactly300MillisecondsLaterCounts() {
        start(Timer.CLIENT_BODY, 1_000);
        pass(300);
        start(Timer.CLIENT_BODY, 1_000);
        pass(999);
        assertThat(expired).isEmpty();
    }

    @Test
    void ofRestartsEach200MillisecondsEverySecondCounts() {
        for (int i = 0; i < 5; i++) {
            start(Timer.CLIENT_BODY, 1_000);
            pass(i < 4 ? 200 : 999);
        }
        assertThat(expired).isEmpty();
        pass(1);
        assertThat(expired).containsExactly(Timer.CLIENT_BODY);
    }

    @Test
    void aStoppedTimerStartsExactly() {
        start(Timer.CLIENT_BODY, 1_000);
        pass(200);
        timers.stop(Slot.CLIENT_READ);
        start(Timer.CLIENT_BODY, 1_000);
        pass(999);
        assertThat(expired).isEmpty();
        pass(1);
        assertThat(expired).containsExactly(Timer.CLIENT_BODY);
    }

    @Test
    void aTimerThatExpiredStartsExactly() {
        start(Timer.KEEPALIVE_MIN, 1_000);
        pass(1_000);
        start(Timer.KEEPALIVE, 100);
        pass(99);
        assertThat(expired).containsExactly(Timer.KEEPALIVE_MIN);
        pass(1);
        assertThat(expired).containsExactly(Timer.KEEPALIVE_MIN, Timer.KEEPALIVE);
    }

    // slots

    @Test
    void aTimerReplacesWhatRunsInItsSlot() {
        start(Timer.CLIENT_HEADER, 1_000);
        start(Timer.KEEPALIVE, 5_000);
        pass(4_999);
        assertThat(expired).isEmpty();
        pass(1);
        assertThat(expired).containsExactly(Timer.KEEPALIVE);
    }

    @Test
    void aTimerThatKeepsAnOldDeadlineExpiresUnderItsOwnName() {
        start(Timer.CLIENT_BODY, 1_000);
        start(Timer.LINGERING, 1_100);
        pass(1_000);
        assertThat(expired).containsExactly(Timer.LINGERING);
    }

    @Test
    void eachSlotHasATimerOfItsOwn() {
        start(Timer.KEEPALIVE, 1_000);
        start(Timer.LINGERING_TIME, 2_000);
        start(Timer.SEND, 3_000);
        start(Timer.PROXY_READ, 4_000);
        start(Timer.PROXY_SEND, 5_000);
        timers.stop(Slot.CLIENT_WRITE);
        pass(5_000);
        assertThat(expired)
                .containsExactlyInAnyOrder(Timer.KEEPALIVE, Timer.LINGERING_TIME, Timer.PROXY_READ, Timer.PROXY_SEND);
    }

    @Test
    void twoSlotsWithNearDeadlinesDoNotKeepEachOthers() {
        start(Timer.PROXY_READ, 1_000);
        start(Timer.PROXY_SEND, 1_200);
        pass(1_000);
        assertThat(expired).containsExactly(Timer.PROXY_READ);
        pass(200);
        assertThat(expired).containsExactly(Timer.PROXY_READ, Timer.PROXY_SEND);
    }

    // tasks of the event loop

    @Test
    void aRestartForALaterDeadlineCostsNoTask() {
        start(Timer.PROXY_READ, 10_000);
        for (int i = 0; i < 5; i++) {
            pass(1_000);
            start(Timer.PROXY_READ, 10_000);
        }
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(nanos(5_000));
        pass(5_000);
        assertThat(expired).isEmpty();
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(nanos(5_000));
        pass(5_000);
        assertThat(expired).containsExactly(Timer.PROXY_READ);
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING_SCHEDULED);
    }

    @Test
    void aStopAndALaterStartShareATask() {
        start(Timer.PROXY_READ, 1_000);
        timers.stop(Slot.UPSTREAM_READ);
        start(Timer.PROXY_READ, 60_000);
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(nanos(1_000));
        pass(60_000);
        assertThat(expired).containsExactly(Timer.PROXY_READ);
    }

    @Test
    void anEarlierDeadlineIsScheduledAnewAndTheLaterTaskIsGone() {
        start(Timer.CLIENT_BODY, 60_000);
        start(Timer.LINGERING, 5_000);
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(nanos(5_000));
        pass(5_000);
        assertThat(expired).containsExactly(Timer.LINGERING);
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING_SCHEDULED);
    }

    @Test
    void aStoppedTimerDoesNotExpire() {
        start(Timer.KEEPALIVE, 1_000);
        timers.stop(Slot.CLIENT_READ);
        pass(60_000);
        assertThat(expired).isEmpty();
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING_SCHEDULED);
    }

    @Test
    void stoppingWhatNeverRanIsNothing() {
        timers.stop(Slot.UPSTREAM_WRITE);
        timers.stopAll();
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING_SCHEDULED);
    }

    @Test
    void stopAllLeavesNothingWithTheEventLoop() {
        for (var timer : Timer.values()) {
            start(timer, 60_000);
            start(timer, 120_000);
        }
        timers.stop(Slot.CLIENT_READ);
        timers.stopAll();
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING_SCHEDULED);
        pass(120_000);
        assertThat(expired).isEmpty();
    }

    @Test
    void theClockIsTheEventLoops() {
        long before = timers.now();
        channel.advanceTimeBy(7, TimeUnit.SECONDS);
        assertThat(timers.now() - before).isEqualTo(nanos(7_000));
    }

    private void start(Timer timer, long milliseconds) {
        timers.start(timer, Duration.ofMillis(milliseconds));
    }

    private void pass(long milliseconds) {
        channel.advanceTimeBy(milliseconds, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private static long nanos(long milliseconds) {
        return TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }
}
