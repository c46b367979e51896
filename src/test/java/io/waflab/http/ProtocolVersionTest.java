package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolVersionTest {

    @ParameterizedTest
    @CsvSource({"HTTP/1.1, 1001", "HTTP/1.0, 1000", "HTTP/1.01, 1001", "HTTP/2.0, 2000", "HTTP/10.999, 10999"})
    void bothNumbersAreRead(String text, int number) {
        var version = new ProtocolVersion();
        for (byte b : Bytes.of(text)) {
            assertThat(version.accept(b)).isTrue();
        }
        assertThat(version.complete()).isTrue();
        assertThat(version.number()).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "HTTP/0",
                "HTTP/x",
                "h",
                "HTTP/1x",
                "HTTP/1..",
                "HTTP/1.1.",
                "HTTP/.",
                "HTTP/1.1000",
                "HTTP/1000",
                "HTTPS"
            })
    void theLastByteCannotBe(String text) {
        var version = new ProtocolVersion();
        var bytes = Bytes.of(text);
        for (int i = 0; i < bytes.length - 1; i++) {
            assertThat(version.accept(bytes[i])).isTrue();
        }
        assertThat(version.accept(bytes[bytes.length - 1])).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/", "HTTP/1", "HTTP/1."})
    void anUnfinishedVersionIsNotComplete(String text) {
        var version = new ProtocolVersion();
        for (byte b : Bytes.of(text)) {
            version.accept(b);
        }
        assertThat(version.complete()).isFalse();
    }
}
