package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TcpStreamTest {

    private final HeldBytes room = new HeldBytes(26_000);
    private final StringBuilder read = new StringBuilder();
    private final ToldStory told = new ToldStory();
    private final TcpStream stream = new TcpStream(room, new Noted(), told);

    private final class Noted implements StreamReader {

        @Override
        public void read(ByteBuffer bytes) {
            read.append(' ').append(StandardCharsets.US_ASCII.decode(bytes));
        }

        @Override
        public void miss(long count) {
            read.append(" (").append(count).append(" absent").append(at()).append(')');
        }

        @Override
        public void missFin() {
            read.append(" (FIN absent").append(at()).append(')');
        }
    }

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

        assertThat(acknowledged(106)).isEmpty();
        assertThat(acknowledged(109)).isEqualTo("(5 absent) fgh");
        assertThat(send(109, "i")).isEqualTo("i");
    }

    @Test
    void aGapIsGivenUpWhenThereIsNoRoomToHoldMore() {
        open(100);
        assertThat(send(200, "x".repeat(16_000))).isEmpty();

        assertThat(send(16_300, "y".repeat(16_000))).isEqualTo("(99 absent) " + "x".repeat(16_000));
        assertThat(finish()).isEqualTo("(100 absent) " + "y".repeat(16_000));
        assertThat(room.take(26_000)).isTrue();
    }

    @Test
    void aSegmentLargerThanAllRoomIsNotHeld() {
        open(100);

        assertThat(send(102, "x".repeat(30_000))).isEqualTo("(1 absent) " + "x".repeat(30_000));
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

        stream.accept(Packets.cut(true, 101, 1, TcpSegment.ACK, 10, (byte) 'a', (byte) 'b'));

        assertThat(news()).isEqualTo("ab (8 absent)");
        assertThat(send(111, "c")).isEqualTo("c");
    }

    @Test
    void whatWasAcknowledgedAndNeverSeenIsAbsentInTheEnd() {
        open(100);
        send(101, "abc");

        assertThat(acknowledged(111)).isEmpty();
        assertThat(send(111, "x")).isEqualTo("(7 absent) x");
        assertThat(acknowledged(120)).isEmpty();
        assertThat(finish()).isEqualTo("(8 absent)");
    }

    /** When the gap is filled or given up says nothing of when its bytes crossed. */
    @Test
    void whatWasNotSeenIsAbsentWhereItWasAcknowledged() {
        open(100);
        acknowledgedIn(7, 111);
        told.at(75_000_000_000L, 9);
        assertThat(send(113, "x")).isEmpty();
        assertThat(acknowledged(114)).isEqualTo("(10 absent in 7) (2 absent in 9) x");

        acknowledgedIn(12, 120);
        told.at(150_000_000_000L, 20);
        assertThat(finish()).isEqualTo("(6 absent in 12)");
        assertThat(told.frame()).isEqualTo(20);
    }

    @Test
    void acknowledgementsFarApartAreOfBytesThatCrossedFarApart() {
        open(100);
        acknowledgedIn(7, 111);
        told.at(7_050_000_000L, 8);
        assertThat(acknowledged(121)).isEmpty();
        told.at(9_000_000_000L, 9);
        assertThat(acknowledged(121)).isEmpty();
        assertThat(acknowledged(131)).isEqualTo("(10 absent in 7) (10 absent in 8)");
        assertThat(finish()).isEqualTo("(10 absent in 9)");
    }

    @Test
    void aSequenceNumberIsNearWhatComesNext() {
        assertThat(stream.isNear(101)).isFalse();
        open(0xffff_fff0L);

        assertThat(stream.isNear(100_000)).isTrue();
        assertThat(stream.isNear(-100_000)).isTrue();
        assertThat(stream.isNear(0x7000_0000)).isFalse();
        acknowledged(50_000_000);
        assertThat(stream.isNear(60_000_000)).isTrue();
    }

    @Test
    void whatTheCaptureShowsBehindItsAcknowledgementIsNotAbsent() {
        open(100);
        acknowledged(104);

        assertThat(send(101, "abc")).isEqualTo("abc");
        assertThat(finish()).isEmpty();
    }

    @Test
    void oneSequenceNumberThatIsAcknowledgedByItselfIsFin() {
        open(100);
        acknowledged(102);

        assertThat(finish()).isEqualTo("(FIN absent)");
    }

    @Test
    void theFinStandsWhereItWasAcknowledgedAndWhatCameBeforeItWhereThatWas() {
        open(100);
        told.at(7_000_000, 7);
        acknowledged(132);
        told.at(8_000_000, 8);
        acknowledged(133);

        assertThat(finish()).isEqualTo("(31 absent in 7) (FIN absent in 8)");
    }

    @Test
    void oneSequenceNumberThatMoreComesBehindIsAByte() {
        open(100);
        told.at(7_000_000, 7);
        acknowledged(102);
        told.at(8_000_000, 8);
        acknowledged(112);

        assertThat(finish()).isEqualTo("(1 absent in 7) (10 absent in 8)");
    }

    @Test
    void whatOnlyItsSenderCountsAsSentIsAbsentIfItNeverComes() {
        open(100);
        standsIn(7, 108);
        standsIn(8, 109);
        told.at(9_000_000_000L, 9);

        assertThat(finish()).isEqualTo("(7 absent in 7) (FIN absent in 8)");
    }

    @Test
    void whatOnlyItsSenderCountsAsSentAndIsMoreThanItsEndWasLostBefore() {
        open(100);
        standsIn(7, 172);

        assertThat(finish()).isEmpty();
    }

    @Test
    void whatItsSenderCountsAsSentMayStillComeOrBeSentAgain() {
        open(100);
        standsIn(7, 104);

        assertThat(send(104, "def")).isEmpty();
        assertThat(send(101, "abc")).isEqualTo("abc def");
        assertThat(finish()).isEmpty();
    }

    @Test
    void whatWasNotSeenIsAbsentWhereItsSenderFirstShowedThatItWasSent() {
        open(100);
        standsIn(7, 104);
        acknowledgedIn(75, 104);

        assertThat(finish()).isEqualTo("(3 absent in 7)");
    }

    @Test
    void whatIsMissingBeforeAnEarlySegmentCrossedBeforeIt() {
        open(100);
        told.at(7_000_000_000L, 7);
        send(106, "fgh");
        told.at(9_000_000_000L, 9);

        assertThat(acknowledged(109)).isEqualTo("(5 absent in 7) fgh");
        assertThat(told.frame()).isEqualTo(9);
    }

    @Test
    void whatComesAgainBehindAGapIsARepetition() {
        open(100);
        send(106, "fgh");

        assertThat(repeats(106, "fgh")).isTrue();
        assertThat(repeats(106, "fghi")).isFalse();
        assertThat(repeats(109, "ijk")).isFalse();
    }

    @Test
    void anEarlySegmentIsCopied() {
        open(100);
        var payload = "def".getBytes(StandardCharsets.US_ASCII);
        stream.accept(Packets.segment(true, 104, 1, TcpSegment.ACK, payload));
        payload[0] = 'x';

        assertThat(send(101, "abc")).isEqualTo("abc def");
    }

    @Test
    void bytesThatCrossTwiceCountAsTheyCameFirst() {
        open(100);

        assertThat(send(101, "abcd")).isEqualTo("abcd");
        assertThat(send(103, "XYef")).isEqualTo("ef");
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
        stream.accept(Packets.segment(true, sequence, 1, TcpSegment.ACK, payload.getBytes(StandardCharsets.US_ASCII)));
        return news();
    }

    private String acknowledged(int sequence) {
        stream.acknowledged(sequence);
        return news();
    }

    /** One packet a second. */
    private void acknowledgedIn(int frame, int sequence) {
        told.at(frame * 1_000_000_000L, frame);
        assertThat(acknowledged(sequence)).isEmpty();
    }

    private void standsIn(int frame, int sequence) {
        told.at(frame * 1_000_000_000L, frame);
        stream.stands(sequence);
        assertThat(news()).isEmpty();
    }

    private String at() {
        return told.frame() == 0 ? "" : " in " + told.frame();
    }

    private String finish() {
        stream.finish();
        return news();
    }

    private boolean repeats(long sequence, String payload) {
        return stream.isRepeated(
                Packets.segment(true, sequence, 1, TcpSegment.ACK, payload.getBytes(StandardCharsets.US_ASCII)));
    }

    private String news() {
        var text = read.toString().strip();
        read.setLength(0);
        return text;
    }
}
