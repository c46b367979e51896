package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.waflab.http.HpackWriter.Name;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HpackWriterTest {

    @Test
    void statusesOfTheStaticTableAreOneOctet() {
        assertThat(written(out -> HpackWriter.status(200, out))).isEqualTo("88");
        assertThat(written(out -> HpackWriter.status(500, out))).isEqualTo("8e");
        assertThat(written(out -> HpackWriter.status(504, out))).isEqualTo("4803" + "353034");
    }

    @Test
    void knownNamesAreNumbersAndTheirValuesIndexed() {
        assertThat(written(out -> HpackWriter.field(Name.SERVER, "nginx", out))).isEqualTo("76" + "84aa6355e7");
        assertThat(written(out -> HpackWriter.field(Name.CONTENT_LENGTH, "200", out)))
                .as("a length is never in the Huffman code")
                .isEqualTo("5c" + "03323030");
    }

    @Test
    void otherNamesAreLiteralsInLowerCase() {
        assertThat(written(out -> HpackWriter.field("X-Header", "X-Foo", out)))
                .startsWith("00")
                .isEqualTo(written(out -> HpackWriter.field("x-header", "X-Foo", out)));
    }

    @Test
    void theHuffmanCodeIsTakenOnlyWhereItIsShorter() {
        assertThat(written(out -> HpackWriter.field("x", "{{{{{", out))).endsWith("05" + "7b7b7b7b7b");
        assertThat(written(out -> HpackWriter.field("x", "aaaaa", out))).doesNotContain("6161616161");
    }

    @Test
    void theTableIsEmptiedWithOneOctet() {
        assertThat(written(HpackWriter::emptyTable)).isEqualTo("20");
    }

    @Test
    void whatIsWrittenReadsBackWhateverItsLength() throws Exception {
        var reader = new DefaultHttp2HeadersDecoder(false, 1 << 20);
        var octets = IntStream.range(1, 256).mapToObj(Character::toString).collect(Collectors.joining());
        for (int length : new int[] {0, 1, 125, 126, 127, 128, 253, 254, 255, 256, 16_510, 16_511, 100_000}) {
            var value = octets.repeat(length / octets.length() + 1).substring(0, length);
            var block = Unpooled.buffer();
            HpackWriter.status(207, block);
            HpackWriter.field(Name.LOCATION, value, block);
            HpackWriter.field("x-other", value, block);
            var fields = reader.decodeHeaders(1, block);
            assertThat(fields).hasSize(3);
            assertThat(fields.status()).hasToString("207");
            assertThat(fields.get("location")).hasToString(value);
            assertThat(fields.get("x-other")).hasToString(value);
        }
    }

    private static String written(Consumer<ByteBuf> writing) {
        var out = Unpooled.buffer();
        writing.accept(out);
        return ByteBufUtil.hexDump(out);
    }
}
