package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String FOUR = "c0000201" + "c6336401" + "1f90" + "01bb";

    private static ProxyHeader.Reading text(String header) {
        return ProxyHeader.read(Unpooled.copiedBuffer(header, StandardCharsets.ISO_8859_1));
    }

    private static ProxyHeader.Reading binary(String hex) {
        return ProxyHeader.read(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(SIGNATURE + hex)));
    }

    @Test
    void theFirstVersionNamesBothEnds() {
        var reading = text("PROXY TCP4 192.0.2.1 192.0.2.2 123 5678\r\nGET / HTTP/1.1\r\n");
        assertThat(reading.length()).isEqualTo("PROXY TCP4 192.0.2.1 192.0.2.2 123 5678\r\n".length());
        var header = reading.header().orElseThrow();
        assertThat(header.source()).isEqualTo("192.0.2.1");
        assertThat(header.sourcePort()).isEqualTo(123);
        assertThat(header.destination()).isEqualTo("192.0.2.2");
        assertThat(header.destinationPort()).isEqualTo(5678);
        assertThat(text("PROXY TCP6 2001:Db8::1 2001:db8::2 1 2\r\n")
                        .header()
                        .orElseThrow()
                        .source())
                .isEqualTo("2001:Db8::1");
    }

    @Test
    void unknownSaysNothing() {
        var reading = text("PROXY UNKNOWN whatever\r\nGET");
        assertThat(reading.length()).isEqualTo("PROXY UNKNOWN whatever\r\n".length());
        assertThat(reading.header()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "PROXY TCP4",
                "PROXY TCP4 1.1.1.1 2.2.2.2 1 2",
                "PROXY TCP4 1.1.1.1 2.2.2.2 1 2\r",
                "PROXY TCP4 1.1.1.1 2.2.2.2 1 65536\r\n",
                "PROXY TCP4 1.1.1.1 2.2.2.2 x 2\r\n",
                "PROXY TCP5 1.1.1.1 2.2.2.2 1 2\r\n",
                "PROXY TCP4 1.1.1.g 2.2.2.2 1 2\r\n",
                "PROXY TCP4 1.1.1.1 2.2.2.2 1 2\n",
                "PROXY UNKNOWN",
                "PROX",
                "",
                "PROXY TCP4 1.1.1.1 2.2.2.2 1\r\n",
                "PROXY TCP4 1.1.1.1 2.2.2.2  2\r\n"
            })
    void anythingElseIsBroken(String header) {
        var reading = text(header);
        assertThat(reading.length()).isZero();
        assertThat(reading.problem()).isEqualTo("broken header: \"" + header.replaceFirst("(?s)[\r\n].*", "") + "\"");
    }

    @Test
    void theSecondVersionHasItInBytes() {
        var reading = binary("2111000c" + FOUR + "47");
        assertThat(reading.length()).isEqualTo(28);
        assertThat(reading.header().orElseThrow().source()).isEqualTo("192.0.2.1");
        assertThat(reading.header().orElseThrow().sourcePort()).isEqualTo(8080);
        assertThat(reading.header().orElseThrow().destination()).isEqualTo("198.51.100.1");
        assertThat(reading.header().orElseThrow().destinationPort()).isEqualTo(443);
        var six = binary(
                "21210024" + "20010db8000000000000000000000001" + "20010db8000000000000000000000002" + "00500051");
        assertThat(six.header().orElseThrow().source()).isEqualTo("2001:db8::1");
    }

    @ParameterizedTest
    @CsvSource({"20110000", "21110000", "2112000c" + FOUR, "21000000", "2131000100"})
    void whatIsNotProxiedTcpIsSkippedOrShort(String hex) {
        var reading = binary(hex);
        assertThat(reading.header()).isEmpty();
    }

    @Test
    void anotherVersionAndMoreThanIsThereAreBroken() {
        assertThat(binary("3111000c" + FOUR).problem()).isEqualTo("unknown PROXY protocol version: 3");
        assertThat(binary("2111000d" + FOUR).problem()).isEqualTo("header is too large");
    }

    @Test
    void typesLengthsAndValuesFollow() {
        var tlvs = "01" + "0002" + "6832" + "02" + "0003" + "666f6f" + "20" + "000b" + "01" + "00000002" + "22" + "0003"
                + "616263";
        var header = binary("2111" + String.format("%04x", 12 + tlvs.length() / 2) + FOUR + tlvs)
                .header()
                .orElseThrow();
        assertThat(header.tlv(0x01)).contains("h2");
        assertThat(header.tlv(0x02)).contains("foo");
        assertThat(header.tlv(0x05)).isEmpty();
        assertThat(header.sslVerify()).contains("2");
        assertThat(header.sslTlv(0x22)).contains("abc");
        assertThat(header.sslTlv(0x21)).isEmpty();
    }

    @Test
    void aTlvThatGoesBeyondTheEndIsNotRead() {
        var header = binary("21110010" + FOUR + "01" + "0004" + "68").header().orElseThrow();
        assertThat(header.tlv(0x01)).isEmpty();
    }
}
