package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownBytesTest {

    @Test
    void whatIsNotPrintableIsEscaped() {
        assertThat(ShownBytes.of("a\u001b[31m\\\n\u00ff~")).isEqualTo("a\\x1b[31m\\\\\\x0a\\xff~");
    }

    @Test
    void at80BytesItIsCut() {
        assertThat(ShownBytes.of("x".repeat(80))).isEqualTo("x".repeat(80));
        assertThat(ShownBytes.of("x".repeat(81))).isEqualTo("x".repeat(80) + "...");
    }
}
