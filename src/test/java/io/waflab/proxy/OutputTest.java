package io.waflab.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a kernel that takes what the test lets it take. */
class OutputTest {

    private final Kernel kernel = new Kernel();
    private final ChannelInboundHandlerAdapter last = new ChannelInboundHandlerAdapter();
    private final EmbeddedChannel channel = new EmbeddedChannel(kernel, last);
    private final List<String> told = new ArrayList<>();
    private long seconds = 1_000;
    private final Output output = new Output(channel.pipeline().context(last), new Told());

    @AfterEach
    void nothingLeaks() {
        output.drop();
        kernel.taken.forEach(ByteBuf::release);
        assertThat(kernel.all).allSatisfy(piece -> assertThat(piece.refCnt()).isZero());
        channel.close();
    }

    @Test
    void aPieceWaitsForAFlush() {
        write(100);
        assertThat(kernel.sizes).isEmpty();
        assertThat(output.waiting()).isEqualTo(100);
        output.flush();
        assertThat(kernel.sizes).containsExactly(100);
        assertThat(output.waiting()).isZero();
        assertThat(told).isEmpty();
    }

    @Test
    void postponeOutputHoldsWhatIsLess() {
        write(1_000);
        output.flushIfAtLeast(1_460);
        assertThat(kernel.sizes).isEmpty();
        write(459);
        output.flushIfAtLeast(1_460);
        assertThat(kernel.sizes).isEmpty();
        write(1);
        output.flushIfAtLeast(1_460);
        assertThat(kernel.sizes).containsExactly(1_000, 459, 1);
    }

    @Test
    void overTlsOnlyFullBlocksGoAndTheRestStays() {
        write(16_383);
        output.flushBlocks();
        assertThat(kernel.sizes).isEmpty();
        write(20_000);
        output.flushBlocks();
        assertThat(kernel.sizes.stream().mapToInt(size -> size).sum()).isEqualTo(32_768);
        assertThat(output.waiting()).isEqualTo(16_383 + 20_000 - 32_768);
        output.finish();
        assertThat(kernel.sizes.stream().mapToInt(size -> size).sum()).isEqualTo(36_383);
        assertThat(told).containsExactly("finished");
    }

    @Test
    void withALimitOnlyThatGoesAndTheRestWhenItsPauseIsOver() {
        output.limit(new Pace(1_000, 0, seconds, () -> seconds));
        write(2_500);
        output.finish();
        assertThat(kernel.sizes).containsExactly(1_000);
        assertThat(told).containsExactly("slowed PT1S");
        seconds++;
        output.sendOn();
        assertThat(kernel.sizes).containsExactly(1_000, 1_000);
        assertThat(told).containsExactly("slowed PT1S", "slowed PT1S", "went");
        seconds++;
        output.sendOn();
        assertThat(kernel.sizes).containsExactly(1_000, 1_000, 500);
        assertThat(told).endsWith("slowed PT0.5S", "went", "finished");
    }

    @Test
    void aKernelThatTakesNoMoreIsToldOfOnceThePauseIsOver() {
        output.limit(new Pace(1_000, 0, seconds, () -> seconds));
        kernel.full = true;
        write(2_500);
        output.flush();
        assertThat(told).containsExactly("slowed PT1S");
        seconds++;
        output.sendOn();
        assertThat(told).containsExactly("slowed PT1S", "blocked", "went");
        assertThat(output.waiting()).isGreaterThan(1_500);
    }

    @Test
    void aBlockThatIsJustFullGoes() {
        write(16_384);
        output.flushBlocks();
        assertThat(kernel.sizes).containsExactly(16_384);
    }

    @Test
    void blocksKeepTheBytesInOrder() {
        output.blocks(4);
        output.write(Unpooled.copiedBuffer("abc", US_ASCII));
        output.write(Unpooled.copiedBuffer("defgh", US_ASCII));
        output.flushBlocks();
        assertThat(kernel.text()).isEqualTo("abcdefgh");
        output.write(Unpooled.copiedBuffer("ijklm", US_ASCII));
        output.flushBlocks();
        assertThat(kernel.text()).isEqualTo("abcdefghijkl");
        output.flush();
        assertThat(kernel.text()).isEqualTo("abcdefghijklm");
    }

    @Test
    void noPieceIsLongerThanARecord() {
        write(40_000);
        output.flush();
        assertThat(kernel.sizes).containsExactly(16_384, 16_384, 7_232);
    }

    @Test
    void aShortBodyGoesWithTheHeadBeforeIt() {
        output.writeHead(roomyHead());
        output.write(Unpooled.copiedBuffer("body", US_ASCII));
        assertThat(output.waiting()).isEqualTo(8);
        output.flush();
        assertThat(kernel.sizes).containsExactly(8);
        assertThat(kernel.text()).isEqualTo("headbody");
    }

    @Test
    void aHeadThatWasSentTakesNothingMore() {
        output.writeHead(roomyHead());
        output.flush();
        output.write(Unpooled.copiedBuffer("body", US_ASCII));
        output.flush();
        assertThat(kernel.sizes).containsExactly(4, 4);
    }

    @Test
    void whatHasNoRoomBehindTheHeadGoesByItself() {
        output.writeHead(roomyHead());
        output.write(Unpooled.copiedBuffer("a body of some length", US_ASCII));
        output.write(Unpooled.copiedBuffer("more", US_ASCII));
        output.flush();
        assertThat(kernel.sizes).containsExactly(4, 21, 4);
        assertThat(kernel.text()).isEqualTo("heada body of some lengthmore");
    }

    private static ByteBuf roomyHead() {
        return Unpooled.buffer(16).writeBytes("head".getBytes(US_ASCII));
    }

    @Test
    void aPieceWithoutBytesIsNothing() {
        write(0);
        output.flush();
        assertThat(kernel.sizes).isEmpty();
        output.finish();
        assertThat(told).containsExactly("finished");
    }

    @Test
    void aKernelThatTakesNothingBlocksThenProgressesThenIsDrained() {
        kernel.full = true;
        write(10);
        write(20);
        write(30);
        output.flush();
        assertThat(told).containsExactly("blocked");
        assertThat(output.waiting()).isEqualTo(60);
        kernel.takeOne();
        assertThat(told).containsExactly("blocked", "progress");
        assertThat(output.waiting()).isEqualTo(50);
        kernel.takeOne();
        kernel.takeOne();
        assertThat(told).containsExactly("blocked", "progress", "progress", "drained");
        assertThat(output.waiting()).isZero();
    }

    @Test
    void blockedIsToldOnceUntilItIsDrained() {
        kernel.full = true;
        write(10);
        output.flush();
        write(10);
        output.flush();
        assertThat(told).containsExactly("blocked");
        kernel.takeOne();
        kernel.takeOne();
        write(10);
        output.flush();
        assertThat(told).containsExactly("blocked", "progress", "drained", "blocked");
    }

    @Test
    void finishedWaitsForTheKernel() {
        kernel.full = true;
        write(10);
        output.finish();
        assertThat(told).containsExactly("blocked");
        kernel.takeOne();
        assertThat(told).containsExactly("blocked", "drained", "finished");
    }

    @Test
    void finishedIsToldOnce() {
        write(10);
        output.finish();
        write(10);
        output.flush();
        kernel.full = true;
        write(10);
        output.flush();
        kernel.takeOne();
        assertThat(told).containsExactly("finished", "blocked", "drained");
    }

    @Test
    void finishedIsToldAgainForTheNextResponse() {
        write(10);
        output.finish();
        write(10);
        output.finish();
        assertThat(told).containsExactly("finished", "finished");
    }

    @Test
    void aWriteThatFailsBreaksTheOutputOnceAndDropsWhatIsHeld() {
        kernel.full = true;
        write(10);
        write(10);
        output.finish();
        write(10);
        kernel.fail();
        assertThat(told).containsExactly("blocked", "broken");
        assertThat(output.waiting()).isZero();
    }

    @Test
    void aBrokenOutputTakesNothing() {
        output.drop();
        var piece = piece(10);
        output.write(piece);
        output.finish();
        assertThat(piece.refCnt()).isZero();
        assertThat(kernel.sizes).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void aDroppedOutputTellsNothingMore() {
        kernel.full = true;
        write(10);
        write(10);
        output.flush();
        output.drop();
        kernel.takeOne();
        kernel.fail();
        assertThat(told).containsExactly("blocked");
    }

    private void write(int size) {
        output.write(piece(size));
    }

    private ByteBuf piece(int size) {
        var piece = Unpooled.buffer(size).writeZero(size);
        kernel.all.add(piece);
        return piece;
    }

    /** Takes everything, or keeps it waiting. */
    private static final class Kernel extends ChannelOutboundHandlerAdapter {

        private final List<Integer> sizes = new ArrayList<>();
        private final List<ByteBuf> all = new ArrayList<>();
        private final List<ByteBuf> taken = new ArrayList<>();
        private final ArrayDeque<ChannelPromise> waiting = new ArrayDeque<>();
        private boolean full;

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            var piece = (ByteBuf) message;
            sizes.add(piece.readableBytes());
            taken.add(piece);
            waiting.add(promise);
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            while (!full && !waiting.isEmpty()) {
                takeOne();
            }
        }

        void takeOne() {
            waiting.remove().setSuccess();
        }

        void fail() {
            while (!waiting.isEmpty()) {
                waiting.remove().setFailure(new ClosedChannelException());
            }
        }

        String text() {
            var text = new StringBuilder();
            taken.forEach(piece -> text.append(piece.toString(US_ASCII)));
            return text.toString();
        }
    }

    private final class Told implements Output.Listener {

        @Override
        public void blocked() {
            told.add("blocked");
        }

        @Override
        public void progress() {
            told.add("progress");
        }

        @Override
        public void drained() {
            told.add("drained");
        }

        @Override
        public void taken() {
            told.add("taken");
        }

        @Override
        public void slowed(Duration pause) {
            told.add("slowed " + pause);
        }

        @Override
        public void went() {
            told.add("went");
        }

        @Override
        public void broken(Throwable cause) {
            told.add("broken");
        }

        @Override
        public void finished() {
            told.add("finished");
        }
    }
}
