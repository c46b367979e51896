package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TcpSegmentTest {

    @Test
    void everyFieldIsReadFromThePacket() {
        var bytes = Packets.ipv4(IpPacket.TCP, Packets.tcp(51_544, 443, 0xfffffff0, 0x18, (byte) 1, (byte) 2));

        var segment = TcpSegment.parse(Packets.packet(LinkType.RAW, bytes)).orElseThrow();

        assertThat(segment.from()).hasToString("10.0.0.5:51544").isEqualTo(Packets.CLIENT);
        assertThat(segment.to()).hasToString("47.1.2.3:443").isEqualTo(Packets.SERVER);
        assertThat(segment.sequence()).isEqualTo(-16);
        assertThat(segment.acknowledgement()).isEqualTo(7);
        assertThat(segment.window()).isEqualTo(500);
        assertThat(segment.has(TcpSegment.ACK)).isTrue();
        assertThat(segment.has(TcpSegment.FIN)).isFalse();
        assertThat(segment.isPureAck()).isFalse();
        assertThat(segment.payload()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
    }

    @Test
    void ofACutPacketTheLengthOnTheWireIsKept() {
        var whole = Packets.ipv4(IpPacket.TCP, Packets.tcp(1, 2, 0, 0x10, new byte[900]));
        var packet = new Packet(1, 0, LinkType.RAW, ByteBuffer.wrap(Arrays.copyOf(whole, 96)), whole.length);

        var segment = TcpSegment.parse(packet).orElseThrow();

        assertThat(segment.payload().remaining()).isEqualTo(56);
        assertThat(segment.length()).isEqualTo(900);
        assertThat(segment.isPureAck()).isFalse();
    }

    @Test
    void whatIsNoWholeTcpHeaderIsLeftOut() {
        var tooShort = Packets.ipv4(IpPacket.TCP, new byte[19]);
        var header = Packets.tcp(1, 2, 0, 0);
        header[12] = 0x40;
        var smallHeader = Packets.ipv4(IpPacket.TCP, header.clone());
        header[12] = (byte) 0xf0;
        var hugeHeader = Packets.ipv4(IpPacket.TCP, header);
        var datagram = Packets.ipv4(IpPacket.UDP, Packets.tcp(1, 2, 0, 0));

        for (var bytes : new byte[][] {tooShort, smallHeader, hugeHeader, datagram, {}}) {
            assertThat(TcpSegment.parse(Packets.packet(LinkType.RAW, bytes))).isEmpty();
        }
    }
}
