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
        var fields = reader.read(hex("000178017982"));
        assertThat(fields)
                .extracting(field -> field.name() + "=" + field.value())
                .containsExactly("x=y", ":method=GET");
    }

    @Test
    void theTableLastsFromBlockToBlock() throws Http2Failure {
        reader.read(hex("40" + "0161" + "0162"));
        assertThat(reader.read(hex("be")))
                .extracting(field -> field.name() + "=" + field.value())
                .containsExactly("a=b");
    }

    @Test
    void namesAndValuesTogetherHaveALimit() {
        var large = "7f" + "8103" + "78".repeat(512);
        assertThatExceptionOfType(Http2Failure.class)
                .isThrownBy(() -> reader.read(hex(("00" + "0161" + large).repeat(2))))
                .satisfies(failure -> assertThat(failure.error()).isEqualTo(Http2Error.ENHANCE_YOUR_CALM));
    }

    @Test
    void anEntryThatIsNotThereIsACompressionError() {
        assertThatExceptionOfType(Http2Failure.class)
                .isThrownBy(() -> reader.read(hex("be")))
                .satisfies(failure -> assertThat(failure.error()).isEqualTo(Http2Error.COMPRESSION_ERROR));
    }

    @Test
    void theFixedTableIsThatOfTheRfc() throws Http2Failure {
        assertThat(one("81")).isEqualTo(":authority=");
        assertThat(one("84")).isEqualTo(":path=/");
        assertThat(one("8e")).isEqualTo(":status=500");
        assertThat(one("90")).isEqualTo("accept-encoding=gzip, deflate");
        assertThat(one("bd")).isEqualTo("www-authenticate=");
    }

    @Test
    void whatIsIndexedPushesTheOldestOut() throws Http2Failure {
        for (int i = 0; i < 119; i++) {
            // 32 + 1 + 1 octets each: 120 fit into 4096
            reader.read(hex("4001" + "61" + "01" + String.format("%02x", 0x21 + i)));
        }
        assertThat(one("ff" + "35")).as("the 119th").isEqualTo("a=!");
        reader.read(hex("4001" + "62" + "01" + "63"));
        assertThat(one("be")).isEqualTo("b=c");
        assertThat(one("ff" + "36")).isEqualTo("a=!");
        reader.read(hex("4001" + "62" + "01" + "64"));
        assertThatExceptionOfType(Http2Failure.class).isThrownBy(() -> one("ff" + "37"));
    }

    @Test
    void theTableIsResizedWhereverTheClientSaysSo() throws Http2Failure {
        reader.read(hex("40" + "0161" + "0162"));
        assertThat(reader.read(hex("82" + "20" + "84"))).hasSize(2);
        assertThatExceptionOfType(Http2Failure.class)
                .isThrownBy(() -> one("be"))
                .withMessage("client sent out of bound hpack table index: 62");
        assertThatExceptionOfType(Http2Failure.class)
                .isThrownBy(() -> reader.read(hex("3fe21f")))
                .withMessage("client sent invalid table size update: 4097");
    }

    private String one(String octets) throws Http2Failure {
        var field = reader.read(hex(octets)).get(0);
        return field.name() + "=" + field.value();
    }

    private static ByteBuf hex(String octets) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(octets));
    }
}
