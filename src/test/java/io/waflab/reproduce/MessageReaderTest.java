package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {

    /** Bytes that come in pieces, then the end. */
    private static final class Pieces implements Layer {

        private final byte[] all;
        private final int piece;
        private int at;
        private ByteBuffer received = ByteBuffer.allocate(0);

        Pieces(String text, int piece) {
            this.all = text.getBytes(StandardCharsets.ISO_8859_1);
            this.piece = piece;
        }

        @Override
        public int receive(Duration limit) {
            int count = Math.min(piece, all.length - at);
            received = ByteBuffer.wrap(all, at, count);
            at += count;
            return count == 0 ? -1 : count;
        }

        @Override
        public ByteBuffer received() {
            return received;
        }

        @Override
        public boolean ended() {
            return at == all.length && !received.hasRemaining();
        }

        @Override
        public boolean endedInOrder() {
            return ended();
        }

        @Override
        public void send(ByteBuffer bytes, String detail) {
            throw new UnsupportedOperationException();
        }
    }

    private static MessageReader reader(String text, int piece) {
        return new MessageReader(new Pieces(text, piece), Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000})
    void messagesAreReadWhateverThePieces(int piece) throws IOException {
        var first = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        var second = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n";
        var reader = reader(first + "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nT: v\r\n\r\n" + second + "xyz", piece);

        var head = reader.head();
        assertThat(head).isEqualTo(new MessageReader.Head(first, true));
        assertThat(reader.body(Heads.headers(head.text()), true))
                .isEqualTo(new MessageReader.Body(13, "abc0123456789", true));
        var next = reader.head();
        assertThat(reader.body(Heads.headers(next.text()), true)).isEqualTo(new MessageReader.Body(3, "xyz", true));
    }

    @Test
    void whatIsCutShortIsIncomplete() throws IOException {
        assertThat(reader("HTTP/1.1 200 OK\r\nA: b\r\n", 5).head().complete()).isFalse();
        assertThat(reader("3\r\nab", 5)
                        .body(java.util.List.of("Transfer-Encoding: chunked"), true)
                        .complete())
                .isFalse();
        assertThat(reader("3\r\nabc\r\n", 5)
                        .body(java.util.List.of("Transfer-Encoding: chunked"), true)
                        .complete())
                .isFalse();
        assertThat(reader("ab", 5).body(java.util.List.of("Content-Length: 3"), true))
                .isEqualTo(new MessageReader.Body(2, "ab", false));
    }

    @Test
    void aBodyWithoutFramingEndsWithTheConnection() throws IOException {
        assertThat(reader("abc", 2).body(java.util.List.of(), true)).isEqualTo(new MessageReader.Body(3, "abc", true));
        assertThat(reader("abc", 2).body(java.util.List.of(), false)).isEqualTo(new MessageReader.Body(0, "", true));
    }

    @Test
    void headsAndKeptBodiesAreBounded() throws IOException {
        var endless = "a".repeat(200_000);
        assertThat(reader(endless, 1000).head().text()).hasSize(MessageReader.LIMIT);
        var body = reader(endless, 1000).body(java.util.List.of("Content-Length: 200000"), true);
        assertThat(body.length()).isEqualTo(200_000);
        assertThat(body.start()).hasSize(MessageReader.LIMIT);
    }
}
