package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LinkTypeTest {

    @ParameterizedTest
    @CsvSource({
        "ETHERNET, 000000000000 000000000000 0800",
        "ETHERNET, 000000000000 000000000000 86dd",
        "ETHERNET, 000000000000 000000000000 8100 0007 0800",
        "ETHERNET, 000000000000 000000000000 88a8 0007 8100 0008 86dd",
        "LINUX_SLL, 0000 0304 0006 0000000000000000 0800",
        "LINUX_SLL2, 0800 0000 00000001 0304 00 06 0000000000000000",
        "ETHERNET, 000000000000 000000000000 9100 0007 9200 0008 0800",
        "ETHERNET, 000000000000 000000000000 8847 00001000 00001100",
        "ETHERNET, 000000000000 000000000000 8864 1100 0001 0006 0021",
        "ETHERNET, 000000000000 000000000000 8100 0007 8864 1100 0001 0006 0057",
        "ETHERNET, 000000000000 000000000000 000c aaaa03 000000 0800",
        "PPP, ff03 0021",
        "PPP, 0057",
        "PPP, 21",
        "NULL, 17000000",
        "NULL, 02000000",
        "NULL, 0000001e",
        "LOOP, 00000018",
        "RAW, ''",
        "IPV4, ''",
    })
    void theIpPacketIsFoundBehindTheLinksHeader(LinkType type, String header) {
        var packet = ByteBuffer.wrap(Packets.join(Packets.hex(header), Packets.hex("45 01 02 03")));

        assertThat(type.network(packet)).isEqualTo(packet.limit() - 4);
    }

    @ParameterizedTest
    @CsvSource({
        "ETHERNET, 000000000000 000000000000 0806 0001",
        "ETHERNET, 000000000000 000000000000 8864 1100 0001 0006 c021",
        "ETHERNET, 000000000000 000000000000 0003 424203",
        "PPP, ff03 c021",
        "NULL, 07000000 45",
        "OTHER, 45000000",
    })
    void whatHoldsNoIpIsLeftOut(LinkType type, String packet) {
        assertThat(type.network(ByteBuffer.wrap(Packets.hex(packet)))).isEqualTo(EtherType.NO_IP);
    }

    @ParameterizedTest
    @CsvSource({
        "ETHERNET, 000000000000 000000000000 08",
        "ETHERNET, 000000000000 000000000000 8100 00",
        "ETHERNET, 000000000000 000000000000 8847 00001000 0000",
        "ETHERNET, 000000000000 000000000000 8864 1100 0001 0006 00",
        "LINUX_SLL, 0000 0304",
        "LINUX_SLL2, ''",
        "PPP, ff03 00",
        "NULL, 0200",
    })
    void aHeaderThatWasCutIsNotGuessed(LinkType type, String packet) {
        assertThat(type.network(ByteBuffer.wrap(Packets.hex(packet)))).isEqualTo(EtherType.CUT);
    }

    /** The reader gives a view into a larger block: what lies behind the packet is none of it. */
    @ParameterizedTest
    @EnumSource(LinkType.class)
    void nothingIsReadBeyondThePacket(LinkType type) {
        var block = ByteBuffer.wrap(new byte[64]);
        for (var length = 0; length < 40; length++) {
            block.limit(8 + length).position(8);
            assertThat(type.network(block)).isLessThanOrEqualTo(block.limit());
        }
    }
}
