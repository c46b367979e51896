package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TlsRecordsTest {

    private static final byte[] HELLO = Packets.record(TlsRecord.HANDSHAKE, Packets.hex("0e000000"));
    private static final byte[] DATA = Packets.record(TlsRecord.APPLICATION_DATA, new byte[20]);
    private static final byte[] ALERT = Packets.record(TlsRecord.ALERT, Packets.hex("0100"));

    private final TlsRecords records = new TlsRecords();

    @Test
    void severalRecordsInOneSegmentAreToldApart() {
        assertThat(feed(Packets.join(HELLO, DATA, ALERT))).containsExactly("22:4", "23:20", "21:2");
    }

    @Test
    void aRecordMayArriveByteByByte() {
        var told = new ArrayList<String>();
        for (var b : Packets.join(HELLO, DATA, ALERT)) {
            told.addAll(feed(b));
        }

        assertThat(told).containsExactly("22:4", "23:20", "21:2");
    }

    @Test
    void theFragmentOfAHandshakeRecordIsKept() {
        var kept = records.feed(new Piece(ByteBuffer.wrap(HELLO), 0)).get(0).fragment();

        assertThat(kept).isEqualTo(ByteBuffer.wrap(Packets.hex("0e000000")));
    }

    @Test
    void whatIsNotTlsIsBytes() {
        assertThat(feed("GET / HTTP/1.1\r\n\r\n".getBytes())).containsExactly("-1:18");
        assertThat(feed("more".getBytes())).containsExactly("-1:4");
    }

    @Test
    void missingBytesWithinARecordDoNotLoseTheNextOne() {
        var cut = new Piece(ByteBuffer.wrap(DATA, 0, 12), 13);

        assertThat(told(records.feed(cut))).containsExactly("23:20");
        assertThat(feed(ALERT)).containsExactly("21:2");
    }

    @Test
    void aMissingHeaderIsLookedForAtTheNextSegment() {
        assertThat(told(records.feed(Piece.gap(30)))).containsExactly("-2:30");
        assertThat(feed(new byte[] {1, 2, 3})).containsExactly("-1:3");
        assertThat(feed(Packets.join(DATA, ALERT))).containsExactly("23:20", "21:2");
    }

    @Test
    void anImpossibleHeaderWithinASegmentTurnsTheRestIntoBytes() {
        assertThat(feed(Packets.join(HELLO, Packets.hex("17 03 03 ff ff 00 00"))))
                .containsExactly("22:4", "-1:7");
    }

    private List<String> feed(byte... bytes) {
        return told(records.feed(new Piece(ByteBuffer.wrap(bytes), 0)));
    }

    private static List<String> told(List<TlsRecord> records) {
        return records.stream()
                .map(record -> record.type() + ":" + record.size())
                .toList();
    }
}
