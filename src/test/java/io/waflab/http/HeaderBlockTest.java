package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.waflab.connection.Http2Error;
import org.junit.jupiter.api.Test;

class HeaderBlockTest {

    private static final HeadLimits LIMITS = HeadLimits.DEFAULT;

    private final HeaderBlock block = new HeaderBlock(LIMITS);

    private static ByteBuf hex(String octets) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(octets));
    }

    @Test
    void piecesAreOneBlockAndTheNextBeginsAnew() throws Exception {
        block.begin(3);
        block.add(hex("82"), 1, 2);
        block.add(hex("8487ff"), 2, 0);
        block.add(hex("40016101620000"), 5, 0);
        var whole = block.end();
        assertThat(ByteBufUtil.hexDump(whole)).isEqualTo("8284874001610162");
        block.release();
        assertThat(whole.refCnt()).isOne();
        block.begin(1);
        block.add(hex("88"), 1, 0);
        assertThat(ByteBufUtil.hexDump(block.end())).isEqualTo("88");
    }

    @Test
    void whatIsMoreThanFourTimesTheLimitIsNotKept() throws Exception {
        block.begin(1);
        int most = 4 * LIMITS.largeBuffers() * LIMITS.largeBufferSize() + 4096;
        block.add(hex("20".repeat(most)), most, 0);
        assertThatThrownBy(() -> block.add(hex("20"), 1, 0))
                .isInstanceOfSatisfying(
                        Http2Failure.class,
                        failure -> assertThat(failure.error()).isEqualTo(Http2Error.ENHANCE_YOUR_CALM));
    }
}
