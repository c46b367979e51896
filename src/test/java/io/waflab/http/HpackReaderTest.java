package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.waflab.connection.Http2Error;
import org.junit.jupiter.api.Test;

class HpackReaderTest {

    private final HpackReader reader = new HpackReader(new HeadLimits(1024, 2, 512, 1000, true, false, true));

    @Test
    void fieldsKeepTheirOrderPseudoHeadersIncluded() throws Http2Failure {
        // x: y, then :method GET of the static table
        var fields = reader.read(1, hex("000178017982"));
        assertThat(fields)
                .extracting(field -> field.name() + "=" + field.value())
                .containsExactly("x=y", ":method=GET");
    }

    @Test
    void theTableLastsFromBlockToBlock() throws Http2Failure {
        reader.read(1, hex("40" + "0161" + "0162"));
        assertThat(reader.read(3, hex("be")))
                .extracting(field -> field.name() + "=" + field.value())
                .containsExactly("a=b");
    }

    @Test
    void namesAndValuesTogetherHaveALimit() {
        var large = "7f" + "8103" + "78".repeat(512);
        assertThatExceptionOfType(Http2Failure.class)
                .isThrownBy(() -> reader.read(1, hex(("00" + "0161" + large).repeat(2))))
                .satisfies(failure -> assertThat(failure.error()).isEqualTo(Http2Error.ENHANCE_YOUR_CALM));
    }

    @Test
    void anEntryThatIsNotThereIsACompressionError() {
        assertThatExceptionOfType(Http2Failure.class)
                .isThrownBy(() -> reader.read(1, hex("be")))
                .satisfies(failure -> assertThat(failure.error()).isEqualTo(Http2Error.COMPRESSION_ERROR));
    }

    private static ByteBuf hex(String octets) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(octets));
    }
}
