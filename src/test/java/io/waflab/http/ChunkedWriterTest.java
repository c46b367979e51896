package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedWriterTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 9, 10, 15, 16, 255, 256, 4096, 65535, 0x123456789abL, Long.MAX_VALUE})
    void theHeadIsTheSizeInHexadecimal(long size) {
        var out = Unpooled.buffer();
        ChunkedWriter.head(size, out);
        assertThat(Bytes.text(out)).isEqualTo(Long.toHexString(size) + "\r\n");
    }

    @Test
    void anEmptyChunkWouldEndTheBody() {
        assertThatThrownBy(() -> ChunkedWriter.head(0, Unpooled.buffer())).hasMessageContaining("chunk size 0");
    }

    @Test
    void theConstantsOutliveTheirUse() {
        for (int i = 0; i < 3; i++) {
            var end = ChunkedWriter.end();
            var last = ChunkedWriter.last();
            assertThat(Bytes.text(end) + "|" + Bytes.text(last)).isEqualTo("\r\n|0\r\n\r\n");
            end.skipBytes(2).release();
            last.skipBytes(5).release();
        }
    }

    @Test
    void trailersStandBehindTheLastChunk() {
        var out = Unpooled.buffer();
        ChunkedWriter.lastChunk(out);
        assertThat(Bytes.text(out)).isEqualTo("0\r\n");
    }

    @Test
    void whatIsWrittenCanBeRead() {
        var out = Unpooled.buffer();
        ChunkedWriter.head(26, out);
        out.writeBytes(Bytes.of("abcdefghijklmnopqrstuvwxyz"))
                .writeBytes(ChunkedWriter.end())
                .writeBytes(ChunkedWriter.last());
        var reader = new ChunkedReader();
        var data = reader.next(out);
        assertThat(Bytes.text(data)).hasSize(26);
        data.release();
        assertThat(reader.next(out)).isNull();
        assertThat(reader.ended()).isTrue();
    }
}
