package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptPiecesTest {

    private final KeptPieces pieces = new KeptPieces();
    private final List<ByteBuf> reads = new ArrayList<>();

    /** Adds a slice of a read that is otherwise let go of. */
    private void read(String text) {
        var read = Unpooled.buffer(2048);
        read.writeCharSequence(text, StandardCharsets.ISO_8859_1);
        reads.add(read);
        pieces.add(read.readSlice(text.length()));
    }

    private long held() {
        return reads.stream().filter(read -> read.refCnt() > 0).count();
    }

    @Test
    void aBodyThatComesByteByByteHoldsOnToOneReadAlone() {
        for (int i = 0; i < 5000; i++) {
            read(Character.toString('a' + i % 26));
        }
        assertThat(held()).isOne();
        assertThat(pieces.all()).hasSize(2);
        var all = pieces.joined();
        assertThat(all.readableBytes()).isEqualTo(5000);
        assertThat(all.toString(StandardCharsets.ISO_8859_1))
                .startsWith("abcdefg")
                .endsWith("efgh");
        all.release();
        assertThat(held()).isZero();
        assertThat(pieces.isEmpty()).isTrue();
    }

    @Test
    void largePiecesAreNotCopiedAndTheOrderStays() {
        var large = "L".repeat(1500);
        for (var text : List.of("a", large, "b", "c", large, "d")) {
            read(text);
        }
        assertThat(held()).isEqualTo(3);
        var text = new StringBuilder();
        for (var piece : pieces.taken()) {
            text.append(piece.toString(StandardCharsets.ISO_8859_1)).append('|');
            piece.release();
        }
        assertThat(text).hasToString("a|" + large + "|bc|" + large + "|d|");
        assertThat(held()).isZero();
    }

    @Test
    void nothingIsKeptOfNothing() {
        pieces.add(Unpooled.EMPTY_BUFFER);
        assertThat(pieces.isEmpty()).isTrue();
        assertThat(pieces.joined().readableBytes()).isZero();
        read("a");
        read("b");
        pieces.release();
        assertThat(held()).isZero();
        assertThat(pieces.isEmpty()).isTrue();
    }
}
