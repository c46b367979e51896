package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HelloTest {

    @Test
    void aClientHelloSaysWhatItAsksFor() {
        var hello = Hello.read(body(Scene.clientHello("h2", "http/1.1")), false);

        assertThat(hello.name()).isEqualTo("lab.");
        assertThat(hello.protocols()).containsExactly("h2", "http/1.1");
        assertThat(hello.random()).isEqualTo(Scene.RANDOM_C);
        assertThat(hello.preSharedKey()).isFalse();
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
