package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkTypeTest {

    @ParameterizedTest
    @CsvSource({
        "ETHERNET, 000000000000 000000000000 0800",
        "ETHERNET, 000000000000 000000000000 86dd",
        "ETHERNET, 000000000000 000000000000 8100 0007 0800",
        "ETHERNET, 000000000000 000000000000 88a8 0007 8100 0008 86dd",
        "LINUX_SLL, 0000 0304 0006 0000000000000000 0800",
        "LINUX_SLL2, 0800 0000 00000001 0304 00 06 0000000000000000",
        "NULL, 02000000",
        "NULL, 0000001e",
        "LOOP, 00000018",
        "RAW, ''",
        "IPV4, ''",
    })
    void theIpPacketIsFoundBehindTheLinksHeader(LinkType type, String header) {
        var packet = ByteBuffer.wrap(Packets.join(Packets.hex(header), Packets.hex("45 01 02 03")));

        assertThat(type.network(packet)).contains(ByteBuffer.wrap(Packets.hex("45 01 02 03")));
    }

    @ParameterizedTest
    @CsvSource({
        "ETHERNET, 000000000000 000000000000 0806 0001",
        "ETHERNET, 000000000000 000000000000 08",
        "ETHERNET, 000000000000 000000000000 8100 00",
        "LINUX_SLL, 0000 0304",
        "LINUX_SLL2, ''",
        "NULL, 0200",
        "NULL, 07000000 45",
    })
    void whatHoldsNoIpIsLeftOut(LinkType type, String packet) {
        assertThat(type.network(ByteBuffer.wrap(Packets.hex(packet)))).isEmpty();
    }
}
