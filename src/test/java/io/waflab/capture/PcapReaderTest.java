package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PcapReaderTest {

    private final byte[] file =
            Packets.pcap(ByteOrder.LITTLE_ENDIAN, false, LinkType.RAW, List.of(new byte[40], new byte[60]));

    @Test
    void packetsAreNumberedFromOneAndKeepTheirTime() throws CaptureException {
        var reader = new PcapReader(source(file));

        var first = reader.next().orElseThrow();

        assertThat(first.frame()).isEqualTo(1);
        assertThat(first.nanos()).isEqualTo(1_123_456_000L);
        assertThat(first.bytes().remaining()).isEqualTo(40);
        var second = reader.next().orElseThrow();
        assertThat(second.frame()).isEqualTo(2);
        assertThat(second.bytes().remaining()).isEqualTo(60);
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void aNanosecondFileKeepsNanoseconds() throws CaptureException {
        var bytes = Packets.pcap(ByteOrder.BIG_ENDIAN, true, LinkType.RAW, List.of(new byte[20]));

        var packet = new PcapReader(source(bytes)).next().orElseThrow();

        assertThat(packet.nanos()).isEqualTo(1_123_456_789L);
    }

    @Test
    void aFileThatEndsWithinAPacketSaysWhere() throws CaptureException {
        var reader = new PcapReader(source(Arrays.copyOf(file, 24 + 16 + 40 + 16 + 12)));
        reader.next();

        assertThatThrownBy(reader::next)
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("packet 2: 12 bytes (expected: 60;")
                .hasMessageEndingWith("at byte 96");
    }

    @Test
    void aFileThatEndsWithinAPacketsHeaderSaysWhere() throws CaptureException {
        var reader = new PcapReader(source(Arrays.copyOf(file, 24 + 16 + 40 + 3)));
        reader.next();

        assertThatThrownBy(reader::next)
                .hasMessageStartingWith("header of packet 2: 3 bytes (expected: 16;")
                .hasMessageEndingWith("at byte 80");
    }

    @Test
    void anImpossibleLengthIsRefusedBeforeItIsRead() throws CaptureException {
        file[24 + 8 + 3] = (byte) 0x7f;
        var reader = new PcapReader(source(file));

        assertThatThrownBy(reader::next)
                .hasMessage("captured length of packet 1: 2130706472 (expected: 0 to 262144) at byte 32");
    }

    /** As tshark, and as in a pcapng. */
    @Test
    void aPacketShorterThanItsCaptureIsAsLongAsThat() throws CaptureException {
        file[24 + 12] = 39;
        var reader = new PcapReader(source(file));

        assertThat(reader.next().orElseThrow().length()).isEqualTo(40);
        assertThat(reader.next().orElseThrow().bytes().remaining()).isEqualTo(60);
    }

    @Test
    void anEmptyFileIsNoCapture() {
        assertThatThrownBy(() -> new PcapReader(new ByteSource(InputStream.nullInputStream())))
                .hasMessage("file header: 0 bytes (expected: 24 of a pcap file) at byte 0");
    }

    @Test
    void aDiskErrorIsToldInOneLine() {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Input/output error");
            }
        };

        assertThatThrownBy(() -> new PcapReader(new ByteSource(broken)))
                .isInstanceOf(CaptureException.class)
                .hasMessage("cannot be read at byte 0: Input/output error");
    }

    /** Linux 2.2's libpcap wrote 8 bytes more for each packet. */
    @Test
    void kuznetzovsRecordsAreRead() throws CaptureException {
        var header = new PcapHeader(ByteOrder.LITTLE_ENDIAN, false, true, 65_535, LinkType.RAW).toBytes();
        var packet = Packets.hex("01000000 02000000 03000000 03000000 07000000 0008 04 00 aabbcc");

        var reader = new PcapReader(source(Packets.join(header, packet, packet)));

        assertThat(reader.next().orElseThrow().bytes()).isEqualTo(ByteBuffer.wrap(Packets.hex("aabbcc")));
        assertThat(reader.next().orElseThrow().nanos()).isEqualTo(1_000_002_000L);
        assertThat(reader.next()).isEmpty();
    }

    private static ByteSource source(byte[] bytes) {
        return new ByteSource(new ByteArrayInputStream(bytes));
    }
}
