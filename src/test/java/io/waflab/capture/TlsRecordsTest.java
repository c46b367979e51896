package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TlsRecordsTest {

    private static final byte[] HELLO = Packets.record(TlsRecord.HANDSHAKE, Packets.hex("0e000000"));
    private static final byte[] DATA = Packets.record(TlsRecord.APPLICATION_DATA, new byte[20]);
    private static final byte[] ALERT = Packets.record(TlsRecord.ALERT, Packets.hex("0100"));

    private final List<String> told = new ArrayList<>();
    private ByteBuffer lastFragment;
    private final TlsRecords records = new TlsRecords(new Noted());

    private final class Noted implements TlsRecords.Sink {

        @Override
        public void record(TlsRecord record) {
            told.add(record.type() + ":" + record.size());
            lastFragment = record.fragment();
        }

        @Override
        public void noRecord(ByteBuffer bytes) {
            told.add("bytes:" + bytes.remaining());
        }

        @Override
        public void missing(long count) {
            told.add("missing:" + count);
        }
    }

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
        feed(HELLO);

        assertThat(lastFragment).isEqualTo(ByteBuffer.wrap(Packets.hex("0e000000")));
    }

    @Test
    void whatIsNotTlsIsBytes() {
        assertThat(feed("GET / HTTP/1.1\r\n\r\n".getBytes())).containsExactly("bytes:18");
        assertThat(feed("more".getBytes())).containsExactly("bytes:4");
    }

    @Test
    void missingBytesWithinARecordDoNotLoseTheNextOne() {
        assertThat(feed(Arrays.copyOf(DATA, 12))).isEmpty();
        assertThat(miss(13)).containsExactly("23:20");
        assertThat(feed(ALERT)).containsExactly("21:2");
    }

    @Test
    void aMissingHeaderIsLookedForAtTheNextSegment() {
        assertThat(miss(30)).containsExactly("missing:30");
        assertThat(feed(new byte[] {1, 2, 3})).containsExactly("bytes:3");
        assertThat(feed(Packets.join(DATA, ALERT))).containsExactly("23:20", "21:2");
    }

    @Test
    void anImpossibleHeaderWithinASegmentTurnsTheRestIntoBytes() {
        assertThat(feed(Packets.join(HELLO, Packets.hex("17 03 03 ff ff 00 00"))))
                .containsExactly("22:4", "bytes:5", "bytes:2");
    }

    @Test
    void aRecordThatNeverEndsIsKnown() {
        feed(Arrays.copyOf(DATA, 3));
        assertThat(records.unfinished()).isEqualTo(new TlsRecords.Unfinished(TlsRecord.BYTES, 0, 3));
        feed(Arrays.copyOfRange(DATA, 3, 12));
        assertThat(records.unfinished()).isEqualTo(new TlsRecords.Unfinished(23, 20, 7));
        feed(Arrays.copyOfRange(DATA, 12, 25));
        assertThat(records.isUnfinished()).isFalse();
    }

    private List<String> feed(byte... bytes) {
        told.clear();
        records.read(ByteBuffer.wrap(bytes));
        return List.copyOf(told);
    }

    private List<String> miss(int count) {
        told.clear();
        records.miss(count);
        return List.copyOf(told);
    }
}
