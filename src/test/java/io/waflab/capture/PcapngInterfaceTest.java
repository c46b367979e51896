package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcapngInterfaceTest {

    /** 1.75 s in each resolution; 0x80 is the negative power of two. */
    @ParameterizedTest
    @CsvSource({
        "6, 1750000, 1750000000",
        "9, 1750000000, 1750000000",
        "0, 1, 1000000000",
        "12, 1750000000999, 1750000000",
        "19, -946744073709551616, 1750000000",
        "130, 7, 1750000000",
        "160, 7516192768, 1750000000",
        "191, -2305843009213693952, 1750000000",
        "128, 2, 2000000000",
    })
    void timesAreNanosecondsWhateverTheirUnit(int resolution, long time, long nanos) {
        assertThat(new PcapngInterface(LinkType.RAW, 0, resolution, 0).nanos(time))
                .isEqualTo(nanos);
    }

    @Test
    void anOffsetIsAddedInSeconds() {
        assertThat(new PcapngInterface(LinkType.RAW, 0, 6, -3).nanos(4_500_000)).isEqualTo(1_500_000_000L);
    }

    @Test
    void aResolutionInWhich64BitsHoldNoSecondIsNone() {
        assertThat(PcapngInterface.isResolution(19)).isTrue();
        assertThat(PcapngInterface.isResolution(20)).isFalse();
        assertThat(PcapngInterface.isResolution(128 + 63)).isTrue();
        assertThat(PcapngInterface.isResolution(128 + 64)).isFalse();
    }
}
