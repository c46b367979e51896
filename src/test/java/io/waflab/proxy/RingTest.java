package io.waflab.proxy;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannel;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.util.concurrent.FastThreadLocal;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a ring of the test's own below it, whose turns are made here. */
class RingTest {

    private static final int POLLIN = 1;
    private static final int POLLOUT = 4;
    private static final int POLLRDHUP = 0x2000;
    private static final byte POLL_ADD = 6;
    private static final byte WRITEV = 2;
    private static final byte CLOSE = 19;
    private static final byte SEND = 26;
    private static final byte RECV = 27;
    private static final int EAGAIN = 11;
    private static final int ECANCELED = 125;

    private final List<String> said = new ArrayList<>();
    private final Below below = new Below();
    private Runnable whenTold = () -> {};
    private final EmbeddedChannel channel = new OnRing();
    private final Ring ring = new Ring(below, channel.eventLoop());

    @BeforeEach
    void thisThreadIsItsLoop() {
        ring.initialize();
    }

    @AfterEach
    void andNoLonger() {
        FastThreadLocal.removeAll();
    }

    @Test
    void whatWasFlushedIsSettledWhenTheTurnIsOver() {
        Ring.flushed(channel, says("settled"));
        assertThat(said).isEmpty();
        turn();
        assertThat(said).containsExactly("turn", "settled");
        turn();
        assertThat(said).containsExactly("turn", "settled", "turn");
    }

    @Test
    void aTurnThatOwesNothingMayWait() {
        turn();
        assertThat(below.waited).isTrue();
    }

    @Test
    void aTurnWithSomethingFlushedDoesNotWait() {
        Ring.flushed(channel, says("settled"));
        turn();
        assertThat(below.waited).isFalse();
    }

    @Test
    void aTurnThatAnEndIsToFollowDoesNotWait() {
        Ring.afterwards(channel, () -> said.add("FIN"));
        turn();
        assertThat(below.waited).isFalse();
    }

    @Test
    void anEndFollowsWhatIsSettledInTheOrderOfAsking() {
        Ring.afterwards(channel, () -> said.add("FIN"));
        Ring.flushed(channel, says("settled"));
        Ring.afterwards(channel, () -> said.add("another FIN"));
        turn();
        assertThat(said).containsExactly("turn", "settled", "FIN", "another FIN", "turn");
    }

    @Test
    void whatIsFlushedOrAskedForMeanwhileHasTheNextTurn() {
        Ring.flushed(channel, () -> {
            said.add("settled");
            Ring.flushed(channel, says("settled later"));
        });
        Ring.afterwards(channel, () -> {
            said.add("FIN");
            Ring.afterwards(channel, () -> said.add("FIN later"));
        });
        turn();
        assertThat(said).containsExactly("turn", "settled", "FIN", "turn");
        said.clear();
        turn();
        assertThat(said).containsExactly("turn", "settled later", "FIN later", "turn");
    }

    @Test
    void oneThatFailsKeepsNobodyFromItsEnd() {
        Ring.flushed(channel, RingTest::fail);
        Ring.flushed(channel, says("settled"));
        Ring.afterwards(channel, RingTest::fail);
        Ring.afterwards(channel, () -> said.add("FIN"));
        turn();
        assertThat(said).containsExactly("turn", "settled", "FIN", "turn");
    }

    @Test
    void whereASocketFindsNoMemoryItsHandlersAreToldAndTheLoopGoesOn() throws Exception {
        ring.register(socket(false));
        whenTold = RingTest::failForMemory;
        below.tell(RECV, 100);
        assertThat(said).containsExactly("27 100");
        assertThatThrownBy(channel::checkException).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void whereASocketFindsNoMemoryForWhatHasWaitedItsHandlersAreTold() throws Exception {
        ring.register(socket(false));
        whenTold = RingTest::failForMemory;
        below.meanwhile(() -> below.tell(RECV, 100));
        Ring.afterwards(channel, () -> said.add("FIN"));
        turn();
        assertThat(said).containsExactly("turn", "FIN", "turn", "27 100");
        assertThatThrownBy(channel::checkException).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void whereTheHandlingOfASocketFailsItsHandlersAreTold() throws Exception {
        ring.register(socket(false));
        whenTold = RingTest::fail;
        below.tell(RECV, 100);
        assertThatThrownBy(channel::checkException).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anEndForWhichThereIsNoMemoryKeepsNobodyFromItsEnd() {
        Ring.flushed(channel, RingTest::failForMemory);
        Ring.afterwards(channel, RingTest::failForMemory);
        Ring.afterwards(channel, () -> said.add("FIN"));
        turn();
        assertThat(said).containsExactly("turn", "FIN", "turn");
    }

    @Test
    void whatEndsAConnectionIsWithTheKernelBeforeTheTurnIsOver() {
        Ring.afterwards(channel, () -> said.add("FIN"));
        turn();
        assertThat(said).containsExactly("turn", "FIN", "turn");
        assertThat(below.waited).isFalse();
    }

    @Test
    void elsewhereAllOfItHappensAtOnce() {
        var elsewhere = new EmbeddedChannel();
        Ring.flushed(elsewhere, says("settled"));
        Ring.afterwards(elsewhere, () -> said.add("FIN"));
        assertThat(said).containsExactly("settled", "FIN");
        assertThat(Ring.takes(elsewhere)).isFalse();
        elsewhere.close();
    }

    @Test
    void aKernelTakesUntilATurnHasShownThatItDoesNot() {
        assertThat(Ring.takes(channel)).isTrue();
        Ring.blocked(channel, true);
        assertThat(Ring.takes(channel)).isFalse();
        Ring.blocked(channel, false);
        assertThat(Ring.takes(channel)).isTrue();
    }

    @Test
    void theEndOfAPeerThatWasConnectedToIsReadBehindItsLastByte() throws Exception {
        ring.register(socket(true));
        below.tell(POLL_ADD, POLLRDHUP);
        assertThat(said).containsExactly("6 " + POLLIN + " more");
        below.tell(RECV, 100);
        assertThat(said).containsExactly("6 1 more", "27 100", "6 1 more");
        below.tell(RECV, 0);
        assertThat(said).hasSize(4);
        below.tell(CLOSE, 0);
        assertThat(said.subList(4, 6)).containsExactly("6 " + -ECANCELED, "19 0");
    }

    @Test
    void whatAPeerThatWasConnectedToTakesIsToldWithoutItsEnd() throws Exception {
        ring.register(socket(true));
        below.tell(POLL_ADD, POLLOUT | POLLRDHUP);
        assertThat(said).containsExactly("6 " + POLLOUT);
    }

    @Test
    void aPollToWriteThatEndsWithTheEndOfAClientIsMadeGoodALittleLater() throws Exception {
        aPollToWriteThatEndsWithTheEndIsMadeGood(false, POLLRDHUP + "");
    }

    @Test
    void aPollToWriteThatEndsWithTheEndOfAnOriginIsMadeGoodALittleLater() throws Exception {
        aPollToWriteThatEndsWithTheEndIsMadeGood(true, POLLIN + " more");
    }

    private void aPollToWriteThatEndsWithTheEndIsMadeGood(boolean connects, String end) throws Exception {
        channel.freezeTime();
        ring.register(socket(connects));
        below.tell(POLL_ADD, POLLRDHUP);
        assertThat(said).containsExactly("6 " + end);
        said.clear();
        aPollIsMadeGoodAfter(2);
    }

    private void aPollIsMadeGoodAfter(int milliseconds) {
        below.tell(POLL_ADD, POLLRDHUP);
        channel.advanceTimeBy(milliseconds * 1_000_000L - 1, NANOSECONDS);
        channel.runScheduledPendingTasks();
        assertThat(said).isEmpty();
        channel.advanceTimeBy(1, NANOSECONDS);
        channel.runScheduledPendingTasks();
        assertThat(said).containsExactly("6 " + POLLOUT);
        said.clear();
    }

    @ParameterizedTest
    @ValueSource(bytes = {SEND, WRITEV})
    void pollsAreMadeGoodLaterAndLaterUntilSomethingGoes(byte write) throws Exception {
        channel.freezeTime();
        ring.register(socket(false));
        below.tell(POLL_ADD, POLLRDHUP);
        said.clear();
        for (int pause : new int[] {2, 4, 8, 16, 32, 64, 64}) {
            aPollIsMadeGoodAfter(pause);
        }
        below.tell(write, -EAGAIN);
        said.clear();
        aPollIsMadeGoodAfter(64);
        below.tell(write, 1);
        said.clear();
        aPollIsMadeGoodAfter(2);
    }

    @Test
    void theEndOfAClientIsToldAsItComes() throws Exception {
        ring.register(socket(false));
        below.tell(POLL_ADD, POLLRDHUP);
        assertThat(said).containsExactly("6 " + POLLRDHUP);
    }

    @Test
    void bytesWaitUntilWhatEndsAConnectionIsWithTheKernel() throws Exception {
        ring.register(socket(false));
        below.meanwhile(() -> below.tell(RECV, 100));
        below.meanwhile(() -> below.tell(RECV, 200));
        Ring.afterwards(channel, () -> said.add("FIN"));
        turn();
        assertThat(said).containsExactly("turn", "FIN", "turn", "27 100", "27 200");
    }

    @Test
    void bytesThatWaitComeBeforeTheirOwnConnectionsClose() throws Exception {
        ring.register(socket(false));
        below.meanwhile(() -> below.tell(RECV, 100));
        below.meanwhile(() -> below.tell(CLOSE, 0));
        Ring.afterwards(channel, () -> said.add("FIN"));
        turn();
        assertThat(said).containsExactly("turn", "FIN", "turn", "27 100", "19 0");
    }

    @Test
    void bytesAreHeardInTheirTurnWhereNoConnectionEnds() throws Exception {
        ring.register(socket(false));
        below.meanwhile(() -> {
            below.tell(RECV, 100);
            said.add("all");
        });
        Ring.flushed(channel, says("settled"));
        turn();
        assertThat(said).containsExactly("turn", "27 100", "all", "settled");
    }

    private void turn() {
        ring.run(new MayWait());
    }

    private Ring.Flushed says(String word) {
        return () -> said.add(word);
    }

    private static void fail() {
        throw new IllegalStateException("as the test wants it");
    }

    private static void failForMemory() {
        throw new OutOfMemoryError("as the test wants it");
    }

    /** A socket's handle that says what it is told; one that connects has no address of its own yet. */
    private IoHandle socket(boolean connects) {
        return (IoHandle) Proxy.newProxyInstance(
                RingTest.class.getClassLoader(),
                new Class<?>[] {IoUringIoHandle.class, Channel.Unsafe.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "handle" -> {
                        var event = (IoUringIoEvent) arguments[1];
                        said.add(event.opcode() + " " + event.res() + (event.flags() == 2 ? " more" : ""));
                        whenTold.run();
                        yield null;
                    }
                    case "voidPromise" -> channel.voidPromise();
                    case "localAddress" -> connects ? null : new InetSocketAddress(443);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /** One turn of it is one word. */
    private final class Below implements IoHandler {

        private boolean waited;
        private final ArrayDeque<Runnable> meanwhile = new ArrayDeque<>();
        private IoUringIoHandle handle;

        /** Happens in the next turn of which nothing is said yet. */
        void meanwhile(Runnable what) {
            meanwhile.add(what);
        }

        void tell(byte opcode, int res) {
            handle.handle(null, new IoUringIoEvent(res, 0, opcode, 7));
        }

        @Override
        public int run(IoHandlerContext context) {
            said.add("turn");
            waited |= context.canBlock();
            var what = meanwhile.poll();
            if (what != null) {
                what.run();
            }
            return 0;
        }

        @Override
        public IoRegistration register(IoHandle registered) {
            handle = (IoUringIoHandle) registered;
            return null;
        }

        @Override
        public void prepareToDestroy() {}

        @Override
        public void destroy() {}

        @Override
        public void wakeup() {}

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return true;
        }
    }

    private static final class MayWait implements IoHandlerContext {

        @Override
        public boolean canBlock() {
            return true;
        }

        @Override
        public long delayNanos(long now) {
            return 0;
        }

        @Override
        public long deadlineNanos() {
            return -1;
        }
    }

    /** A channel as those of a ring are. */
    private static final class OnRing extends EmbeddedChannel implements UnixChannel {

        @Override
        public FileDescriptor fd() {
            throw new UnsupportedOperationException();
        }
    }
}
