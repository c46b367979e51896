package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IpPacketTest {

    private static final byte[] PAYLOAD = Packets.hex("0102030405");

    @Test
    void ipv4IsReadAndEthernetsPaddingRemoved() {
        var padded = Arrays.copyOf(Packets.ipv4(IpPacket.TCP, PAYLOAD), 46);

        var ip = IpPacket.parse(ByteBuffer.wrap(padded), 46).orElseThrow();

        assertThat(ip.source().getHostAddress()).isEqualTo("10.0.0.5");
        assertThat(ip.destination().getHostAddress()).isEqualTo("47.1.2.3");
        assertThat(ip.protocol()).isEqualTo(IpPacket.TCP);
        assertThat(ip.payload()).isEqualTo(ByteBuffer.wrap(PAYLOAD));
        assertThat(ip.length()).isEqualTo(5);
    }

    @Test
    void ipv6IsReadBehindItsExtensionHeaders() {
        // hop-by-hop of 8 bytes, destination options of 16, authentication of 12
        var extensions = Packets.hex("3c00000000000000 3301000000000000 0000000000000000 0601000000000000 00000000");
        var bytes = Packets.ipv6(0, Packets.join(extensions, PAYLOAD));

        var ip = IpPacket.parse(ByteBuffer.wrap(bytes), bytes.length).orElseThrow();

        assertThat(ip.source().getHostAddress()).isEqualTo("2001:db8:0:0:0:0:0:1");
        assertThat(ip.protocol()).isEqualTo(IpPacket.TCP);
        assertThat(ip.payload()).isEqualTo(ByteBuffer.wrap(PAYLOAD));
    }

    @Test
    void aPacketThatTheCaptureCutKeepsItsLengthOnTheWire() {
        var bytes = Arrays.copyOf(Packets.ipv4(IpPacket.TCP, new byte[1000]), 60);

        var ip = IpPacket.parse(ByteBuffer.wrap(bytes), 1020).orElseThrow();

        assertThat(ip.payload().remaining()).isEqualTo(40);
        assertThat(ip.length()).isEqualTo(1000);
    }

    @Test
    void aLengthOfZeroMeansThatTheCardCutsItLater() {
        var bytes = Packets.ipv4(IpPacket.TCP, PAYLOAD);
        bytes[2] = 0;
        bytes[3] = 0;

        assertThat(IpPacket.parse(ByteBuffer.wrap(bytes), bytes.length)
                        .orElseThrow()
                        .length())
                .isEqualTo(5);
    }

    @Test
    void laterFragmentsAreLeftOut() {
        var four = Packets.ipv4(IpPacket.TCP, PAYLOAD);
        four[7] = 3;
        var six = Packets.ipv6(44, Packets.join(Packets.hex("0600000800000001"), PAYLOAD));

        assertThat(IpPacket.parse(ByteBuffer.wrap(four), four.length)).isEmpty();
        assertThat(IpPacket.parse(ByteBuffer.wrap(six), six.length)).isEmpty();
    }

    @Test
    void impossibleHeadersAreLeftOut() {
        var shortHeader = Packets.ipv4(IpPacket.TCP, PAYLOAD);
        shortHeader[0] = 0x44;
        var longHeader = Packets.ipv4(IpPacket.TCP, PAYLOAD);
        longHeader[0] = 0x4f;
        var lessThanItsHeader = Packets.ipv4(IpPacket.TCP, PAYLOAD);
        lessThanItsHeader[3] = 19;
        var version5 = Packets.ipv4(IpPacket.TCP, PAYLOAD);
        version5[0] = 0x55;
        var endless = Packets.ipv6(0, Packets.hex("00ff000000000000"));

        for (var bytes : new byte[][] {shortHeader, longHeader, lessThanItsHeader, version5, endless, new byte[19]}) {
            assertThat(IpPacket.parse(ByteBuffer.wrap(bytes), bytes.length)).isEmpty();
        }
    }
}
