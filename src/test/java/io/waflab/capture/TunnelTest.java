package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TunnelTest {

    private static final String ETHERNET = "000000000000 000000000000 0800";

    /** What stands between the outer IPv4 header and the inner one. */
    @ParameterizedTest
    @CsvSource({
        "4, ''",
        "41, ''",
        "47, 0000 0800",
        "47, 0000 86dd",
        "47, 2000 0800 00000007",
        "47, b000 0800 12340000 00000007 00000001",
        "47, 0000 6558 " + ETHERNET,
        "47, 0000 88be " + ETHERNET,
        "47, 1000 88be 00000001 1001000100000000 " + ETHERNET,
        "47, 1000 22eb 00000001 200100010000000000000000 " + ETHERNET,
        "47, 1000 22eb 00000001 200100010000000000000001 0000000000000000 " + ETHERNET,
        "17, 1234 12b5 0000 0000 08000000 00000700 " + ETHERNET,
        "17, 1234 12b5 0000 0000 88000001 00000700 " + ETHERNET,
        "17, 1234 2118 0000 0000 08000000 00000700 " + ETHERNET,
        "17, 1234 12b5 0000 0000 08000000 00000700 000000000000 000000000000 8100 0001 0800",
        "17, 1234 17c1 0000 0000 0000 6558 00000700 " + ETHERNET,
        "17, 1234 17c1 0000 0000 0200 0800 00000700 0000000000000000",
    })
    void theInnerPacketIsFound(int protocol, String header) {
        var packet = Packets.ipv4(protocol, Packets.join(Packets.hex(header), Packets.hex("45000000")));

        assertThat(inside(packet)).isEqualTo(packet.length - 4);
    }

    @ParameterizedTest
    @CsvSource({
        "6, 0000 0800 45000000",
        "47, 4000 0800 00000000 45000000",
        "47, 0001 880b 45000000",
        "47, 0000 0806 00000000",
        "17, 1234 0035 0000 0000 08000000 00000700 45000000",
        "17, 1234 12b5 0000 0000 00000000 00000700 45000000",
        "17, 1234 17c1 0000 0000 4000 0800 00000700 45000000",
        "17, 1234 12b5 0000 0000 08",
    })
    void anythingElseIsNoTunnel(int protocol, String payload) {
        assertThat(inside(Packets.ipv4(protocol, Packets.hex(payload)))).isEqualTo(EtherType.NO_IP);
    }

    @ParameterizedTest
    @CsvSource({"47, 0000", "47, 2000 0800 0000", "47, 1000 22eb 00000001 2001", "47, 0000 6558 000000000000 0000"})
    void aHeaderThatWasCutIsNotGuessed(int protocol, String payload) {
        assertThat(inside(Packets.ipv4(protocol, Packets.hex(payload)))).isEqualTo(EtherType.CUT);
    }

    private static int inside(byte[] packet) {
        var ip = new IpPacket();
        assertThat(ip.read(ByteBuffer.wrap(packet), 0, packet.length)).isTrue();
        return Tunnel.inside(ip);
    }
}
