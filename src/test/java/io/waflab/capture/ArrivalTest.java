package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ArrivalTest {

    private final byte[] store = new byte[100];
    private final PacketLayers layers = new PacketLayers();
    private final Arrival arrival = new Arrival(store);

    @Test
    void aSegmentsPayloadOutlivesItsPacket() {
        var bytes = Packets.ipv4(IpPacket.TCP, Packets.tcp(5_000, 443, 100, TcpSegment.ACK, (byte) 8, (byte) 9));

        var taken = arrival.become(Packets.packet(LinkType.RAW, bytes), layers, 40);
        bytes[bytes.length - 1] = 0;

        assertThat(taken).isEqualTo(2);
        assertThat(arrival.kind()).isEqualTo(PacketLayers.Kind.TCP);
        assertThat(arrival.segment().payload()).isEqualTo(ByteBuffer.wrap(new byte[] {8, 9}));
        assertThat(arrival.segment().captured()).isEqualTo(2);
        assertThat(store[41]).isEqualTo((byte) 9);
        assertThat(arrival.place().fromA()).isTrue();
    }

    @Test
    void ofOtherPacketsOnlyKindAndTimeAreKept() {
        var packet = new Packet(3, 17, LinkType.RAW, ByteBuffer.wrap(Packets.hex("55000000")), 4);

        assertThat(arrival.become(packet, layers, 0)).isZero();

        assertThat(arrival.kind()).isEqualTo(PacketLayers.Kind.NO_IP);
        assertThat(arrival.nanos()).isEqualTo(17);
    }
}
