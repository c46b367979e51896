package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PcreTextTest {

    @Test
    void itIsReadFromLeftToRight() {
        var text = new PcreText("ab<c>12", 1, false);
        assertThat(text.peek()).isEqualTo('b');
        assertThat(text.next()).isEqualTo('b');
        assertThat(text.take("x")).isFalse();
        assertThat(text.take("<")).isTrue();
        assertThat(text.upTo(">", "a name")).isEqualTo("c");
        assertThat(text.digits(10, 1)).isEqualTo("1");
        assertThat(text.peek(5)).isEqualTo('\0');
        assertThat(text.digits(10, 9)).isEqualTo("2");
        assertThat(text.ended()).isTrue();
        assertThatThrownBy(text::next).hasMessageContaining("unexpected end at offset 7");
    }

    @Test
    void aCharacterStandsForItsBytes() {
        assertThat(new PcreText("", 0, false).literal('.')).isEqualTo("\\x{2e}");
        assertThat(new PcreText("", 0, false).literal('\u00e9')).isEqualTo("\\x{c3}\\x{a9}");
        assertThat(new PcreText("", 0, true).literal('\u00e9')).isEqualTo("\u00e9");
    }
}
