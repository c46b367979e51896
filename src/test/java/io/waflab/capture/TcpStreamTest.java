package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpStreamTest {

    private final HeldBytes room = new HeldBytes(1_000);
    private final TcpStream stream = new TcpStream(room);

    @Test
    void segmentsComeOutInTheOrderOfTheirSequenceNumbers() {
        open(100);

        assertThat(send(107, "ghi")).isEmpty();
        assertThat(send(104, "def")).isEmpty();
        assertThat(send(101, "abc")).isEqualTo("abc def ghi");
    }

    @Test
    void sequenceNumbersWrapAround() {
        open(0xffff_fffdL);

        assertThat(send(0xffff_fffeL, "abcd")).isEqualTo("abcd");
        assertThat(send(2, "ef")).isEqualTo("ef");
        assertThat(repeats(0xffff_fffeL, "abcd")).isTrue();
    }

    @Test
    void anEarlySegmentIsHeldAcrossTheWrapAround() {
        open(0xffff_fffdL);

        assertThat(send(1, "d")).isEmpty();
        assertThat(send(0xffff_fffeL, "abc")).isEqualTo("abc d");
    }

    @Test
    void whatCrossedBeforeIsNotToldAgain() {
        open(100);
        send(101, "abcdef");

        assertThat(repeats(101, "abc")).isTrue();
        assertThat(repeats(104, "defg")).isFalse();
        assertThat(send(104, "defg")).isEqualTo("g");
    }

    @Test
    void aFinIsRepeatedOnlyWhenItWasSeen() {
        open(100);
        var fin = Packets.segment(true, 101, 1, TcpSegment.FIN | TcpSegment.ACK);

        assertThat(stream.isRepeated(fin)).isFalse();
        stream.accept(fin);
        assertThat(stream.isRepeated(fin)).isTrue();
    }

    @Test
    void oneByteBackIsAKeepAliveProbe() {
        open(100);
        send(101, "abc");

        assertThat(stream.isKeepAliveProbe(Packets.segment(true, 103, 1, TcpSegment.ACK)))
                .isTrue();
        assertThat(stream.isKeepAliveProbe(Packets.segment(true, 103, 1, TcpSegment.ACK, (byte) 0)))
                .isTrue();
        assertThat(stream.isKeepAliveProbe(Packets.segment(true, 104, 1, TcpSegment.ACK)))
                .isFalse();
    }

    @Test
    void aGapThatTheReceiverAcknowledgesIsWhatTheCaptureMissed() {
        open(100);
        send(106, "fgh");

        assertThat(text(stream.acknowledged(106))).isEmpty();
        assertThat(text(stream.acknowledged(109))).isEqualTo("(5 absent) fgh");
        assertThat(send(109, "i")).isEqualTo("i");
    }

    @Test
    void aGapIsGivenUpWhenThereIsNoRoomToHoldMore() {
        open(100);
        assertThat(send(200, "x".repeat(600))).isEmpty();

        assertThat(send(900, "y".repeat(600))).isEqualTo("(99 absent) " + "x".repeat(600));
        assertThat(text(stream.finish())).isEqualTo("(100 absent) " + "y".repeat(600));
        assertThat(room.take(1_000)).isTrue();
    }

    @Test
    void aSegmentLargerThanAllRoomIsNotHeld() {
        open(100);

        assertThat(send(102, "x".repeat(2_000))).isEqualTo("(1 absent) " + "x".repeat(2_000));
    }

    @Test
    void noMoreThan256SegmentsAreHeld() {
        open(0);
        for (var i = 0; i < 256; i++) {
            assertThat(send(2 + 2L * i, "a")).isEmpty();
        }

        assertThat(send(2 + 2L * 256, "a")).isEqualTo("(1 absent) a");
    }

    @Test
    void bytesThatTheCaptureCutOffAreSaidToBeAbsent() {
        open(100);

        var pieces = stream.accept(Packets.cut(true, 101, 1, TcpSegment.ACK, 10, (byte) 'a', (byte) 'b'));

        assertThat(text(pieces)).isEqualTo("ab (8 absent)");
        assertThat(send(111, "c")).isEqualTo("c");
    }

    @Test
    void aCaptureMayBeginInTheMiddle() {
        assertThat(send(5_000, "abc")).isEqualTo("abc");
        assertThat(send(5_003, "d")).isEqualTo("d");
    }

    private void open(long sequence) {
        stream.accept(Packets.segment(true, sequence, 0, TcpSegment.SYN));
    }

    private String send(long sequence, String payload) {
        return text(stream.accept(
                Packets.segment(true, sequence, 1, TcpSegment.ACK, payload.getBytes(StandardCharsets.US_ASCII))));
    }

    private boolean repeats(long sequence, String payload) {
        return stream.isRepeated(
                Packets.segment(true, sequence, 1, TcpSegment.ACK, payload.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String text(List<Piece> pieces) {
        var text = new StringBuilder();
        for (var piece : pieces) {
            if (piece.bytes().hasRemaining()) {
                text.append(' ')
                        .append(StandardCharsets.US_ASCII.decode(piece.bytes().duplicate()));
            }
            if (piece.absent() > 0) {
                text.append(" (").append(piece.absent()).append(" absent)");
            }
        }
        return text.toString().strip();
    }
}
