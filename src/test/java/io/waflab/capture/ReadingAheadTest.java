package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadingAheadTest {

    private int read;

    /** More than all batches hold, with payloads of which a batch holds a few. */
    @Test
    void everyPacketArrivesInOrderAndWhole() throws Exception {
        var most = 10_000;

        try (var ahead = new ReadingAhead(() -> read == most ? Optional.empty() : Optional.of(packet(++read)))) {
            for (var i = 1; i <= most; i++) {
                var segment = ahead.next().segment();
                assertThat(segment.frame()).isEqualTo(i);
                assertThat(segment.payload().remaining()).isEqualTo(i % 1_400);
                assertThat(segment.payload().hasRemaining() ? segment.payload().get() : (byte) i)
                        .isEqualTo((byte) i);
            }
            assertThat(ahead.next()).isNull();
            assertThat(ahead.next()).isNull();
        }
    }

    @Test
    void whatCameBeforeADamageArrives() throws Exception {
        try (var ahead = new ReadingAhead(() -> {
            if (read == 3) {
                throw new CaptureException("broken at byte 7");
            }
            return Optional.of(packet(++read));
        })) {
            for (var i = 1; i <= 3; i++) {
                assertThat(ahead.next().segment().frame()).isEqualTo(i);
            }
            assertThatThrownBy(ahead::next).isInstanceOf(CaptureException.class).hasMessage("broken at byte 7");
        }
    }

    @Test
    void aReaderThatFailsIsNoEndOfTheFile() {
        var failure = new IllegalStateException("a fault");

        try (var ahead = new ReadingAhead(() -> {
            throw failure;
        })) {
            assertThatThrownBy(ahead::next).hasCause(failure);
        }
    }

    /** The reader would go on for ever. */
    @Test
    void closingEndsTheThread() throws Exception {
        var begun = new CountDownLatch(1);
        var ahead = new ReadingAhead(() -> {
            begun.countDown();
            return Optional.of(packet(1));
        });

        begun.await();
        ahead.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("packets"));
    }

    private static Packet packet(int number) {
        var payload = new byte[number % 1_400];
        if (payload.length > 0) {
            payload[0] = (byte) number;
        }
        var bytes = Packets.ipv4(IpPacket.TCP, Packets.tcp(5_000, 443, 100, TcpSegment.ACK, payload));
        return new Packet(number, number, LinkType.RAW, ByteBuffer.wrap(bytes), bytes.length);
    }
}
