package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadingProgressTest {

    @Test
    void theBarFillsAsTheFileIsRead() {
        assertThat(ReadingProgress.bar(0, 1_000_000_000))
                .isEqualTo("[........................................]   0 %, 0 MB");
        assertThat(ReadingProgress.bar(450_000_000, 1_000_000_000))
                .isEqualTo("[##################......................]  45 %, 450 MB");
        assertThat(ReadingProgress.bar(1_000_000_000, 1_000_000_000))
                .isEqualTo("[########################################] 100 %, 1000 MB");
    }

    @Test
    void whereTheEndIsNotKnownOnlyTheBytesAreShown() {
        assertThat(ReadingProgress.bar(7_000_000, 0)).isEqualTo("7 MB");
    }
}
