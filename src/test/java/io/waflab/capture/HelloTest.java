package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelloTest {

    @Test
    void aClientHelloSaysWhatItAsksFor() {
        var hello = Hello.read(body(Scene.clientHello("h2", "http/1.1")), false);

        assertThat(hello.name()).isEqualTo("lab.");
        assertThat(hello.protocols()).containsExactly("h2", "http/1.1");
        assertThat(hello.random()).isEqualTo(Scene.RANDOM_C);
        assertThat(hello.preSharedKey()).isFalse();
    }

    /** RFC 6066 section 3 wants ASCII; what a client sends instead is shown as it meant it. */
    @ParameterizedTest
    @CsvSource({"bü., bü.", "b\u00ffx., b\u00ffx."})
    void aNameBeyondAsciiIsReadAsItWasWritten(String sent, String shown) {
        var charset = sent.length() == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        var hello = Scene.clientHello("h2");
        var place = new String(hello, StandardCharsets.ISO_8859_1).indexOf("lab.");
        System.arraycopy(sent.getBytes(charset), 0, hello, place, 4);

        assertThat(Hello.read(body(hello), false).name()).isEqualTo(shown);
    }

    @Test
    void aServerHelloSaysWhatItChose() {
        var hello = Hello.read(body(Scene.serverHello13("1302", "0029 0002 0000")), true);

        assertThat(hello.version()).isEqualTo(0x0304);
        assertThat(hello.cipher()).isEqualTo(0x1302);
        assertThat(hello.preSharedKey()).isTrue();
        assertThat(hello.isRetry()).isFalse();
    }

    /** Whatever is thrown fails the test. */
    @Test
    void aBrokenHelloIsReadAsFarAsItGoes() {
        var random = new Random(1);
        for (var round = 0; round < 50_000; round++) {
            var bytes = Scene.clientHello("h2", "http/1.1");
            bytes[9 + random.nextInt(bytes.length - 9)] = (byte) random.nextInt();
            bytes[43 + random.nextInt(bytes.length - 43)] = (byte) random.nextInt();
            var cut = Arrays.copyOf(bytes, 9 + random.nextInt(bytes.length - 9));
            assertThat(Hello.read(body(cut), round % 2 == 0)).isNotNull();
        }
    }

    private static ByteBuffer body(byte[] record) {
        return ByteBuffer.wrap(record, 9, record.length - 9);
    }
}
