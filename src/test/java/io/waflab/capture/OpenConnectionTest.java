package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class OpenConnectionTest {

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

        add(connection, true, TcpSegment.RST);

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
        var arrival = Packets.arrival(packet(sequence, flags));
        var connection = new OpenConnection(arrival.place(), 7);
        connection.add(connection.segment(arrival), room);
        return connection;
    }

    private void add(OpenConnection connection, boolean fromClient, int flags) {
        // 7 is what the client acknowledges: see Packets.tcp.
        var packet = fromClient ? packet(101, flags) : answer(7, flags);
        connection.add(connection.segment(Packets.arrival(packet)), room);
    }

    private boolean reopens(OpenConnection connection, int sequence, int flags) {
        return connection.isEndedBy(connection.segment(Packets.arrival(packet(sequence, flags))));
    }

    private static Packet answer(int sequence, int flags) {
        var bytes = Packets.ipv4(IpPacket.TCP, Packets.tcp(443, 5_000, sequence, flags));
        return Packets.packet(
                LinkType.RAW,
                ByteBuffer.wrap(bytes)
                        .position(12)
                        .put(Packets.hex("2f010203 0a000005"))
                        .array());
    }

    private static Packet packet(int sequence, int flags) {
        return Packets.packet(LinkType.RAW, Packets.ipv4(IpPacket.TCP, Packets.tcp(5_000, 443, sequence, flags)));
    }
}
