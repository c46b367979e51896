package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcapHeaderTest {

    @ParameterizedTest
    @CsvSource({
        "a1b2c3d4 00020004 00000000 00000000 0000ffff 00000001, true, false, ETHERNET",
        "d4c3b2a1 02000400 00000000 00000000 ffff0000 71000000, false, false, LINUX_SLL",
        "a1b23c4d 00020004 00000000 00000000 0000ffff 00000114, true, true, LINUX_SLL2",
        "4d3cb2a1 02000400 00000000 00000000 ffff0000 65000000, false, true, RAW",
        "d4c3b2a1 02000400 00000000 00000000 ffff0000 000000f0, false, false, NULL",
    })
    void bothByteOrdersAndBothResolutionsAreRead(String hex, boolean big, boolean nanoseconds, LinkType type)
            throws CaptureException {
        var header = PcapHeader.parse(Packets.hex(hex));

        assertThat(header.order()).isEqualTo(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        assertThat(header.nanoseconds()).isEqualTo(nanoseconds);
        assertThat(header.linkType()).isEqualTo(type);
        assertThat(header.snapLength()).isEqualTo(65_535);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "47455420 00020004 00000000 00000000 0000ffff 00000001 | at byte 0",
                "a1b2c3d4 00030004 00000000 00000000 0000ffff 00000001 | pcap version: 3 (expected: 2) at byte 4",
                "a1b2c3d4 00020004 00000000 00000000 0000ffff 00000069 | link type: 105 IEEE 802.11 (expected: one of 0 null",
            })
    void anythingElseIsRefusedWithItsPlace(String hex, String message) {
        assertThatThrownBy(() -> PcapHeader.parse(Packets.hex(hex)))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining(message)
                .hasMessageMatching("[^\\n]*");
    }

    @Test
    void whatIsWrittenReadsTheSame() throws CaptureException {
        var header = new PcapHeader(ByteOrder.LITTLE_ENDIAN, true, 4_096, LinkType.IPV6);

        assertThat(PcapHeader.parse(header.toBytes())).isEqualTo(header);
    }
}
