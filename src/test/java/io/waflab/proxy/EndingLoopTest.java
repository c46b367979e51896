package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On sockets of the test's own, which say what they are told. */
@Timeout(60)
class EndingLoopTest {

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Sockets sockets = new Sockets();
    private final EventLoop loop = EndingLoop.group(1, new DefaultThreadFactory("test", true), executor -> sockets)
            .next();

    @Test
    void oneThatIsToldToEndByATaskOfItsOwnClosesItsSockets() throws Exception {
        loop.execute(this::end);
        ended();
        assertThat(said).containsSubsequence("turn", "closed", "gone");
    }

    @Test
    void oneThatIsToldToEndWhileItWaitsClosesItsSockets() throws Exception {
        loop.submit(() -> {}).sync();
        end();
        ended();
        assertThat(said).containsSubsequence("turn", "closed", "gone");
    }

    @Test
    void whatItsLastTaskLeavesToTheTurnsEndHasATurnBeforeTheSocketsAreClosed() throws Exception {
        loop.execute(() -> {
            end();
            loop.execute(() -> said.add("FIN is left"));
        });
        ended();
        assertThat(said).containsSubsequence("FIN is left", "turn", "closed", "gone");
    }

    @Test
    void whatItsSocketsHaveDoneWhenTheyAreClosedIsDone() throws Exception {
        sockets.whenClosed = () -> loop.execute(() -> said.add("told"));
        loop.execute(this::end);
        ended();
        assertThat(said).containsSubsequence("closed", "told", "gone");
    }

    private void end() {
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    }

    private void ended() throws InterruptedException {
        loop.terminationFuture().sync();
    }

    private final class Sockets implements IoHandler {

        private final Semaphore woken = new Semaphore(0);
        private Runnable whenClosed = () -> {};

        @Override
        public int run(IoHandlerContext context) {
            if (context.canBlock()) {
                woken.acquireUninterruptibly();
            }
            said.add("turn");
            return 0;
        }

        @Override
        public void prepareToDestroy() {
            said.add("closed");
            whenClosed.run();
        }

        @Override
        public void destroy() {
            said.add("gone");
        }

        @Override
        public void wakeup() {
            woken.release();
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return true;
        }
    }
}
