package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** In frozen time, with channels that lead nowhere. */
class UpstreamPoolTest {

    private final EmbeddedChannel clock = new EmbeddedChannel();
    private final Worker worker = new Worker(clock.eventLoop(), null);
    private final Pick request = new Pick(new byte[0]);
    private UpstreamPool pool;

    UpstreamPoolTest() {
        clock.freezeTime();
    }

    @Test
    void theLatestIdleConnectionIsTakenFirst() {
        var seat = pool("keepalive = 3", "");
        var first = kept(seat);
        var second = kept(seat);
        assertThat(take(seat)).contains(second.side);
        assertThat(take(seat)).contains(first.side);
        assertThat(take(seat)).isEmpty();
    }

    @Test
    void aConnectionServesItsOwnServerOnly() {
        var a = pool("keepalive = 3", "", "");
        var b = pool.balancer().next(request, 0).orElseThrow();
        var kept = kept(a);
        assertThat(take(b)).isEmpty();
        assertThat(take(a)).contains(kept.side);
    }

    @Test
    void beyondKeepaliveTheOldestIdleConnectionIsClosed() {
        var seat = pool("keepalive = 2", "");
        var first = kept(seat);
        var second = kept(seat);
        var third = kept(seat);
        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isTrue();
        assertThat(third.isOpen()).isTrue();
    }

    @Test
    void withoutKeepaliveNoConnectionIsKept() {
        var seat = pool("keepalive = 0", "");
        assertThat(pool.saysClose()).isTrue();
        assertThat(kept(seat).isOpen()).isFalse();
        assertThat(take(seat)).isEmpty();
    }

    @Test
    void keepaliveRequestsIsReachedByTheLastRequestItself() {
        var seat = pool("keepalive = 2, keepalive_requests = 2", "");
        var kept = kept(seat);
        assertThat(kept.isOpen()).isTrue();
        var side = take(seat).orElseThrow();
        side.countRequest();
        pool.keep(side);
        assertThat(kept.isOpen()).isFalse();
        assertThat(take(seat)).isEmpty();
    }

    @Test
    void aConnectionOlderThanKeepaliveTimeIsNotKept() {
        var seat = pool("keepalive = 2, keepalive_time = 10s", "");
        var kept = kept(seat);
        pass(10_000);
        pool.keep(take(seat).orElseThrow());
        assertThat(kept.isOpen()).isTrue();
        pass(1);
        pool.keep(take(seat).orElseThrow());
        assertThat(kept.isOpen()).isFalse();
    }

    @Test
    void anIdleConnectionIsClosedByKeepaliveTimeout() {
        var seat = pool("keepalive = 2, keepalive_timeout = 60s", "");
        var kept = kept(seat);
        pass(59_999);
        assertThat(kept.isOpen()).isTrue();
        pass(1);
        assertThat(kept.isOpen()).isFalse();
        assertThat(take(seat)).isEmpty();
    }

    @Test
    void keepaliveTimeoutDoesNotRunWhileTheConnectionServes() {
        var seat = pool("keepalive = 2, keepalive_timeout = 60s", "");
        var kept = kept(seat);
        pass(59_000);
        var side = take(seat).orElseThrow();
        pass(59_000);
        assertThat(kept.isOpen()).isTrue();
        pool.keep(side);
        pass(59_999);
        assertThat(kept.isOpen()).isTrue();
        pass(1);
        assertThat(kept.isOpen()).isFalse();
    }

    @Test
    void anIdleConnectionThatTheOriginEndsIsClosedAndForgotten() {
        var seat = pool("keepalive = 2", "");
        var kept = kept(seat);
        kept.channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(kept.isOpen()).isFalse();
        assertThat(take(seat)).isEmpty();
    }

    @Test
    void anIdleConnectionThatTheOriginSendsOnIsClosedAndForgotten() {
        var seat = pool("keepalive = 2", "");
        var kept = kept(seat);
        var bytes = Unpooled.buffer().writeZero(5);
        kept.channel.writeInbound(bytes);
        assertThat(bytes.refCnt()).isZero();
        assertThat(kept.isOpen()).isFalse();
        assertThat(take(seat)).isEmpty();
    }

    @Test
    void anIdleConnectionThatIsResetIsForgotten() {
        var seat = pool("keepalive = 2", "");
        var kept = kept(seat);
        kept.channel.close();
        assertThat(take(seat)).isEmpty();
    }

    @Test
    void closeAllClosesWhatIsIdle() {
        var seat = pool("keepalive = 2", "");
        var first = kept(seat);
        var second = kept(seat);
        pool.closeAll();
        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isFalse();
        assertThat(take(seat)).isEmpty();
        assertThat(clock.runScheduledPendingTasks()).isEqualTo(-1);
    }

    /** proxy_limit_rate is held by reading little at a time, which a connection is made for. */
    @Test
    void aConnectionIsForThoseWhoReadAsMuchAtOnce() {
        var seat = pool("keepalive = 2", "");
        kept(seat);
        assertThat(pool.take(seat, null, false, 4096)).isNull();
        assertThat(pool.take(seat, null, false, 0)).isNotNull();
    }

    private Seat pool(String directives, String... servers) {
        var upstream = BalancerTest.upstream(directives, servers);
        pool = new UpstreamPool(upstream, new Balancer(upstream, new Random(1), false));
        return pool.balancer().next(request, 0).orElseThrow();
    }

    private Optional<UpstreamSide> take(Seat seat) {
        return Optional.ofNullable(pool.take(seat, null, false, 0));
    }

    /** A connection that has served one request and is handed to the pool. */
    private Kept kept(Seat seat) {
        var how = new UpstreamSocket(Optional.empty(), Optional.empty(), false, false, 0);
        var side = new UpstreamSide(seat.address(), worker, null, how);
        var kept = new Kept(side, new EmbeddedChannel(side));
        side.countRequest();
        pool.keep(side);
        return kept;
    }

    private void pass(long milliseconds) {
        clock.advanceTimeBy(milliseconds, TimeUnit.MILLISECONDS);
        clock.runScheduledPendingTasks();
    }

    private record Kept(UpstreamSide side, EmbeddedChannel channel) {

        boolean isOpen() {
            return channel.isOpen();
        }
    }
}
