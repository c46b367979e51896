package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureFileTest {

    private static final byte[] PCAP =
            Packets.pcap(ByteOrder.LITTLE_ENDIAN, false, LinkType.RAW, List.of(new byte[40], new byte[60]));

    @Test
    void theReaderIsFoundByTheFirstBytes() throws CaptureException {
        var pcapng = new Pcapng()
                .section(ByteOrder.BIG_ENDIAN)
                .capturedOn(LinkType.RAW, 0)
                .packet(0, 0, new byte[40]);

        assertThat(open(PCAP).format()).isEqualTo("pcap");
        assertThat(open(pcapng.bytes()).format()).isEqualTo("pcapng");
        assertThat(packets(open(pcapng.bytes()))).isEqualTo(1);
    }

    @Test
    void severalMembersOfGzipAreOneFile() throws CaptureException, IOException {
        var packed = Packets.join(gzip(Arrays.copyOf(PCAP, 70)), gzip(Arrays.copyOfRange(PCAP, 70, PCAP.length)));

        var file = open(packed);

        assertThat(file.format()).isEqualTo("pcap, gzip");
        assertThat(packets(file)).isEqualTo(2);
    }

    /** As a pipe does: nothing is said to be available, and the second member comes with the next read. */
    @Test
    void severalMembersOfGzipAreReadFromAPipe() throws CaptureException, IOException {
        var second = new ByteArrayInputStream(gzip(Arrays.copyOfRange(PCAP, 70, PCAP.length)));
        var pipe = new SequenceInputStream(new ByteArrayInputStream(gzip(Arrays.copyOf(PCAP, 70))), second) {
            @Override
            public int available() {
                return 0;
            }
        };

        assertThat(packets(CaptureFile.open("x", pipe))).isEqualTo(2);
    }

    @Test
    void zstdIsUnpackedAlsoInSeveralFrames() throws CaptureException, IOException {
        var packed = Packets.join(zstd(Arrays.copyOf(PCAP, 70)), zstd(Arrays.copyOfRange(PCAP, 70, PCAP.length)));

        var file = open(packed);

        assertThat(file.format()).isEqualTo("pcap, zstd");
        assertThat(packets(file)).isEqualTo(2);
    }

    @Test
    void aPackedFileThatIsCutGivesWhatCameBefore() throws CaptureException, IOException {
        for (var packed : List.of(gzip(PCAP), zstd(PCAP))) {
            var cut = Arrays.copyOf(packed, packed.length - 9);

            assertThatThrownBy(() -> packets(open(cut)))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageMatching("(x: )?(cannot be read|packet|header).* at byte \\d+.*");
        }
    }

    /** Whose first packets lie in memory before the end of the file is met. */
    @Test
    void ofAPackedFileThatIsCutTheWholePacketsAreRead() throws CaptureException, IOException {
        var packed = gzip(PCAP);
        var file = open(Arrays.copyOf(packed, packed.length - 9));

        assertThat(file.reader().next()).isPresent();
        assertThatThrownBy(() -> packets(file))
                .isInstanceOf(CaptureException.class)
                .hasMessageMatching("cannot be read at byte \\d+: the packed file is cut short \\(expected: .*");
    }

    @Test
    void aCutFileIsCalledSoHoweverItWasPacked() throws IOException {
        for (var packed : List.of(gzip(PCAP), zstd(PCAP))) {
            assertThatThrownBy(() -> packets(open(Arrays.copyOf(packed, packed.length - 9))))
                    .hasMessageContaining("cut short");
        }
    }

    @Test
    void damageInAPackedFileIsOneLine() throws IOException {
        for (var packed : List.of(gzip(PCAP), zstd(PCAP))) {
            for (var i = 4; i < packed.length; i++) {
                var damaged = packed.clone();
                damaged[i] ^= 0x55;
                try {
                    packets(open(damaged));
                } catch (CaptureException refused) {
                    assertThat(refused).hasMessageMatching("[^\\n]*at byte \\d+[^\\n]*");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "736e6f6f70000000 00000002 00000004 | is a Solaris snoop capture .*editcap -F pcapng.*",
                "474d4255 0002 | is a Microsoft Network Monitor capture .*editcap.*",
                "0000000000b08c62 02 04 0052 0000 0040 | looks like an Endace ERF capture .*editcap.*",
                "7f454c46 020101 | is a program \\(ELF\\) .*",
                "7b2273 | is JSON .*",
                "3c21444f43545950452068746d6c3e | is a page \\(HTML\\) .*",
                "3c3f786d6c20 | is XML .*",
                "48656c6c6f20776f726c64 | is text .*",
                "23207761666c61620a0a7761666c616220697320612054 | is text .*",
                "502a4d18 04000000 01020304 | is packed with pzstd.* zstd -d .*",
                "434c49454e545f52414e444f4d2030 | is a TLS key log .*--keylog.*",
                "fd377a585a00 | is packed with xz .*xz -d.*",
                "504b0304 | is a ZIP archive .*",
                "'' | is empty .*stopped before its first packet.*",
                "deadbeef01 | begins with deadbeef01, which is no capture .*",
                "a1b2c3d400 | file header: 5 bytes \\(expected: 24 of a pcap file\\)",
            })
    void aForeignFileIsNamed(String hex, String pattern) {
        assertThatThrownBy(() -> open(Packets.hex(hex == null ? "" : hex)))
                .isInstanceOf(CaptureException.class)
                .hasMessageMatching("x: " + pattern + " at byte 0");
    }

    @Test
    void whatIsPackedTwiceIsNamed() throws IOException {
        var twice = gzip(gzip(PCAP));

        assertThatThrownBy(() -> open(twice)).hasMessageContaining("x: is packed twice with gzip");
    }

    @Test
    void aFolderAndAMissingFileAreToldApart(@TempDir Path folder) {
        assertThatThrownBy(() -> CaptureFile.open(folder, (bytes, total) -> {}))
                .hasMessage(folder + ": is a folder (expected: a capture file)");
        assertThatThrownBy(() -> CaptureFile.open(folder.resolve("none"), (bytes, total) -> {}))
                .hasMessage(folder.resolve("none") + ": there is no such file");
    }

    @Test
    void aFileWithAnUnreadLinkTypeIsRefused() {
        var wifi = PCAP.clone();
        wifi[20] = 105;

        assertThatThrownBy(() -> open(wifi)).hasMessageMatching("x: link type: 105 IEEE 802.11 \\(expected: .*");
    }

    @Test
    void aRefusedStreamIsClosed() {
        var closed = new boolean[1];
        var in = new ByteArrayInputStream("no capture".getBytes(StandardCharsets.US_ASCII)) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };

        assertThatThrownBy(() -> CaptureFile.open("x", in)).isInstanceOf(CaptureException.class);
        assertThat(closed[0]).isTrue();
    }

    private static CaptureFile open(byte[] bytes) throws CaptureException {
        InputStream in = new ByteArrayInputStream(bytes);
        return CaptureFile.open("x", in, 1 << 16);
    }

    private static int packets(CaptureFile file) throws CaptureException {
        var count = 0;
        while (file.reader().next().isPresent()) {
            count++;
        }
        return count;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var packing = new GZIPOutputStream(out)) {
            packing.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] zstd(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var packing = new ZstdOutputStream(out)) {
            packing.write(bytes);
        }
        return out.toByteArray();
    }
}
