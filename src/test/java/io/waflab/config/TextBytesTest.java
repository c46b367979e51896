package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextBytesTest {

    @Test
    void anyBytesComeOutAsTheyWentIn() {
        var random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            var bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            var text = TextBytes.text(bytes);
            assertThat(TextBytes.of(text).getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(bytes);
        }
    }

    @Test
    void utf8IsReadAsTheTextThatItIs() {
        var text = "a \u00e4 \u6587 \ud83d\udc80";
        assertThat(TextBytes.text(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
        assertThat(TextBytes.escaped(text)).isEqualTo(text);
    }

    @Test
    void whatIsNoUtf8StandsForItselfAndIsWrittenAsAnEscape() {
        var cut = TextBytes.text(new byte[] {'a', (byte) 0xe6, (byte) 0x96});
        assertThat(cut).isEqualTo("a\udce6\udc96");
        assertThat(TextBytes.escaped(cut)).isEqualTo("a\\udce6\\udc96");
    }
}
