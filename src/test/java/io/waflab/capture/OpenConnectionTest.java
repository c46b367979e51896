package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenConnectionTest {

    private final PacketLayers layers = new PacketLayers();
    private final HeldBytes room = new HeldBytes(1 << 20);

    @Test
    void itIsClosedByBothFins() {
        var connection = begin(100, TcpSegment.SYN);
        add(connection, true, TcpSegment.FIN | TcpSegment.ACK);
        add(connection, true, TcpSegment.FIN | TcpSegment.ACK);
        assertThat(connection.isClosed()).isFalse();

        add(connection, false, TcpSegment.FIN | TcpSegment.ACK);

        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    void itIsClosedByOneReset() {
        var connection = begin(100, TcpSegment.SYN);

        add(connection, false, TcpSegment.RST);

        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    void onlyAnotherSynOpensTheNextOne() {
        var connection = begin(100, TcpSegment.SYN);

        assertThat(reopens(connection, 100, TcpSegment.SYN)).isFalse();
        assertThat(reopens(connection, 900, TcpSegment.SYN | TcpSegment.ACK)).isFalse();
        assertThat(reopens(connection, 900, TcpSegment.ACK)).isFalse();
        assertThat(reopens(connection, 900, TcpSegment.SYN)).isTrue();
    }

    @Test
    void behindTheMiddleOfAConnectionEverySynOpensTheNextOne() {
        var connection = begin(100, TcpSegment.ACK);

        assertThat(reopens(connection, 100, TcpSegment.SYN)).isTrue();
    }

    @Test
    void theStoryHasItsNumberAndEnds() {
        var story = begin(100, TcpSegment.SYN).story();

        assertThat(story.number()).isEqualTo(7);
        assertThat(story.client()).isEqualTo("10.0.0.5:5000");
        assertThat(story.server()).isEqualTo("47.1.2.3:443");
        assertThat(story.sight().fromTheStart()).isTrue();
        assertThat(begin(100, TcpSegment.ACK).story().sight().fromTheStart()).isFalse();
    }

    private OpenConnection begin(int sequence, int flags) {
        var packet = packet(sequence, flags);
        var place = new ConnectionTable.Place();
        layers.read(packet);
        place.of(layers);
        var connection = new OpenConnection(place, 7);
        connection.add(connection.segment(packet, layers, place.fromA()), room);
        return connection;
    }

    private void add(OpenConnection connection, boolean fromClient, int flags) {
        // 7 is what the client acknowledges: see Packets.tcp.
        var packet = packet(fromClient ? 101 : 7, flags);
        layers.read(packet);
        connection.add(connection.segment(packet, layers, fromClient), room);
    }

    private boolean reopens(OpenConnection connection, int sequence, int flags) {
        var packet = packet(sequence, flags);
        layers.read(packet);
        return connection.isEndedBy(connection.segment(packet, layers, true));
    }

    private static Packet packet(int sequence, int flags) {
        return Packets.packet(LinkType.RAW, Packets.ipv4(IpPacket.TCP, Packets.tcp(5_000, 443, sequence, flags)));
    }
}
