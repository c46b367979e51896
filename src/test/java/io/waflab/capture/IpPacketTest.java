package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IpPacketTest {

    private static final byte[] PAYLOAD = Packets.hex("0102030405");
    private final IpPacket ip = new IpPacket();

    @Test
    void ipv4IsReadAndEthernetsPaddingRemoved() {
        var padded = Arrays.copyOf(Packets.ipv4(IpPacket.TCP, PAYLOAD), 46);

        assertThat(read(padded)).isTrue();

        assertThat(source()).isEqualTo("10.0.0.5:1");
        assertThat(destination()).isEqualTo("47.1.2.3:2");
        assertThat(ip.protocol()).isEqualTo(IpPacket.TCP);
        assertThat(payload()).isEqualTo(PAYLOAD);
        assertThat(ip.length()).isEqualTo(5);
        assertThat(ip.isFragment()).isFalse();
    }

    @Test
    void ipv4sOptionsAreLeftBehind() {
        var packet = Packets.join(Packets.ipv4(IpPacket.TCP, Packets.hex("01010101")), PAYLOAD);
        packet[0] = 0x46;
        packet[3] = (byte) packet.length;

        assertThat(read(packet)).isTrue();

        assertThat(payload()).isEqualTo(PAYLOAD);
    }

    @Test
    void ipv6IsReadBehindItsExtensionHeaders() {
        // hop-by-hop of 8 bytes, destination options of 16, authentication of 12
        var extensions = Packets.hex("3c00000000000000 3301000000000000 0000000000000000 0601000000000000 00000000");
        var bytes = Packets.ipv6(0, Packets.join(extensions, PAYLOAD));

        assertThat(read(bytes)).isTrue();

        assertThat(source()).isEqualTo("[2001:db8:0:0:0:0:0:1]:1");
        assertThat(ip.protocol()).isEqualTo(IpPacket.TCP);
        assertThat(payload()).isEqualTo(PAYLOAD);
    }

    @Test
    void aPacketThatTheCaptureCutKeepsItsLengthOnTheWire() {
        var bytes = Arrays.copyOf(Packets.ipv4(IpPacket.TCP, new byte[1000]), 60);

        assertThat(ip.read(ByteBuffer.wrap(bytes), 0, 1020)).isTrue();

        assertThat(payload()).hasSize(40);
        assertThat(ip.length()).isEqualTo(1000);
    }

    @Test
    void aLengthOfZeroMeansThatTheCardCutsItLater() {
        var four = Packets.ipv4(IpPacket.TCP, PAYLOAD);
        four[2] = 0;
        four[3] = 0;
        var six = Packets.ipv6(IpPacket.TCP, PAYLOAD);
        six[5] = 0;

        for (var bytes : new byte[][] {four, six}) {
            assertThat(read(bytes)).isTrue();
            assertThat(ip.length()).isEqualTo(5);
        }
    }

    @Test
    void aFragmentSaysWhereItBelongs() {
        var four = Packets.ipv4(IpPacket.TCP, PAYLOAD);
        four[5] = 9;
        four[6] = 0x20;
        four[7] = 3;
        var six = Packets.ipv6(44, Packets.join(Packets.hex("0600001900000009"), PAYLOAD));

        for (var bytes : new byte[][] {four, six}) {
            assertThat(read(bytes)).isTrue();
            assertThat(ip.isFragment()).isTrue();
            assertThat(ip.fragmentOffset()).isEqualTo(24);
            assertThat(ip.moreFragments()).isTrue();
            assertThat(ip.identification()).isEqualTo(9);
            assertThat(ip.protocol()).isEqualTo(IpPacket.TCP);
            assertThat(payload()).isEqualTo(PAYLOAD);
            ip.read(ByteBuffer.wrap(Packets.ipv6(44, Packets.hex("0600000000000009"))), 0, 48);
        }
    }

    /** RFC 6946: a fragment's header around all of a packet. */
    @Test
    void anAtomicFragmentIsWhole() {
        assertThat(read(Packets.ipv6(44, Packets.join(Packets.hex("0600000000000009"), PAYLOAD))))
                .isTrue();

        assertThat(ip.isFragment()).isFalse();
        assertThat(payload()).isEqualTo(PAYLOAD);
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
        var cut = Arrays.copyOf(Packets.ipv6(IpPacket.TCP, PAYLOAD), 39);

        for (var bytes :
                new byte[][] {shortHeader, longHeader, lessThanItsHeader, version5, endless, cut, new byte[19], {}}) {
            assertThat(read(bytes)).isFalse();
        }
    }

    private boolean read(byte[] bytes) {
        return ip.read(ByteBuffer.wrap(bytes), 0, bytes.length);
    }

    private String source() {
        return Endpoint.of(ip.sourceHigh(), ip.sourceLow(), 1).toString();
    }

    private String destination() {
        return Endpoint.of(ip.destinationHigh(), ip.destinationLow(), 2).toString();
    }

    private byte[] payload() {
        var bytes = new byte[ip.end() - ip.start()];
        ip.bytes().get(ip.start(), bytes);
        return bytes;
    }
}
