package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class ByteSourceTest {

    private final byte[] file = numbers(100);

    @Test
    void whatAPacketNeedsLiesInOnePieceAcrossBlocks() throws CaptureException {
        var source = new ByteSource(new ByteArrayInputStream(file), 16);

        for (var i = 0; i + 7 <= file.length; i += 7) {
            assertThat(source.has(7)).isTrue();
            assertThat(source.offset()).isEqualTo(i);
            assertThat(source.bytes().get(source.at())).isEqualTo((byte) i);
            assertThat(source.bytes().get(source.at() + 6)).isEqualTo((byte) (i + 6));
            source.skip(7);
        }
        assertThat(source.has(7)).isFalse();
        assertThat(source.available()).isEqualTo(2);
        assertThat(source.offset()).isEqualTo(98);
    }

    @Test
    void aPipeThatGivesByteByByteIsReadTheSame() throws CaptureException {
        var drops = new FilterInputStream(new ByteArrayInputStream(file)) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return super.read(into, offset, Math.min(length, 1));
            }
        };
        var source = new ByteSource(drops, 16);

        assertThat(source.has(16)).isTrue();
        assertThat(source.available()).isEqualTo(16);
        assertThat(source.bytes().get(source.at() + 15)).isEqualTo((byte) 15);
    }

    @Test
    void skippingAndTakingGoBeyondABlock() throws CaptureException {
        var source = new ByteSource(new ByteArrayInputStream(file), 16);

        assertThat(source.skipUnseen(40)).isTrue();
        assertThat(source.take(30)).startsWith((byte) 40, (byte) 41).hasSize(30);
        assertThat(source.offset()).isEqualTo(70);
        assertThat(source.skipUnseen(31)).isFalse();
        assertThat(source.take(5)).isEmpty();
    }

    @Test
    void aDiskErrorSaysWhere() throws CaptureException {
        var broken = new InputStream() {
            private int left = 20;

            @Override
            public int read() throws IOException {
                throw new IOException("Input/output error");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                var count = Math.min(left, length);
                left -= count;
                return count == 0 ? read() : count;
            }
        };
        var source = new ByteSource(broken, 16);
        assertThat(source.skipUnseen(18)).isTrue();

        assertThatThrownBy(() -> source.has(3))
                .isInstanceOf(CaptureException.class)
                .hasMessage("cannot be read at byte 20: Input/output error");
    }

    private static byte[] numbers(int count) {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}
