package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrailerReaderTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void trailersAreReadOverAnySplit(int piece) {
        var reader = new TrailerReader(100);
        var bytes = "X-A: 1\r\nX-B: two\r\n\r\nHTTP".getBytes(StandardCharsets.US_ASCII);
        int left = 0;
        for (int at = 0; at < bytes.length && !reader.ended(); at += piece) {
            var in = Unpooled.wrappedBuffer(bytes, at, Math.min(piece, bytes.length - at));
            reader.read(in);
            left = in.readableBytes();
        }
        assertThat(reader.ended()).isTrue();
        assertThat(reader.fields()).containsExactly(Map.entry("X-A", "1"), Map.entry("X-B", "two"));
        assertThat(left).isLessThanOrEqualTo(4);
    }

    @Test
    void whatIsNoFieldIsMalformed() {
        var reader = new TrailerReader(100);
        reader.read(Unpooled.copiedBuffer("X-\0: 1\r\n", StandardCharsets.US_ASCII));
        assertThat(reader.malformed()).isTrue();
    }

    @Test
    void moreThanTheLimitIsMalformed() {
        var reader = new TrailerReader(20);
        reader.read(Unpooled.copiedBuffer("X-A: " + "a".repeat(40) + "\r\n", StandardCharsets.US_ASCII));
        assertThat(reader.ended()).isFalse();
        assertThat(reader.malformed()).isTrue();
    }
}
