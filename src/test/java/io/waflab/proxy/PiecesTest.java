package io.waflab.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.waflab.tls.Alert;
import io.waflab.tls.ClientHello;
import io.waflab.tls.ServerTls;
import io.waflab.tls.TlsFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PiecesTest {

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);

    @Test
    void theJoinedHoldsWhatIsLeftOfBothAndTheyAreReleased() {
        var first = bytes("-one").skipBytes(1);
        var second = bytes("two");
        var both = Pieces.joined(allocator, first, second);
        assertThat(both.toString(US_ASCII)).isEqualTo("onetwo");
        assertThat(List.of(first.refCnt(), second.refCnt())).containsOnly(0);
        both.release();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    @Test
    void bothAreReleasedWhereThereIsNoMemory() {
        var first = bytes("one");
        var second = bytes("two");
        assertThatThrownBy(() -> Pieces.joined(new NoMemory(), first, second)).isInstanceOf(OutOfMemoryError.class);
        assertThat(List.of(first.refCnt(), second.refCnt())).containsOnly(0);
    }

    @Test
    void aClientHelloThatComesInManyReadsIsHeldOnce() {
        var channel = embedded(new Unfinished(), allocator);
        var reads = hello();
        for (var read : reads) {
            channel.writeInbound(read);
        }
        assertThat(reads).extracting(ByteBuf::refCnt).containsExactly(0, 0, 0);
        channel.finishAndReleaseAll();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    @Test
    void aClientHelloForWhichThereIsNoMemoryIsReleasedOnce() {
        var channel = embedded(new Unfinished(), new NoMemory());
        var reads = hello();
        channel.writeInbound(reads.get(0));
        assertThatThrownBy(() -> channel.writeInbound(reads.get(1))).isInstanceOf(OutOfMemoryError.class);
        channel.finishAndReleaseAll();
        assertThat(reads).extracting(ByteBuf::refCnt).containsExactly(0, 0, 1);
    }

    @Test
    void aPrereadForWhichThereIsNoMemoryIsReleasedOnce() {
        var preread = new StreamPreread(16 << 10);
        var reads = hello();
        preread.add(reads.get(0), allocator);
        assertThatThrownBy(() -> preread.add(reads.get(1), new NoMemory())).isInstanceOf(OutOfMemoryError.class);
        preread.release();
        assertThat(reads).extracting(ByteBuf::refCnt).containsExactly(0, 0, 1);
    }

    private static EmbeddedChannel embedded(ChannelHandler handler, ByteBufAllocator allocator) {
        var channel = new EmbeddedChannel();
        channel.config().setAllocator(allocator);
        channel.pipeline().addLast(handler);
        return channel;
    }

    /** The beginning of a ClientHello of 512 octets, in three reads. */
    private static List<ByteBuf> hello() {
        var reads = new ArrayList<ByteBuf>();
        reads.add(Unpooled.buffer().writeBytes(new byte[] {22, 3, 1, 2, 0}));
        reads.add(Unpooled.buffer().writeBytes(new byte[] {1, 0, 1, (byte) 0xfc, 3, 3}));
        reads.add(Unpooled.buffer().writeZero(32));
        return reads;
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, US_ASCII);
    }

    /** Has nothing to give. */
    private static final class NoMemory extends AbstractByteBufAllocator {

        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            throw new OutOfMemoryError("none");
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            throw new OutOfMemoryError("none");
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }

    /** Waits for the rest of a ClientHello. */
    private static final class Unfinished extends TlsStart {

        private static AssertionError early() {
            return new AssertionError("the ClientHello is not whole");
        }

        @Override
        void plaintext(ChannelHandlerContext context) {
            throw early();
        }

        @Override
        Optional<Alert> refusal(ClientHello hello) {
            throw early();
        }

        @Override
        void refused(Alert alert) {
            throw early();
        }

        @Override
        ServerTls tls() {
            throw early();
        }

        @Override
        String expand(String text) {
            throw early();
        }

        @Override
        Worker worker() {
            throw early();
        }

        @Override
        void unusable(String why) {
            throw early();
        }

        @Override
        void shakesHands(TlsFacts facts) {
            throw early();
        }
    }
}
