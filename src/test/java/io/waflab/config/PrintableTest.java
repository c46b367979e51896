package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void controlCharactersCannotReachTheTerminal() {
        assertThat(Printable.line("a\u001b[2Jb\nc")).isEqualTo("a\\x1b[2Jb\\x0ac");
        assertThat(Printable.line("\u202e")).isEqualTo("\\x202e");
        assertThat(Printable.line("caf\u00e9")).isEqualTo("caf\u00e9");
    }

    @Test
    void aLongTextIsCut() {
        assertThat(Printable.line("x".repeat(10_000))).hasSize(503).endsWith("...");
    }
}
