package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Through the reading, which is what hands connections over. */
class StoryTellerTest {

    private static final Path CAPTURE = Path.of("src/test/resources/captures/client-asked-close.pcap");
    private static final int MANY = 100_000;

    @Test
    void everythingIsToldBeforeTheReadingReturns() throws CaptureException {
        var told = new ArrayList<String>();
        var summary = CaptureReading.read(CAPTURE, story -> told.add(story.client()), (bytes, total) -> {});

        assertThat(told).hasSize((int) summary.connections()).isNotEmpty();
    }

    @Test
    void whatTheListenerThrowsEndsTheReading() {
        assertThatThrownBy(() -> CaptureReading.read(
                        CAPTURE,
                        story -> {
                            throw new IllegalStateException("enough");
                        },
                        (bytes, total) -> {}))
                .hasMessage("enough");
    }

    @Test
    void anErrorOfTheListenerEndsTheReadingToo() {
        assertThatThrownBy(() -> CaptureReading.read(
                        CAPTURE,
                        story -> {
                            throw new StackOverflowError("too deep");
                        },
                        (bytes, total) -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("telling a connection failed: java.lang.StackOverflowError: too deep")
                .hasCauseInstanceOf(StackOverflowError.class);
    }

    /** More connections than may wait: the reading neither hangs nor is told a second time when it closes. */
    @Test
    @Timeout(60)
    void theReadingHearsOfItOnceWhereverItIs() {
        var arrival = Packets.arrival(
                Packets.packet(LinkType.RAW, Packets.ipv4(IpPacket.TCP, Packets.tcp(5_000, 443, 100, TcpSegment.SYN))));
        var connection = new OpenConnection(arrival.place(), 7);
        connection.add(connection.segment(arrival), new HeldBytes(1 << 20));

        assertThatThrownBy(() -> tellMany(connection, new IllegalStateException("enough")))
                .hasMessage("enough")
                .hasNoSuppressedExceptions();
        assertThatThrownBy(() -> tellMany(connection, new OutOfMemoryError("heap")))
                .hasMessage("telling a connection failed: java.lang.OutOfMemoryError: heap")
                .hasNoSuppressedExceptions();
    }

    private static void tellMany(OpenConnection connection, Throwable failure) {
        try (var teller = new StoryTeller(story -> fail(failure))) {
            for (int i = 0; i < MANY; i++) {
                teller.tell(connection);
            }
        }
    }

    private static void fail(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }
}
