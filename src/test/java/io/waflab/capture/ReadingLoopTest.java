package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadingLoopTest {

    private static final long SECOND = 1_000_000_000L;
    private final List<Packet> packets = new ArrayList<>();
    /** The numbers of the connections in the order they finished, with the packets read until then. */
    private final List<String> finished = new ArrayList<>();

    private int read;
    private final ReadingLoop loop =
            new ReadingLoop(connection -> finished.add(connection.number() + " after " + read));

    @Test
    void aClosedConnectionIsToldWhenItHasBeenQuietForAMinute() {
        add(0, 1, TcpSegment.SYN);
        add(1, 1, TcpSegment.RST);
        add(50, 1, TcpSegment.ACK);
        add(110, 2, TcpSegment.SYN);
        add(111, 2, TcpSegment.ACK);

        run();

        assertThat(finished).containsExactly("1 after 5", "2 after 5");
    }

    @Test
    void aClockThatGoesBackDividesNoConnection() {
        add(500, 1, TcpSegment.SYN);
        add(1, 2, TcpSegment.SYN);
        add(2, 2, TcpSegment.RST);
        add(2, 2, TcpSegment.ACK);

        run();

        assertThat(finished).containsExactly("2 after 4", "1 after 4");
    }

    @Test
    void aConnectionThatWasNotClosedStaysToTheEnd() {
        add(0, 1, TcpSegment.SYN);
        add(1, 2, TcpSegment.SYN);
        add(100_000, 2, TcpSegment.ACK);
        add(100_001, 1, TcpSegment.ACK);

        run();

        assertThat(finished).containsExactly("2 after 4", "1 after 4");
        assertThat(loop.summary("pcap", new FileNotes(), Optional.empty()).connections())
                .isEqualTo(2);
    }

    @Test
    void usedPortsFinishTheConnectionBefore() {
        add(0, 1, TcpSegment.SYN);
        packets.add(new Packet(2, SECOND, LinkType.RAW, bytes(1, 999, TcpSegment.SYN), 40));
        add(2, 1, TcpSegment.ACK);

        run();

        assertThat(finished).containsExactly("1 after 2", "2 after 3");
    }

    @Test
    void aFullTableLetsClosedConnectionsGoBeforeIdleOnes() {
        add(0, 1, TcpSegment.SYN);
        add(0, 2, TcpSegment.SYN);
        add(0, 2, TcpSegment.RST);
        for (var i = 3; i <= ReadingLoop.MOST_CONNECTIONS + 2; i++) {
            add(1, i, TcpSegment.SYN);
        }

        run();

        var full = ReadingLoop.MOST_CONNECTIONS + 1;
        assertThat(finished).startsWith("2 after " + (full + 1), "1 after " + (full + 2));
        var summary = loop.summary("pcap", new FileNotes(), Optional.empty());
        assertThat(summary.givenUp()).isEqualTo(1);
        assertThat(summary.connections()).isEqualTo(ReadingLoop.MOST_CONNECTIONS + 2);
        assertThat(finished).hasSize(ReadingLoop.MOST_CONNECTIONS + 2);
    }

    @Test
    void whatConnectionsHoldTogetherHasABound() {
        add(0, 1, TcpSegment.SYN);
        add(0, 2, TcpSegment.SYN);
        add(0, 2, TcpSegment.RST);
        add(0, 3, TcpSegment.SYN);
        add(0, 4, TcpSegment.SYN);
        var letGo = new ArrayList<Boolean>();
        var small = new ReadingLoop(
                connection -> {
                    finished.add(connection.number() + " after " + read);
                    letGo.add(connection.story().sight().letGo());
                },
                8_000);

        run(small);

        assertThat(finished).containsExactly("2 after 4", "1 after 5", "3 after 5", "4 after 5");
        assertThat(letGo).containsExactly(false, true, false, false);
        assertThat(small.summary("pcap", new FileNotes(), Optional.empty()).givenUp())
                .isEqualTo(1);
    }

    @Test
    void otherPacketsAreCountedByTheirKind() {
        add(5, 1, TcpSegment.SYN);
        other(9, "45000014 00000000 40110000 01010101 02020202");
        other(2, "45000014");
        other(3, "65");
        other(3, "50");
        other(3, "45000018 00012000 40060000 01010101 02020202 01020304 00000000");

        run();

        var summary = loop.summary("pcap", new FileNotes(), Optional.empty());
        assertThat(summary.packets()).isEqualTo(6);
        assertThat(summary.others()).isEqualTo(new CaptureSummary.Others(1, 1, 2, 1));
        assertThat(summary.startNanos()).isEqualTo(5 * SECOND);
        assertThat(summary.endNanos()).isEqualTo(9 * SECOND);
    }

    @Test
    void whatCameBeforeADamageIsTold() {
        add(0, 1, TcpSegment.SYN);
        var packet = packets.get(0);
        var count = new int[1];

        var problem = loop.run(ArrivalSource.of(() -> {
            if (count[0]++ > 0) {
                throw new CaptureException("broken at byte 7");
            }
            return Optional.of(packet);
        }));

        assertThat(problem).contains("broken at byte 7");
        assertThat(finished).containsExactly("1 after 0");
    }

    private void run() {
        run(loop);
    }

    private void run(ReadingLoop loop) {
        assertThat(loop.run(ArrivalSource.of(
                        () -> read == packets.size() ? Optional.empty() : Optional.of(packets.get(read++)))))
                .isEmpty();
    }

    private void add(long second, int client, int flags) {
        packets.add(new Packet(packets.size() + 1, second * SECOND, LinkType.RAW, bytes(client, 100, flags), 40));
    }

    private void other(long second, String hex) {
        var bytes = Packets.hex(hex);
        packets.add(
                new Packet(packets.size() + 1, second * SECOND, LinkType.RAW, ByteBuffer.wrap(bytes), bytes.length));
    }

    private static ByteBuffer bytes(int client, int sequence, int flags) {
        var bytes = Packets.ipv4(IpPacket.TCP, Packets.tcp(5_000, 443, sequence, flags));
        return ByteBuffer.wrap(bytes).putInt(12, client);
    }
}
