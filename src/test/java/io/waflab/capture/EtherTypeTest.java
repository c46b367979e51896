package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same behind each link: {@code LinkTypeTest}. */
class EtherTypeTest {

    @ParameterizedTest
    @CsvSource({
        "0800, 2",
        "86dd 45, 2",
        "8100 0007 86dd, 6",
        "88a8 0007 8100 0008 0800, 10",
        "8847 00001000 00001100 45, 10",
        "8848 00001100 60, 6",
        "8864 1100 0001 0006 ff03 0021, 12",
        "0806, -1",
        "8847 00001100 20, -1",
        "8100 0007, -2",
        "8847 00001000, -2",
    })
    void ipIsFoundBehindTagsAndLabels(String hex, int network) {
        assertThat(EtherType.network(ByteBuffer.wrap(Packets.hex(hex)), 0, 2)).isEqualTo(network);
    }

    @Test
    void tagsWithoutEndAreCutAtThePacketsEnd() {
        var tags = ByteBuffer.wrap(Packets.hex("8100 0001".repeat(5_000)));

        assertThat(EtherType.network(tags, 0, 2)).isEqualTo(EtherType.CUT);
    }
}
