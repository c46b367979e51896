package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcapRecordsTest {

    /** Packets of different lengths, whose bytes are no possible numbers. */
    private static byte[] file(boolean modified, int recordHeader, int... lengths) {
        var file = ByteBuffer.allocate(2000).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new PcapHeader(ByteOrder.LITTLE_ENDIAN, false, modified, 65_535, LinkType.RAW).toBytes());
        for (var length : lengths) {
            file.putInt(1000).putInt(999_999).putInt(length).putInt(length);
            file.put(new byte[recordHeader - 16]);
            for (var i = 0; i < length; i++) {
                file.put((byte) 0xee);
            }
        }
        return Arrays.copyOf(file.array(), file.position());
    }

    @ParameterizedTest
    @CsvSource({"false,16", "false,20", "false,24", "true,24", "true,28"})
    void theSecondPacketShowsHowLongTheHeadersAre(boolean modified, int recordHeader) throws CaptureException {
        var source = source(file(modified, recordHeader, 40, 60, 80));
        var reader = PcapReader.ofFile(source);

        assertThat(reader.next().orElseThrow().bytes().get()).isEqualTo((byte) 0xee);
        assertThat(reader.next().orElseThrow().bytes().remaining()).isEqualTo(60);
        assertThat(reader.next().orElseThrow().bytes().remaining()).isEqualTo(80);
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void oneBrokenPacketIsNoOtherFormat() throws CaptureException {
        var broken = file(false, 16, 40, 60, 80);
        broken[24 + 16 + 40 + 11] = 0x7f;
        var cut = Arrays.copyOf(file(false, 16, 40, 60), 24 + 16 + 40 + 4);

        assertThat(length(broken)).isEqualTo(16);
        assertThat(length(cut)).isEqualTo(16);
        assertThat(length(file(false, 20, 40))).isEqualTo(16);
        assertThat(length(file(false, 16))).isEqualTo(16);
    }

    private static int length(byte[] file) throws CaptureException {
        var source = source(file);
        var header = PcapHeader.parse(Arrays.copyOf(file, PcapHeader.SIZE));
        source.has(PcapHeader.SIZE);
        source.skip(PcapHeader.SIZE);
        return PcapRecords.length(source, header);
    }

    private static ByteSource source(byte[] bytes) {
        return new ByteSource(new ByteArrayInputStream(bytes));
    }
}
