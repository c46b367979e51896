package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class ConnectionTableTest {

    private final ConnectionTable table = new ConnectionTable();
    private final HeldBytes room = new HeldBytes(1 << 20);

    @Test
    void bothDirectionsFindTheSameConnection() {
        var there = packet(5_000, 443, TcpSegment.SYN);
        var connection = open(there);
        var back = Packets.ipv4(IpPacket.TCP, Packets.tcp(443, 5_000, 9, TcpSegment.ACK));
        System.arraycopy(there.bytes().array(), 12, back, 16, 4);
        System.arraycopy(there.bytes().array(), 16, back, 12, 4);

        var found = place(Packets.packet(LinkType.RAW, back));

        assertThat(table.find(found)).isSameAs(connection);
        assertThat(found.fromA()).isFalse();
        assertThat(place(packet(5_001, 443, TcpSegment.SYN)))
                .satisfies(other -> assertThat(table.find(other)).isNull());
    }

    /** More than the places it begins with, so that it grows and chains. */
    @Test
    void manyConnectionsAreFoundAndLeave() {
        var all = new ArrayList<OpenConnection>();
        for (var port = 1; port <= 5_000; port++) {
            all.add(open(packet(port, 443, TcpSegment.SYN)));
        }

        for (var port = 1; port <= 5_000; port++) {
            assertThat(table.find(place(packet(port, 443, 0)))).isSameAs(all.get(port - 1));
        }
        for (var i = 0; i < all.size(); i += 2) {
            table.remove(all.get(i));
        }
        assertThat(table.size()).isEqualTo(2_500);
        for (var port = 1; port <= 5_000; port++) {
            assertThat(table.find(place(packet(port, 443, 0)))).isSameAs(port % 2 == 1 ? null : all.get(port - 1));
        }
    }

    @Test
    void theQuietestIsTheOneWithoutAPacketForLongest() {
        var first = open(packet(1, 443, TcpSegment.SYN));
        var second = open(packet(2, 443, TcpSegment.SYN));
        var third = open(packet(3, 443, TcpSegment.SYN));
        table.touch(first, false);

        assertThat(table.quietestOpen()).isSameAs(second);
        table.remove(second);
        assertThat(table.quietestOpen()).isSameAs(third);
        assertThat(table.quietestClosed()).isNull();
    }

    @Test
    void aClosedConnectionChangesLists() {
        var connection = open(packet(1, 443, TcpSegment.SYN));
        var reset = packet(1, 443, TcpSegment.RST);
        connection.add(connection.segment(Packets.arrival(reset)), room);
        table.touch(connection, false);

        assertThat(table.quietestOpen()).isNull();
        assertThat(table.quietestClosed()).isSameAs(connection);
        table.remove(connection);
        assertThat(table.quietestClosed()).isNull();
        assertThat(table.size()).isZero();
    }

    @Test
    void aConnectionToItselfIsOne() {
        var bytes = Packets.ipv4(IpPacket.TCP, Packets.tcp(7, 7, 1, TcpSegment.SYN));
        System.arraycopy(bytes, 12, bytes, 16, 4);
        var connection = open(Packets.packet(LinkType.RAW, bytes));

        assertThat(table.find(place(Packets.packet(LinkType.RAW, bytes)))).isSameAs(connection);
    }

    private OpenConnection open(Packet packet) {
        var connection = new OpenConnection(place(packet), 1);
        table.add(connection);
        connection.add(connection.segment(Packets.arrival(packet)), room);
        table.touch(connection, false);
        return connection;
    }

    private ConnectionTable.Place place(Packet packet) {
        return Packets.arrival(packet).place();
    }

    private static Packet packet(int from, int to, int flags) {
        return Packets.packet(LinkType.RAW, Packets.ipv4(IpPacket.TCP, Packets.tcp(from, to, 100, flags)));
    }
}
