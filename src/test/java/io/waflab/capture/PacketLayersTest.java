package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.capture.PacketLayers.Kind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketLayersTest {

    private final PacketLayers layers = new PacketLayers();

    @Test
    void everyFieldIsReadFromThePacket() {
        var packet = packet(Packets.ipv4(IpPacket.TCP, Packets.tcp(51_544, 443, 0xfffffff0, 0x18, (byte) 1, (byte) 2)));

        assertThat(layers.read(packet)).isEqualTo(Kind.TCP);
        var segment = Packets.segment(layers, packet);

        assertThat(layers.sourcePort()).isEqualTo(51_544);
        assertThat(layers.destinationPort()).isEqualTo(443);
        assertThat(layers.sequence()).isEqualTo(-16);
        assertThat(layers.flags()).isEqualTo(0x18);
        assertThat(segment.sequence()).isEqualTo(-16);
        assertThat(segment.acknowledgement()).isEqualTo(7);
        assertThat(segment.flags()).isEqualTo(0x18);
        assertThat(segment.window()).isEqualTo(500);
        assertThat(segment.payload()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
        assertThat(segment.length()).isEqualTo(2);
        assertThat(segment.ttl()).isEqualTo(64);
        assertThat(segment.id()).isZero();
    }

    @Test
    void ofACutPacketTheLengthOnTheWireIsKept() {
        var whole = Packets.ipv4(IpPacket.TCP, Packets.tcp(1, 2, 0, 0x10, new byte[900]));
        var packet = new Packet(1, 0, LinkType.RAW, ByteBuffer.wrap(Arrays.copyOf(whole, 96)), whole.length);

        assertThat(layers.read(packet)).isEqualTo(Kind.TCP);
        var segment = Packets.segment(layers, packet);

        assertThat(segment.payload().remaining()).isEqualTo(56);
        assertThat(segment.length()).isEqualTo(900);
        assertThat(segment.isPureAck()).isFalse();
    }

    /** Cut within TCP's options: the payload is known to be there, and none of it. */
    @Test
    void aCutInTcpsOptionsLeavesTheLength() {
        var tcp = Packets.tcp(1, 2, 0, 0x10, new byte[100]);
        tcp[12] = (byte) 0x80;
        var whole = Packets.ipv4(IpPacket.TCP, tcp);
        var packet = new Packet(1, 0, LinkType.RAW, ByteBuffer.wrap(Arrays.copyOf(whole, 44)), whole.length);

        assertThat(layers.read(packet)).isEqualTo(Kind.TCP);
        var segment = Packets.segment(layers, packet);

        assertThat(segment.payload().remaining()).isZero();
        assertThat(segment.length()).isEqualTo(88);
    }

    @Test
    void theReadersBlockMayHoldMoreThanThePacket() {
        var tcp = Packets.ipv4(IpPacket.TCP, Packets.tcp(1, 2, 5, 0x10, (byte) 9));
        var block = ByteBuffer.wrap(Packets.join(new byte[30], tcp, new byte[30]));
        block.limit(30 + tcp.length).position(30);
        var packet = new Packet(1, 0, LinkType.RAW, block, tcp.length);

        assertThat(layers.read(packet)).isEqualTo(Kind.TCP);
        assertThat(Packets.segment(layers, packet).payload()).isEqualTo(ByteBuffer.wrap(new byte[] {9}));
    }

    @Test
    void aTunnelsInnerEndsAreTheConnections() {
        var inner = Packets.ipv6(IpPacket.TCP, Packets.tcp(5_000, 443, 100, TcpSegment.SYN));

        assertThat(layers.read(packet(Packets.ipv4(41, inner)))).isEqualTo(Kind.TCP);

        assertThat(Endpoint.of(layers.ip().sourceHigh(), layers.ip().sourceLow(), layers.sourcePort()))
                .hasToString("[2001:db8:0:0:0:0:0:1]:5000");
    }

    @Test
    void aTunnelWithinATunnelIsLeftOut() {
        var inner = Packets.ipv4(IpPacket.TCP, Packets.tcp(5_000, 443, 100, TcpSegment.SYN));

        assertThat(layers.read(packet(Packets.ipv4(4, Packets.ipv4(4, inner))))).isEqualTo(Kind.NO_TCP);
    }

    @Test
    void fragmentsAreOneSegmentOnceTheLastIsThere() {
        var tcp = Packets.tcp(1, 2, 5, 0x10, new byte[40]);

        var first = layers.read(packet(FragmentsTest.fragment(7, 0, true, Arrays.copyOf(tcp, 32))));
        var last = packet(FragmentsTest.fragment(7, 32, false, Arrays.copyOfRange(tcp, 32, 60)));

        assertThat(first).isEqualTo(Kind.FRAGMENT);
        assertThat(layers.read(last)).isEqualTo(Kind.TCP);
        assertThat(Packets.segment(layers, last).length()).isEqualTo(40);
    }

    @ParameterizedTest
    @CsvSource({
        "ETHERNET, 000000000000 000000000000 0806 0001, NO_IP",
        "RAW, 55000000, NO_IP",
        "RAW, '', DAMAGED",
        "RAW, 45000014, DAMAGED",
        "ETHERNET, 0000, DAMAGED",
        "RAW, 45000014 00000000 40010000 01010101 02020202, NO_TCP",
        "RAW, 45000018 00000000 40040000 01010101 02020202 55000000, NO_TCP",
        "RAW, 45000018 00000000 40040000 01010101 02020202 45000000, DAMAGED",
    })
    void everyOtherPacketIsCountedByWhatItIs(LinkType type, String packet, Kind kind) {
        assertThat(layers.read(Packets.packet(type, Packets.hex(packet)))).isEqualTo(kind);
    }

    @Test
    void whatIsNoWholeTcpHeaderIsDamaged() {
        var tooShort = Packets.ipv4(IpPacket.TCP, new byte[19]);
        var header = Packets.tcp(1, 2, 0, 0);
        header[12] = 0x40;
        var smallHeader = Packets.ipv4(IpPacket.TCP, header.clone());
        header[12] = (byte) 0xf0;
        var hugeHeader = Packets.ipv4(IpPacket.TCP, header);

        for (var bytes : new byte[][] {tooShort, smallHeader, hugeHeader}) {
            assertThat(layers.read(packet(bytes))).isEqualTo(Kind.DAMAGED);
        }
    }

    private static Packet packet(byte[] bytes) {
        return Packets.packet(LinkType.RAW, bytes);
    }
}
