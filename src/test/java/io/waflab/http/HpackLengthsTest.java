package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.waflab.connection.Http2Error;
import org.junit.jupiter.api.Test;

class HpackLengthsTest {

    @Test
    void aWholeBlockIsGoodHoweverItIsSplit() {
        // :method GET; a table size update; a literal with a known name; one with a name of its own; an empty value
        var block = "82" + "3fe11f" + "41086c61622e74657374" + "000178ffe501" + "61".repeat(0x7f + 0xe5 - 0x80 + 0x80)
                + "10016100";
        for (int part : new int[] {1, 2, 3, 1000}) {
            assertThatCode(() -> check(block, part)).as("in parts of %d", part).doesNotThrowAnyException();
        }
    }

    @Test
    void aBlockThatEndsTooEarlyIsAFrameSizeError() {
        assertThat(failure("ff")).isEqualTo(Http2Error.FRAME_SIZE_ERROR);
        assertThat(failure("42ff")).isEqualTo(Http2Error.FRAME_SIZE_ERROR);
        assertThat(failure("4205")).isEqualTo(Http2Error.FRAME_SIZE_ERROR);
        assertThat(failure("ffffffff")).isEqualTo(Http2Error.FRAME_SIZE_ERROR);
    }

    @Test
    void aNumberOfMoreThanFourOctetsIsACompressionErrorBeforeTheRestHasCome() {
        assertThat(failureOf("ffffffff", 1)).isEqualTo(Http2Error.COMPRESSION_ERROR);
        assertThat(failureOf("42ffffffff", 1)).isEqualTo(Http2Error.COMPRESSION_ERROR);
    }

    @Test
    void aStringMayBeAsLongAsOneLargeBufferAsEncoded() {
        assertThatCode(() -> check("00" + "0161" + "7f8103" + "78".repeat(512), 1000))
                .doesNotThrowAnyException();
        assertThat(failureOf("00" + "0161" + "7f8203", 600)).isEqualTo(Http2Error.ENHANCE_YOUR_CALM);
    }

    @Test
    void anEmptyNameIsAProtocolError() {
        assertThat(failure("0000")).isEqualTo(Http2Error.PROTOCOL_ERROR);
    }

    private static Http2Error failure(String block) {
        return failureOf(block, 0);
    }

    private static Http2Error failureOf(String block, int left) {
        return catchThrowableOfType(Http2Failure.class, () -> {
                    var lengths = new HpackLengths(512);
                    lengths.pass(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(block)), left);
                    lengths.end();
                })
                .error();
    }

    private static void check(String block, int part) throws Http2Failure {
        var octets = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(block));
        var lengths = new HpackLengths(512);
        while (octets.isReadable()) {
            var piece = octets.readSlice(Math.min(part, octets.readableBytes()));
            lengths.pass(piece, octets.readableBytes());
        }
        lengths.end();
    }
}
