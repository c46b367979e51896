package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class HuffmanTest {

    @Test
    void textIsWrittenAsTheExamplesOfRfc7541Have() {
        assertThat(encoded("www.example.com")).isEqualTo("f1e3c2e5f23a6ba0ab90f4ff");
        assertThat(encoded("no-cache")).isEqualTo("a8eb10649cbf");
        assertThat(encoded("302")).isEqualTo("6402");
        assertThat(encoded("Mon, 21 Oct 2013 20:13:21 GMT")).isEqualTo("d07abe941054d444a8200595040b8166e082a62d1bff");
    }

    @Test
    void theLengthIsKnownBefore() {
        for (int octet = 0; octet < 256; octet++) {
            var text = Character.toString(octet).repeat(7);
            assertThat(Huffman.length(text))
                    .as("octet %d", octet)
                    .isEqualTo(encoded(text).length() / 2);
        }
        assertThat(Huffman.length("")).isZero();
    }

    @Test
    void everyTextIsReadAsItWasWritten() {
        var all = new StringBuilder();
        for (int octet = 0; octet < 256; octet++) {
            all.append((char) octet);
            assertThat(read(encoded(all.toString()))).isEqualTo(all.toString());
        }
        assertThat(read("f1e3c2e5f23a6ba0ab90f4ff")).isEqualTo("www.example.com");
        assertThat(read("")).isEmpty();
    }

    @Test
    void anyNumberOfOnesMayFollowButTheEndAndZeros() {
        assertThat(read("63" + "ff")).isEqualTo("/");
        assertThat(read("63" + "ffffff")).isEqualTo("/");
        assertThat(read("63" + "ffffffff")).isNull();
        assertThat(read("60")).isNull();
        assertThat(read("63" + "f0")).isNull();
    }

    private static String read(String octets) {
        var text = Huffman.read(ByteBufUtil.decodeHexDump(octets));
        return text == null ? null : text.toString();
    }

    private static String encoded(String text) {
        var out = Unpooled.buffer();
        Huffman.write(text, out);
        return ByteBufUtil.hexDump(out);
    }
}
