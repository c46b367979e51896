package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GzipWriterTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private static GzipWriter writer(int level, int block) {
        return new GzipWriter(level, block, ByteBufAllocator.DEFAULT);
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private int keep(ByteBuf piece) {
        var bytes = ByteBufUtil.getBytes(piece);
        piece.release();
        out.writeBytes(bytes);
        return bytes.length;
    }

    /** What can be read of what was kept, be it unfinished. */
    private byte[] read() throws IOException {
        var read = new ByteArrayOutputStream();
        try (var in = new GZIPInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            for (int c = in.read(); c >= 0; c = in.read()) {
                read.write(c);
            }
        } catch (EOFException unfinished) {
            read.writeBytes("...".getBytes(StandardCharsets.US_ASCII));
        }
        return read.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"1, 04", "2, 00", "6, 00", "9, 02"})
    void theFirstBytesAreThoseOfZlibAtThatLevel(int level, String flag) {
        var writer = writer(level, 4096);
        keep(writer.finish());
        writer.release();
        assertThat(ByteBufUtil.hexDump(out.toByteArray()))
                .isEqualTo("1f8b080000000000" + flag + "03" + "0300" + "0000000000000000");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 9})
    void whatComesOutReadsAsWhatWentInInWholeBlocksBeforeTheEnd(int level) throws IOException {
        var random = new Random(level);
        var all = new byte[300_000];
        random.nextBytes(all);
        var writer = writer(level, 4096);
        for (int at = 0; at < all.length; at += 30_000) {
            assertThat(keep(writer.add(Unpooled.copiedBuffer(all, at, 30_000))) % 4096)
                    .isZero();
        }
        assertThat(out.size()).isGreaterThan(200_000);
        keep(writer.finish());
        writer.release();
        assertThat(read()).isEqualTo(all);
    }

    @Test
    void aPieceOfSeveralBuffersIsOnePiece() throws IOException {
        var writer = writer(1, 4096);
        keep(writer.add(Unpooled.wrappedBuffer(text("one "), text("two "), text("three"))));
        keep(writer.finish());
        writer.release();
        assertThat(read()).asString().isEqualTo("one two three");
    }

    @Test
    void aFlushHandsOnAllThatCameAndASecondOneNothing() throws IOException {
        var writer = writer(1, 4096);
        assertThat(keep(writer.add(text("so far")))).isZero();
        assertThat(keep(writer.flush())).isPositive();
        assertThat(read()).asString().isEqualTo("so far...");
        assertThat(keep(writer.flush())).isZero();
        keep(writer.add(text(", so good")));
        keep(writer.finish());
        assertThat(keep(writer.flush())).isZero();
        writer.release();
        writer.release();
        assertThat(read()).asString().isEqualTo("so far, so good");
    }

    @Test
    void theRatioIsKnownAtTheEndAndRounded() {
        var writer = writer(1, 4096);
        keep(writer.add(text("x".repeat(1000))));
        assertThat(writer.ratio()).isEmpty();
        keep(writer.finish());
        writer.release();
        var exact = new java.math.BigDecimal(1000)
                .divide(new java.math.BigDecimal(out.size()), 2, java.math.RoundingMode.HALF_UP);
        assertThat(writer.ratio()).isEqualTo(exact.toPlainString());
    }
}
